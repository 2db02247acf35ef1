#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bmsgw/core/modbus.hpp"

#include "config/json_view.hpp"

namespace bmsgw::config {

/// How the text of a map counts addresses.
enum class Addressing : std::uint8_t {
  zero,     ///< as on the wire
  one,      ///< the first is 1
  modicon,  ///< 5 or 6 digits: the first says what it is, the others count from 1
};

/// `addressing` of a protocol, profile, packet or command; nothing: it isn't given.
[[nodiscard]] std::optional<Addressing> read_addressing(const JsonView& view);

/// An address as on the wire.
struct WireAddress {
  std::uint16_t address = 0;
  std::optional<core::ModbusFunction> function;  ///< that reads it, when the address says so
};

/// A number, or a text with one.
struct AddressReading {
  std::optional<WireAddress> wire;
  std::string fault;  ///< why there is none
};
[[nodiscard]] AddressReading read_address(const JsonView& value, Addressing addressing);

/// `40001`, or `"40001"` as a text.
[[nodiscard]] std::string address_text(const JsonView& value);

/// A text that is meant as a number, not as a name.
[[nodiscard]] bool is_number_text(const std::string& text);

}  // namespace bmsgw::config
