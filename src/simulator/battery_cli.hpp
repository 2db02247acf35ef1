#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "simulator/timed_battery.hpp"

namespace bmsgw::simulator {

/// The options of the battery as CLI11 collects them: the same for each unit that stands before it.
struct BatteryArguments {
  TimedBatteryConfig config;
  std::vector<std::string> faults;
  std::string scenario = "cycle", external_temperatures = "on";
};

void add_battery_options(CLI::App& app, BatteryArguments& arguments);
/// Throws CLI::ValidationError when options don't go together.
[[nodiscard]] TimedBatteryConfig completed(const BatteryArguments& arguments);
/// Any number of cells: as many as are wanted for strings of equal length are added.
[[nodiscard]] TimedBatteryConfig completed_in_equal_strings(const BatteryArguments& arguments);
/// Of the system's clock.
[[nodiscard]] std::int64_t unix_time_us();

}  // namespace bmsgw::simulator
