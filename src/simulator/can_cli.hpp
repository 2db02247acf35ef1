#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "simulator/battery_cli.hpp"
#include "simulator/can_options.hpp"

namespace bmsgw::simulator {

/// The options of `can` as CLI11 collects them.
struct CanArguments {
  CanOptions options;
  BatteryArguments battery;
  std::vector<std::string> misdeeds;
  std::string broadcast = "on", base;
  bool standard = false;
  unsigned diagnostics = 3;
  double rate_per_s = 0, duration_s = 0;
};

void add_can_options(CLI::App& app, CanArguments& arguments);
/// Throws CLI::ValidationError when options don't go together.
[[nodiscard]] CanOptions completed(const CLI::App& app, const CanArguments& arguments);

}  // namespace bmsgw::simulator
