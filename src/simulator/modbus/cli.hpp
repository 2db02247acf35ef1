#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "simulator/battery_cli.hpp"
#include "simulator/modbus/options.hpp"

namespace bmsgw::simulator::modbus {

/// The options of `modbus` as CLI11 collects them.
struct Arguments {
  Options options;
  BatteryArguments battery;
  std::vector<std::string> misdeeds, addresses;
  std::string units = "1", parity = "N";
  unsigned port = 0, stop_bits = 1;
  double duration_s = 0;
};

void add_options(CLI::App& app, Arguments& arguments);
/// Throws CLI::ValidationError when options don't go together.
[[nodiscard]] Options completed(const CLI::App& app, const Arguments& arguments);

}  // namespace bmsgw::simulator::modbus
