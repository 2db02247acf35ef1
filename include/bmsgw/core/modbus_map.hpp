#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/modbus.hpp"

/// What a map says of a Modbus device: where values stand, what its commands write. Thread: any.
namespace bmsgw::core {

/// How the registers of a value are to be read.
enum class ModbusKind : std::uint8_t {
  whole,           ///< a whole number; signed (two's complement) when the format says so
  sign_magnitude,  ///< the top bit is the sign, the others the amount
  real,            ///< IEEE 754, 2 or 4 registers
  bcd,             ///< four decimal digits to a register
  text,            ///< two characters to a register; ends at the first NUL or 0xFF (erased memory)
  bit,             ///< one bit of a register, or a coil or discrete input
};

/// Where a value, or each element of a list, stands.
struct ModbusPlace {
  ModbusFunction function = ModbusFunction::read_holding_registers;  ///< that reads it
  std::uint16_t address = 0;  ///< of the (first) element, as on the wire
  ModbusKind kind = ModbusKind::whole;
  std::uint16_t registers = 1;  ///< of an element: 1, 2 or 4; text 1-125; of bits read by function 1 or 2: 1
  bool low_word_first = false;
  bool low_byte_first = false;  ///< within each register
  std::uint8_t bit = 0;         ///< whole, bit: the lowest bit that counts
  std::uint8_t bits = 0;        ///< whole: how many count; text: characters, 1-250; 0: all
  std::uint16_t count = 1;      ///< elements of a list (the most, when a register says how many)
  std::uint16_t stride = 1;     ///< from one element to the next; 0: bits packed, 16 to a register

  bool operator==(const ModbusPlace&) const = default;
};

/// What a device can be asked for at once.
struct ModbusLimits {
  struct Range {
    ModbusFunction function = ModbusFunction::read_holding_registers;
    std::uint16_t first = 0;
    std::uint16_t last = 0;

    bool operator==(const Range&) const = default;
  };
  std::uint16_t registers = 125;
  std::uint16_t bits = 2000;
  std::uint16_t gap = 0;  ///< items that nobody wants and that may be read all the same, to save a request
  std::vector<Range> forbidden;  ///< never read, nor read across

  bool operator==(const ModbusLimits&) const = default;
};

/// A part of the time, as devices want their clock set. `year2`: 0-99; `weekday`: 1 Monday - 7 Sunday.
enum class ClockPart : std::uint8_t { epoch, year, year2, month, day, hour, minute, second, weekday };

/// One value that a command writes.
struct ModbusWriteStep {
  enum class Source : std::uint8_t { constant, argument, clock };

  ModbusPlace place;  ///< without list
  FieldFormat format;
  ModbusFunction by = ModbusFunction::write_register;
  Source source = Source::constant;
  double constant = 0;  ///< as a user reads it: raw = value / factor - offset
  ClockPart clock = ClockPart::epoch;
  bool utc = true;     ///< of clock: UTC, else local time
  bool verify = true;  ///< read back and compare
};

/// A register that tells when a command is done.
struct ModbusUntil {
  ModbusPlace place;
  FieldFormat format;
  double equals = 0;
  double every_s = 1;
  double timeout_s = 60;
};

struct ValueRange {
  double least = 0;
  double most = 0;
};

/// A command of a map.
struct ModbusCommandSpec {
  std::string name;
  std::string description;
  std::vector<ModbusWriteStep> writes;  ///< neighbours of one command by function 15/16 go out in one request
  std::optional<ModbusUntil> until;
  std::vector<std::string> then_read;  ///< packets that are read at once when it is done
  std::optional<ValueRange> argument;  ///< it wants one, within these
};

}  // namespace bmsgw::core
