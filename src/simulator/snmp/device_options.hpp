#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bmsgw/simulator/snmp/options.hpp"

#include "simulator/modbus/monitored_battery.hpp"
#include "simulator/snmp/misbehaviour.hpp"

namespace bmsgw::simulator::snmp {

/// What the battery manager is.
struct DeviceOptions {
  std::string profile;              ///< file; empty: the MIB's objects only
  modbus::MonitoredConfig battery;  ///< every cell is one of the manager's batteries
  double temperature_scale = 0.1;   ///< degrees Celsius of 1 of the probes' raw temperature
  bool old_firmware = false;        ///< without charges, 10 mV thresholds, string voltages
  bool environment_1 = true;
  bool environment_2 = true;
  bool fahrenheit = false;  ///< unit of environment 2
  double resistance_s = 5;  ///< how long a measurement takes
  bool web_user = false;    ///< somebody is logged in: nothing can be set
  std::vector<Misdeed> misdeeds;
  std::int64_t start_unix_us = 0;
};

}  // namespace bmsgw::simulator::snmp
