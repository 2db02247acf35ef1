#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/core/modbus_map.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// One request of a command: some of its steps, which are neighbours.
struct PlannedWrite {
  core::ModbusFunction by = core::ModbusFunction::write_register;
  std::uint16_t address = 0;
  std::uint16_t count = 0;
  bool verify = true;
  std::vector<std::size_t> steps;
};

/// Steps by function 15 or 16 that follow one another in the map and in the device go out together, so that a
/// device never sees half a date.
[[nodiscard]] std::vector<PlannedWrite> plan_writes(const core::ModbusCommandSpec& command);

/// The request, or why there is none.
[[nodiscard]] std::variant<core::ModbusRequest, std::string> make_write(
    const core::ModbusCommandSpec& command, const PlannedWrite& write, std::uint8_t unit,
    std::optional<double> argument, std::int64_t unix_ms);

}  // namespace bmsgw::driver
