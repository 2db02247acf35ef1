#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/modbus_map.hpp"

/// One value and its registers; ValueReader is the way back. Thread: any.
namespace bmsgw::codec::modbus {

/// How many items a value (or an element of a list) takes: registers, or bits of functions 1 and 2.
[[nodiscard]] std::uint16_t items_of(const core::ModbusPlace& place);

/// Whether the elements of a list are bits that share registers: stride 0.
[[nodiscard]] bool is_packed(const core::ModbusPlace& place);

/// The items to write for `value` as a user reads it (raw = value / factor - offset, rounded to the nearest;
/// of a real number not rounded; of a coil 0 or 1 as it is). Nothing: not finite, it doesn't fit, or it means
/// "no value" (not_available). Not for text, nor for a part of a register (`bits`, `bit` of a holding
/// register): these would need what is there already.
[[nodiscard]] std::optional<std::vector<std::uint16_t>> encode_value(const core::ModbusPlace& place,
                                                                     const core::FieldFormat& format,
                                                                     double value);

}  // namespace bmsgw::codec::modbus
