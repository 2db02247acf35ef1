#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/codec/modbus/map_spec.hpp"
#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/modbus_map.hpp"

namespace bmsgw::driver {

/// One unit id of a Modbus bus, compiled.
struct ModbusUnitPlan {
  std::uint8_t unit = 1;
  core::DeviceId device{};
  std::string name;  ///< modbus0u1
  codec::modbus::MapSpec map;
  std::vector<std::string> point_names;         ///< of map.points: packet/param
  std::map<std::string, std::uint32_t> groups;  ///< of map.periods, by packet
  std::vector<core::ModbusCommandSpec> commands;
  std::vector<core::ModbusCommandSpec> writables;  ///< points: packet/param, with the value as argument
};

/// One configured Modbus bus, compiled.
struct ModbusBusPlan {
  core::BusId bus{};
  std::string name;
  std::string where;  ///< 192.168.1.100:502, or the port's path; empty: there is none
  std::vector<ModbusUnitPlan> units;
};

}  // namespace bmsgw::driver
