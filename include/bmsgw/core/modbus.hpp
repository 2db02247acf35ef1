#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Modbus as MODBUS Application Protocol Specification V1.1b3 has it. Thread: any.
namespace bmsgw::core {

/// Function codes (5.1 and chapter 6).
enum class ModbusFunction : std::uint8_t {
  read_coils = 1,
  read_discrete_inputs = 2,
  read_holding_registers = 3,
  read_input_registers = 4,
  write_coil = 5,
  write_register = 6,
  write_coils = 15,
  write_registers = 16,
};

[[nodiscard]] constexpr bool is_read(ModbusFunction function) {
  return function <= ModbusFunction::read_input_registers;
}
/// Its items are single bits (coils, discrete inputs), not registers.
[[nodiscard]] constexpr bool is_of_bits(ModbusFunction function) {
  return function <= ModbusFunction::read_discrete_inputs || function == ModbusFunction::write_coil ||
         function == ModbusFunction::write_coils;
}
/// How many items one request may have.
[[nodiscard]] constexpr std::uint16_t most_items(ModbusFunction function) {
  switch (function) {
    case ModbusFunction::read_coils:
    case ModbusFunction::read_discrete_inputs:
      return 2000;
    case ModbusFunction::read_holding_registers:
    case ModbusFunction::read_input_registers:
      return 125;
    case ModbusFunction::write_coil:
    case ModbusFunction::write_register:
      return 1;
    case ModbusFunction::write_coils:
      return 1968;
    case ModbusFunction::write_registers:
      return 123;
  }
  return 0;
}
/// The function that reads what this one writes; a reading one itself.
[[nodiscard]] constexpr ModbusFunction reading_function(ModbusFunction function) {
  if (is_read(function)) return function;
  return is_of_bits(function) ? ModbusFunction::read_coils : ModbusFunction::read_holding_registers;
}

/// One request to one unit.
struct ModbusRequest {
  std::uint8_t unit = 1;  ///< 1-247; over TCP 0-255
  ModbusFunction function = ModbusFunction::read_holding_registers;
  std::uint16_t address = 0;          ///< of the first item, as on the wire: from 0 on
  std::uint16_t count = 1;            ///< items: registers or bits; 1 to most_items(), none beyond 0xFFFF
  std::vector<std::uint16_t> values;  ///< of a write: `count` of them, a bit as 0 or 1; of a read none

  bool operator==(const ModbusRequest&) const = default;
};

/// How a request ended.
enum class ModbusOutcome : std::uint8_t {
  ok,
  exception,       ///< the device says no: see the exception code
  timeout,         ///< no answer in time
  bad_answer,      ///< CRC, length or content wrong
  foreign_answer,  ///< another request's: transaction id, unit or function differ
  echo,            ///< the adapter sends back what it is given: "local_echo" is needed
  link_lost,       ///< the connection or port went meanwhile; a write may have arrived
  link_down,       ///< it wasn't open: nothing was sent
};
[[nodiscard]] std::string_view to_string(ModbusOutcome outcome);

/// Exception codes (chapter 7) that decide what is done next.
inline constexpr std::uint8_t kIllegalFunction = 1;
inline constexpr std::uint8_t kIllegalDataAddress = 2;
inline constexpr std::uint8_t kIllegalDataValue = 3;
inline constexpr std::uint8_t kAcknowledge = 5;
inline constexpr std::uint8_t kServerBusy = 6;
inline constexpr std::uint8_t kGatewayPathUnavailable = 0x0A;
inline constexpr std::uint8_t kGatewayTargetSilent = 0x0B;
/// `illegal data address (2)`; of a code that the specification doesn't have `exception 42`.
[[nodiscard]] std::string exception_text(std::uint8_t code);

}  // namespace bmsgw::core
