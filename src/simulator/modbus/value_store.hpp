#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/modbus_map.hpp"

#include "simulator/modbus/register_bank.hpp"

/// Values into the registers of a unit, and back. Thread: any.
namespace bmsgw::simulator::modbus {

/// Of an element of a list its own place, without the list.
[[nodiscard]] core::ModbusPlace element_place(const core::ModbusPlace& place, std::uint32_t element);

/// `value` as a user reads it. What its registers can't hold is stored as its amount, or, if they can't hold
/// that either, not at all.
void store_value(RegisterBank& bank, const core::ModbusPlace& place, const core::FieldFormat& format,
                 double value);
/// The device has no value: its code for that, else 0.
void store_nothing(RegisterBank& bank, const core::ModbusPlace& place, const core::FieldFormat& format);
/// As many of the characters as there is room for, then NULs.
void store_text(RegisterBank& bank, const core::ModbusPlace& place, std::string_view text);

/// Nothing: it is text, or there is no value.
[[nodiscard]] std::optional<double> load_value(const RegisterBank& bank, const core::ModbusPlace& place,
                                               const core::FieldFormat& format);

}  // namespace bmsgw::simulator::modbus
