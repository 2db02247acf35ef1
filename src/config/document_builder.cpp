#include "config/document_builder.hpp"

#include <limits>

namespace bmsgw::config {
namespace {

// A configuration needs far less; more is an accident or an attack, and would cost memory and stack.
constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxValues = 200'000;
constexpr std::size_t kMaxKeyBytes = 255;
constexpr std::size_t kMaxTextBytes = 65536;

/// "[json.exception...] parse error at line 1, column 2: syntax error while ... - unexpected X; expected Y",
/// without its position (ours counts characters) and without the text last read (it may be a password).
std::string reason_of(const std::string& message) {
  const auto reason = message.find(" - ");
  const auto last_read = message.find("; last read: ");
  if (reason == std::string::npos) return "it ends too early";
  const auto expected = message.rfind("; expected ");
  auto text = message.substr(reason + 3, std::min(last_read, expected) - reason - 3);
  if (expected != std::string::npos && expected > reason) text += message.substr(expected);
  return text;
}

}  // namespace

DocumentBuilder::DocumentBuilder(const std::string& file, std::string_view text, json& root,
                                 PlaceTree& places, ProblemList& problems)
    : file_(file), cursor_(text), text_(text), root_(root), places_(places), problems_(problems) {}

bool DocumentBuilder::refuse(Position at, std::string what) {
  problems_.add({Severity::error, file_, at.line, at.column, "", std::move(what)});
  return false;
}

DocumentBuilder::Level DocumentBuilder::add(json value) {
  if (open_.empty()) {
    root_ = std::move(value);
    return {&root_, PlaceTree::kRoot};
  }
  auto& parent = *open_.back().value;
  if (parent.is_array()) {
    parent.push_back(std::move(value));
    return {&parent.back(), places_.add_item(open_.back().place)};
  }
  auto& slot = parent[key_];
  slot = std::move(value);
  return {&slot, key_place_};
}

bool DocumentBuilder::scalar(json value) {
  const auto at = cursor_.next();
  const auto added = add(std::move(value));
  places_.set_value(added.place, at);
  return places_.size() <= kMaxValues || refuse(at, "there are more than 200000 values in this file");
}

// What int64 can't hold would wrap in the validator.
bool DocumentBuilder::number_unsigned(json::number_unsigned_t value) {
  constexpr auto kLimit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value > kLimit) return scalar(static_cast<double>(value));
  return scalar(static_cast<std::int64_t>(value));
}

bool DocumentBuilder::number_float(json::number_float_t value, const std::string& /*text*/) {
  return scalar(value);
}

bool DocumentBuilder::string(std::string& value) {
  if (value.size() <= kMaxTextBytes) return scalar(std::move(value));
  return refuse(cursor_.next(), "this text is longer than 65536 bytes");
}

bool DocumentBuilder::binary(json::binary_t& /*value*/) {
  return false;
}  // JSON text has none

bool DocumentBuilder::start(json empty, std::size_t /*size*/) {
  const auto at = cursor_.next();
  if (open_.size() >= kMaxDepth) return refuse(at, "more than 64 levels of { } and [ ] in each other");
  const auto added = add(std::move(empty));
  places_.set_value(added.place, at);
  open_.push_back(added);
  return places_.size() <= kMaxValues || refuse(at, "there are more than 200000 values in this file");
}

bool DocumentBuilder::end() {
  cursor_.next();
  open_.pop_back();
  return true;
}

bool DocumentBuilder::key(std::string& name) {
  const auto at = cursor_.next();
  if (name.size() > kMaxKeyBytes) return refuse(at, "this key is longer than 255 bytes");
  const auto parent = open_.back().place;
  const auto first = places_.member(parent, name);
  key_ = std::move(name);
  key_place_ = places_.add_member(parent, key_, at);
  if (first) {
    const auto line = std::to_string(places_.key_at(*first).line);
    problems_.add({Severity::error, file_, at.line, at.column, places_.pointer(key_place_),
                   "this key is given twice; it stands in line " + line + " already"});
  }
  return true;
}

bool DocumentBuilder::parse_error(std::size_t position, const std::string& /*last_token*/,
                                  const json::exception& error) {
  const auto at = cursor_.position_of(position == 0 ? 0 : position - 1);
  constexpr int kOutOfRange = 406;
  if (error.id == kOutOfRange) return refuse(cursor_.next(), "this number is too large");
  return refuse(at, "not valid JSON: " + reason_of(error.what()));
}

}  // namespace bmsgw::config
