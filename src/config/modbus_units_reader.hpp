#pragma once

#include <vector>

#include "bmsgw/config/settings.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

struct UnitsReading {
  std::vector<ModbusUnit> units;
  std::vector<JsonView> places;  ///< where each of them stands: an entry of `units`, or the bus
};

/// `units` of a Modbus bus; `modbus` has its other keys.
[[nodiscard]] UnitsReading read_modbus_units(const JsonView& bus, const ModbusBus& modbus,
                                             ProblemList& problems);

}  // namespace bmsgw::config
