#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "bmsgw/core/ids.hpp"

namespace bmsgw::core {

/// One element of a list; nothing = the cell did not answer.
using ListElement = std::optional<double>;
using List = std::span<const ListElement>;
/// A list of outputs; goes out as the list of their keys (`<device>Stale`).
using KeyList = std::span<const OutputId>;

/// A decoded value. Text and lists are views: whoever keeps a Value longer than the call copies what it shows.
/// monostate = no value.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string_view, List, KeyList>;

[[nodiscard]] bool same_value(const Value& a, const Value& b);

/// The value as a number, when it is one (bool: 0 or 1).
[[nodiscard]] std::optional<double> number_of(const Value& value);

enum class Quality : std::uint8_t {
  good,
  stale,        ///< older than its maximal age
  invalid,      ///< out of bounds, not decodable, or the device says so
  unavailable,  ///< the device has no value now
};

[[nodiscard]] std::string_view to_string(Quality quality);

}  // namespace bmsgw::core
