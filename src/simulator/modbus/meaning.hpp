#pragma once

#include <cstdint>
#include <string_view>

#include "bmsgw/config/params.hpp"

#include "simulator/modbus/unit_scale.hpp"

namespace bmsgw::simulator::modbus {

/// What a value of a map seems to be.
enum class Quantity : std::uint8_t {
  nothing,  ///< a number that we have no idea of
  voltage,
  current,
  resistance,
  temperature,
  ambient,
  humidity,
  charge,
  health,
  power,
  capacity,
  remaining,
  cell_count,
  string_count,
  alarm,
  presence,  ///< a state without names: 1 as long as there is something
  state,     ///< one of the codes that have names
  version,
  unit_id,
  baud,
  text,
};

/// Of what.
enum class Scope : std::uint8_t { cell, string, pack, least, most, mean };

/// When an alarm is on.
enum class Condition : std::uint8_t {
  never,
  low_voltage,
  high_voltage,
  low_temperature,
  high_temperature,
  high_resistance,
  silent,
  present,
  charging,
  discharging,
};

/// Which side of a limit.
enum class Side : std::uint8_t { neither, low, high };

struct Meaning {
  Quantity quantity = Quantity::nothing;
  Scope scope = Scope::pack;
  Condition condition = Condition::never;
  Side side = Side::neither;
  bool setting = false;     ///< a limit or another constant, nothing that is measured
  bool average = false;     ///< of a string: its cells' mean, not their sum
  std::uint32_t first = 0;  ///< the number of the (first) cell or string
  UnitScale scale{};
};

/// Guessed from names, units and kind: any map must look alive, whoever wrote it.
[[nodiscard]] Meaning meaning_of(std::string_view packet, const config::ParamConfig& param);

}  // namespace bmsgw::simulator::modbus
