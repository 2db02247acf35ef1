#include "config/schema_message.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <nlohmann/json.hpp>

#include "config/edit_distance.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using nlohmann::json;

std::string shown(const json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return value.empty() ? "an empty list" : "a list";
  if (value.is_string()) return in_quotes(value.get_ref<const std::string&>());
  if (value.is_number_float()) return number_text(value.get<double>());
  return value.dump();
}

/// The wording of one schema node.
class Wording {
 public:
  Wording(const Schema& schema, const json& node) : schema_(schema), node_(node) {}

  [[nodiscard]] std::string expected() const;
  [[nodiscard]] std::vector<std::string> choices() const;

 private:
  [[nodiscard]] std::string of_type(const std::string& type) const;
  [[nodiscard]] std::string range(const char* low, const char* high, const char* unit) const;
  [[nodiscard]] std::optional<std::string> bound(const char* name) const;
  [[nodiscard]] std::string number_of(const char* kind) const;
  [[nodiscard]] std::string text() const;

  const Schema& schema_;
  const json& node_;
};

std::optional<std::string> Wording::bound(const char* name) const {
  const auto* value = schema_.keyword(node_, name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return shown(*value);
}

std::string Wording::range(const char* low, const char* high, const char* unit) const {
  const auto from = bound(low);
  const auto to = bound(high);
  if (from && to && *from == *to) return " of " + *from + unit;
  if (from && to) return " of " + *from + " to " + *to + unit;
  if (from) return " of at least " + *from + unit;
  if (to) return " of at most " + *to + unit;
  return "";
}

std::string Wording::number_of(const char* kind) const {
  std::string wording = kind;
  if (const auto above = bound("exclusiveMinimum")) wording += " above " + *above;
  if (const auto from = bound("minimum")) wording += " from " + *from;
  if (const auto to = bound("maximum")) wording += (bound("minimum") ? " to " : " up to ") + *to;
  if (const auto below = bound("exclusiveMaximum")) wording += " below " + *below;
  const auto* unit = schema_.keyword(node_, "x-unit");
  if (unit != nullptr && unit->is_string()) wording += " " + unit->get<std::string>();
  return wording;
}

std::string Wording::text() const {
  const auto* means = schema_.keyword(node_, "x-means");
  if (means != nullptr && means->is_string()) return means->get<std::string>();
  auto wording = "a text" + range("minLength", "maxLength", " characters");
  const auto* pattern = schema_.keyword(node_, "pattern");
  if (pattern != nullptr) wording += " that matches " + pattern->get<std::string>();
  return wording;
}

std::string Wording::of_type(const std::string& type) const {
  if (type == "integer") return number_of("a whole number");
  if (type == "number") return number_of("a number");
  if (type == "boolean") return "true or false";
  if (type == "string") return text();
  if (type == "object") return "an object { }";
  if (type == "array") return "a list [ ]" + range("minItems", "maxItems", " entries");
  return type;
}

std::vector<std::string> Wording::choices() const {
  std::vector<std::string> names;
  const auto* choices = schema_.keyword(node_, "enum");
  if (choices == nullptr) return names;
  for (const auto& choice : *choices) {
    auto name = choice.is_string() ? choice.get<std::string>() : choice.dump();
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

std::string Wording::expected() const {
  if (const auto names = choices(); !names.empty()) {
    std::string wording;
    for (const auto& name : names) wording += (wording.empty() ? "one of " : ", ") + in_quotes(name);
    return wording;
  }
  const auto* types = schema_.keyword(node_, "type");
  if (types == nullptr) return "another value";
  if (types->is_string()) return of_type(types->get<std::string>());
  std::string wording;
  for (const auto& type : *types)
    wording += (wording.empty() ? "" : " or ") + of_type(type.get<std::string>());
  return wording;
}

}  // namespace

std::string schema_message(const Schema& schema, const json& node, const json& value) {
  const Wording wording(schema, node);
  const auto message = "must be " + wording.expected();
  if (schema.has_flag(node, "x-secret")) return message + " (what is given is not shown)";
  const auto nearest =
      value.is_string() ? nearest_name(value.get<std::string>(), wording.choices()) : std::nullopt;
  return message + ", not " + shown(value) + (nearest ? "; did you mean " + in_quotes(*nearest) + "?" : "");
}

}  // namespace bmsgw::config
