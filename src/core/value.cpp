#include "bmsgw/core/value.hpp"

#include <algorithm>

namespace bmsgw::core {
namespace {

template <typename T>
bool same_items(std::span<const T> a, std::span<const T> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace

bool same_content(const Value& a, const Value& b) {
  if (const auto* list = std::get_if<List>(&a)) return same_items(*list, std::get<List>(b));
  if (const auto* keys = std::get_if<KeyList>(&a)) return same_items(*keys, std::get<KeyList>(b));
  return std::get<std::string_view>(a) == std::get<std::string_view>(b);
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
