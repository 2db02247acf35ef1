#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "simulator/battery_cli.hpp"
#include "simulator/snmp/device_options.hpp"

namespace bmsgw::simulator::snmp {

/// The options of `snmp` as CLI11 collects them.
struct Arguments {
  AgentOptions agent;
  DeviceOptions device;
  BatteryArguments battery;
  User user;
  std::vector<std::string> misdeeds;
  std::string auth = "none", priv = "none", engine_id, write_community;
  std::string environment = "both", environment_unit = "celsius", access = "read", trap_version = "1";
  unsigned port = 0;
  std::uint32_t boots = 0;
  double duration_s = 0;
};

void add_options(CLI::App& app, Arguments& arguments);
/// Throws CLI::ValidationError when options don't go together.
[[nodiscard]] Options completed(const CLI::App& app, const Arguments& arguments);

}  // namespace bmsgw::simulator::snmp
