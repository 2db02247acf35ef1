#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "simulator/modbus/misbehaviour.hpp"
#include "simulator/modbus/rtu_session.hpp"
#include "simulator/timed_battery.hpp"

namespace bmsgw::simulator::modbus {

/// What `bms-simulator modbus` was asked for.
struct Options {
  std::string profile;                                         ///< file
  std::vector<std::pair<std::string, std::string>> addresses;  ///< by name, as text; "none"
  std::optional<std::uint16_t> port;                           ///< TCP; 0: a free one; none: a pty
  std::string link;                                            ///< to the pty
  LineSpeed speed;
  std::vector<std::uint8_t> units{1};
  TimedBatteryConfig battery;  ///< of the first unit; those of the others have seeds of their own
  std::size_t cells = 0;       ///< monitored: the battery has a few more when they don't divide into strings
  double test_s = 5;           ///< how long a test of the resistances takes
  std::vector<Misdeed> misdeeds;
  std::optional<double> duration_s;
  std::int64_t start_unix_us = 0;
};

}  // namespace bmsgw::simulator::modbus
