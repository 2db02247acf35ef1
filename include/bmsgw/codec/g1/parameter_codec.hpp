#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bmsgw/core/g1_parameter.hpp"

/// Values of G1 parameters. G1 Control Unit Serial Protocol 2.1.0, CF2 (p. 16) and "Parameter meaning by ID".
/// Pure. Thread: any.
namespace bmsgw::codec::g1 {

/// Two, four or eight digits to the raw number, with its sign; nothing: another length, or no digits.
[[nodiscard]] std::optional<std::int64_t> parse_parameter(const core::G1Parameter& parameter,
                                                          std::string_view text);
/// Raw to digits; nothing: out of range.
[[nodiscard]] std::optional<std::string> format_parameter(const core::G1Parameter& parameter,
                                                          std::int64_t raw);
/// (raw + offset) x factor.
[[nodiscard]] double value_of(const core::G1Parameter& parameter, std::int64_t raw);
/// The raw number whose value is the nearest; nothing: out of range, or further off than half a step.
[[nodiscard]] std::optional<std::int64_t> raw_of(const core::G1Parameter& parameter, double value);
/// Of a text (0503): its characters, the first in the most significant byte; what can't be printed is '?'.
[[nodiscard]] std::string characters_of(const core::G1Parameter& parameter, std::int64_t raw);
/// Nothing: more characters than it has bytes, or one that can't be printed.
[[nodiscard]] std::optional<std::int64_t> raw_of(const core::G1Parameter& parameter,
                                                 std::string_view characters);
/// The least and the greatest raw number.
[[nodiscard]] std::int64_t least_raw(const core::G1Parameter& parameter);
[[nodiscard]] std::int64_t most_raw(const core::G1Parameter& parameter);

}  // namespace bmsgw::codec::g1
