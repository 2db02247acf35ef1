#include "config/json_view.hpp"

#include <nlohmann/json.hpp>

namespace bmsgw::config {

JsonView::JsonView(const JsonDocument& document)
    : document_(&document), value_(&document.root()), place_(PlaceTree::kRoot) {}

JsonView::JsonView(const JsonDocument& document, const nlohmann::json* value, PlaceId place, std::string name)
    : document_(&document), value_(value), place_(place), name_(std::move(name)) {
  if (document.places().is_bad(place)) value_ = nullptr;
}

JsonView JsonView::operator[](const std::string& key) const {
  const nlohmann::json* found = nullptr;
  if (is_object()) {
    const auto member = value_->find(key);
    if (member != value_->end()) found = &*member;
  }
  const auto place = given() ? document_->places().member(place_, key) : std::nullopt;
  if (place) return {*document_, found, *place, key};
  JsonView view(*document_, found, place_, key);
  view.missing_ = missing_ + "/" + escaped_for_pointer(key);
  return view;
}

std::vector<JsonView> JsonView::members() const {
  std::vector<JsonView> views;
  if (!is_object() || !given()) return views;
  for (const auto& [key, place] : document_->places().members(place_)) views.push_back((*this)[key]);
  return views;
}

std::vector<JsonView> JsonView::entries() const {
  if (!exists()) return {};
  if (!value_->is_array()) return {*this};
  std::vector<JsonView> views;
  for (std::size_t i = 0; given() && i < value_->size(); ++i) {
    const auto place = document_->places().item(place_, i);
    if (place) views.push_back({*document_, &(*value_)[i], *place, std::to_string(i)});
  }
  return views;
}

std::optional<std::string> JsonView::text() const {
  if (!exists() || !value_->is_string()) return std::nullopt;
  return value_->get<std::string>();
}

std::vector<std::string> JsonView::texts() const {
  std::vector<std::string> texts;
  if (!exists() || !value_->is_array()) return texts;
  for (const auto& value : *value_) {
    if (value.is_string()) texts.push_back(value.get<std::string>());
  }
  return texts;
}

std::optional<double> JsonView::number() const {
  if (!exists() || !value_->is_number()) return std::nullopt;
  return value_->get<double>();
}

std::optional<std::int64_t> JsonView::integer() const {
  if (!exists() || !value_->is_number_integer()) return std::nullopt;
  return value_->get<std::int64_t>();
}

std::optional<bool> JsonView::boolean() const {
  if (!exists() || !value_->is_boolean()) return std::nullopt;
  return value_->get<bool>();
}

bool JsonView::is_object() const {
  return exists() && value_->is_object();
}

bool JsonView::is_null() const {
  return exists() && value_->is_null();
}

Problem JsonView::problem(Severity severity, std::string what) const {
  auto made = document_->problem_at_value(severity, place_, std::move(what));
  made.pointer += missing_;
  return made;
}

Problem JsonView::problem_at_key(Severity severity, std::string what) const {
  auto made = document_->problem_at_key(severity, place_, std::move(what));
  made.pointer += missing_;
  return made;
}

std::string JsonView::location() const {
  const auto at = document_->places().value_at(place_);
  return document_->file() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

}  // namespace bmsgw::config
