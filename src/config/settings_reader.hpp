#pragma once

#include <string>
#include <vector>

#include "bmsgw/config/settings.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// Where a Modbus bus stands, and each of its units (an entry of `units`, or the bus).
struct ModbusPlaces {
  JsonView bus;
  std::vector<JsonView> units;
};

struct SettingsReading {
  Settings settings;
  std::vector<JsonView> serial;      ///< where each of settings.serial stands
  std::vector<JsonView> can;         ///< the same of settings.can
  std::vector<ModbusPlaces> modbus;  ///< the same of settings.modbus
  std::vector<JsonView> snmp;        ///< the same of settings.snmp
};

/// settings.json, after check_schema. `serial_by_id` is looked into for a bus without a device.
[[nodiscard]] SettingsReading read_settings(const JsonView& root, const std::string& serial_by_id,
                                            ProblemList& problems);

}  // namespace bmsgw::config
