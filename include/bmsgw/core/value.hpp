#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>

#include "bmsgw/core/ids.hpp"

namespace bmsgw::core {

/// One element of a list; nothing = the cell did not answer.
using ListElement = std::optional<double>;
using List = std::span<const ListElement>;
/// A telemetry key: an output's, or that of one element of its expanded list (`key_17`).
struct KeyRef {
  static constexpr std::uint32_t kWhole = 0xFFFFFFFFU;

  OutputId output{};
  std::uint32_t element = kWhole;

  bool operator==(const KeyRef&) const = default;
};
/// Goes out as the list of the keys' names (`<device>Stale`).
using KeyList = std::span<const KeyRef>;

/// A decoded value. Text and lists are views: whoever keeps a Value longer than the call copies what it
/// shows. monostate = no value.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string_view, List, KeyList>;

/// Text and lists: the value shows memory of somebody else.
[[nodiscard]] inline bool is_view(const Value& value) {
  static_assert(std::is_same_v<std::variant_alternative_t<4, Value>, std::string_view>, "the first view");
  return value.index() >= 4;
}

/// Whether two values of the same kind are equal where what they show has to be compared: text and lists.
[[nodiscard]] bool same_content(const Value& a, const Value& b);

/// Called for every sample, so what has no content is compared here.
[[nodiscard]] inline bool same_value(const Value& a, const Value& b) {
  if (a.index() != b.index()) return false;
  if (const auto* flag = std::get_if<bool>(&a)) return *flag == *std::get_if<bool>(&b);
  if (const auto* integer = std::get_if<std::int64_t>(&a)) return *integer == *std::get_if<std::int64_t>(&b);
  if (const auto* real = std::get_if<double>(&a)) return *real == *std::get_if<double>(&b);
  return std::holds_alternative<std::monostate>(a) || same_content(a, b);
}

/// The value as a number, when it is one (bool: 0 or 1).
[[nodiscard]] inline std::optional<double> number_of(const Value& value) {
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1.0 : 0.0;
  return std::nullopt;
}

enum class Quality : std::uint8_t {
  good,
  stale,        ///< older than its maximal age
  invalid,      ///< out of bounds, not decodable, or the device says so
  unavailable,  ///< the device has no value now
};

[[nodiscard]] std::string_view to_string(Quality quality);

}  // namespace bmsgw::core
