#include "config/json_document.hpp"

#include <nlohmann/json.hpp>

#include "config/document_builder.hpp"

namespace bmsgw::config {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20U;

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

}  // namespace

JsonDocument::JsonDocument(std::string file)
    : file_(std::move(file)), root_(std::make_unique<nlohmann::json>(nlohmann::json::object())) {}

JsonDocument::JsonDocument(std::string file, std::string_view text, ProblemList& problems)
    : JsonDocument(std::move(file)) {
  if (text.size() > kMaxBytes) {
    problems.add({Severity::error, file_, 0, 0, "", "is larger than 4 MiB"});
    return;
  }
  text = without_mark(text);
  DocumentBuilder builder(file_, text, *root_, places_, problems);
  parsed_ = nlohmann::json::sax_parse(text, &builder);
  if (!parsed_) {
    *root_ = nlohmann::json::object();
    places_ = PlaceTree();
  }
}

JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

Problem JsonDocument::problem_at_value(Severity severity, PlaceId place, std::string what) const {
  const auto at = places_.value_at(place);
  return {severity, file_, at.line, at.column, places_.pointer(place), std::move(what)};
}

Problem JsonDocument::problem_at_key(Severity severity, PlaceId place, std::string what) const {
  const auto at = places_.key_at(place);
  return {severity, file_, at.line, at.column, places_.pointer(place), std::move(what)};
}

}  // namespace bmsgw::config
