#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/codec/snmp/map_spec.hpp"
#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/snmp_map.hpp"

namespace bmsgw::driver {

/// A point that tells of alarms.
struct SnmpAlarmPlan {
  /// Of which string, or of which battery.
  struct Owner {
    bool is_index = false;              ///< the table's index
    std::optional<std::uint32_t> list;  ///< index of the point whose elements are the numbers
  };
  std::uint32_t point = 0;  ///< index of map.points
  std::string quantity;
  std::vector<std::int64_t> normal{1};         ///< codes
  std::map<std::int64_t, std::string> states;  ///< by code
  Owner string;
  Owner battery;
  bool is_numbered = false;  ///< the table's index tells its elements apart: see core::numbered_quantity()
};

/// One configured SNMP agent, compiled.
struct SnmpBusPlan {
  core::BusId bus{};
  core::DeviceId device{};
  std::string name;
  std::string where;  ///< 192.168.20.177:161
  codec::snmp::MapSpec map;
  std::vector<std::string> point_names;         ///< of map.points: packet/param
  std::map<std::string, std::uint32_t> groups;  ///< of map.groups, by packet
  std::vector<std::string> scale_names;         ///< of map.scales
  std::vector<SnmpAlarmPlan> alarms;
  core::SnmpTraps traps;
  std::vector<core::SnmpCommandSpec> commands;
  std::vector<core::SnmpCommandSpec> writables;  ///< points: packet/param, with the value as argument
  core::PointId events_point = core::kNoPoint;   ///< kNoPoint: the map knows neither alarms nor traps
  core::PointId alarms_point = core::kNoPoint;
};

}  // namespace bmsgw::driver
