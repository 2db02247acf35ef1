#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "simulator/battery_cli.hpp"
#include "simulator/g1_options.hpp"

namespace bmsgw::simulator {

/// The options of `g1` as CLI11 collects them.
struct G1Arguments {
  G1Options options;
  BatteryArguments battery;
  std::vector<std::string> misdeeds;
  std::string broadcast = "on";
  double rate_per_s = 0, duration_s = 0;
  double boot_patience_s = 1;
};

void add_g1_options(CLI::App& app, G1Arguments& arguments);
/// Throws CLI::ValidationError when options don't go together.
[[nodiscard]] G1Options completed(const CLI::App& app, const G1Arguments& arguments);

}  // namespace bmsgw::simulator
