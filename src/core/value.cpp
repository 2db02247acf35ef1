#include "bmsgw/core/value.hpp"

#include <algorithm>

namespace bmsgw::core {
namespace {

template <typename T>
bool same_items(std::span<const T> a, std::span<const T> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace

bool same_value(const Value& a, const Value& b) {
  if (a.index() != b.index()) return false;
  if (const auto* list = std::get_if<List>(&a)) return same_items(*list, std::get<List>(b));
  if (const auto* keys = std::get_if<KeyList>(&a)) return same_items(*keys, std::get<KeyList>(b));
  if (const auto* text = std::get_if<std::string_view>(&a)) return *text == std::get<std::string_view>(b);
  if (const auto* real = std::get_if<double>(&a)) return *real == std::get<double>(b);
  if (const auto* integer = std::get_if<std::int64_t>(&a)) return *integer == std::get<std::int64_t>(b);
  if (const auto* flag = std::get_if<bool>(&a)) return *flag == std::get<bool>(b);
  return true;
}

std::optional<double> number_of(const Value& value) {
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1.0 : 0.0;
  return std::nullopt;
}

std::string_view to_string(Quality quality) {
  switch (quality) {
    case Quality::good:
      return "good";
    case Quality::stale:
      return "stale";
    case Quality::invalid:
      return "invalid";
    case Quality::unavailable:
      return "unavailable";
  }
  return "unavailable";
}

}  // namespace bmsgw::core
