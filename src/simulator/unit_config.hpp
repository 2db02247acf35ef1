#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "simulator/boot_loader.hpp"
#include "simulator/parameters.hpp"
#include "simulator/passwords.hpp"
#include "simulator/timed_battery.hpp"

namespace bmsgw::simulator {

/// A control unit on a serial line. Its clock runs as fast as its battery.
struct UnitConfig : TimedBatteryConfig {
  Parameters::Config parameters;  ///< cells, strings and capacity are taken from `battery`
  std::optional<double> rate_per_s;
  std::int64_t start_unix_s = 0;
  Passwords::Texts passwords;
  double current_error_a = 0;  ///< what the current sensor reads too much, until RC1
  BootFaults boot;
  std::string version = "2.1.0_SIM";
};

}  // namespace bmsgw::simulator
