#include "simulator/battery_cli.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <string_view>
#include <utility>
#include <variant>

#include "simulator/cli_checks.hpp"

namespace bmsgw::simulator {
namespace {

constexpr std::size_t kMostCells = 1024;
constexpr std::size_t kLongestString = 160;  ///< BV1's total voltage has four digits
constexpr std::size_t kMostStrings = 32;     ///< a CAN cell group module each

using ScenarioName = std::pair<std::string_view, Scenario>;
constexpr std::array<ScenarioName, 4> kScenarios{{{"cycle", Scenario::cycle},
                                                  {"charge", Scenario::charge},
                                                  {"discharge", Scenario::discharge},
                                                  {"idle", Scenario::idle}}};

void check_strings(const BatteryConfig& battery) {
  if (battery.cells % battery.strings != 0) {
    throw CLI::ValidationError("--cells", "must be a multiple of --strings");
  }
  if (battery.cells / battery.strings > kLongestString) {
    throw CLI::ValidationError("--cells", "is at most 160 per string");
  }
}

void check_faults(const TimedBatteryConfig& config) {
  const auto cells = config.battery.cells;
  for (const auto& fault : config.faults) {
    if (fault.argument.value_or(0) < cells) continue;
    throw CLI::ValidationError("--fault", "dead-cell is 0 to " + std::to_string(cells - 1));
  }
}

TimedBatteryConfig parsed(const BatteryArguments& arguments) {
  auto config = arguments.config;
  config.battery.external_temperatures = arguments.external_temperatures == "on";
  config.battery.scenario = std::ranges::find(kScenarios, arguments.scenario, &ScenarioName::first)->second;
  for (const auto& text : arguments.faults) config.faults.push_back(std::get<Fault>(parse_fault(text)));
  check_faults(config);
  return config;
}

}  // namespace

void add_battery_options(CLI::App& app, BatteryArguments& arguments) {
  auto& battery = arguments.config.battery;
  app.add_option("--cells", battery.cells, "Cells of the pack, all strings together")
      ->check(in_range(std::size_t{1}, kMostCells, "NUMBER"))
      ->capture_default_str();
  app.add_option("--strings", battery.strings, "Parallel strings, of equal length")
      ->check(in_range(std::size_t{1}, kMostStrings, "NUMBER"))
      ->capture_default_str();
  app.add_option("--capacity-ah", battery.capacity_ah, "Capacity of the pack in Ah")
      ->check(in_range(1.0, 6500.0, "AH"))
      ->capture_default_str();
  app.add_option("--seed", battery.seed, "The same seed gives the same battery")
      ->check(in_range(std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max(), "NUMBER"))
      ->capture_default_str();
  app.add_option("--scenario", arguments.scenario, "What happens; cycle: charge and discharge in turn")
      ->check(CLI::IsMember({"cycle", "charge", "discharge", "idle"}))
      ->capture_default_str();
  app.add_option("--speed-up", arguments.config.speed_up,
                 "Seconds of the battery (and of the unit's clock) per second")
      ->check(in_range(0.0, 3600.0, "FACTOR"))
      ->capture_default_str();
  app.add_option("--external-temps", arguments.external_temperatures, "External cell temperature sensors")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  app.add_option("--fault", arguments.faults, "A fault of the battery, see below")
      ->check(CLI::Validator(checked_by(parse_fault), ""))
      ->type_name("FAULT")
      ->allow_extra_args(false);
}

TimedBatteryConfig completed(const BatteryArguments& arguments) {
  auto config = parsed(arguments);
  check_strings(config.battery);
  return config;
}

TimedBatteryConfig completed_in_equal_strings(const BatteryArguments& arguments) {
  auto config = parsed(arguments);
  auto& battery = config.battery;
  battery.cells = (battery.cells + battery.strings - 1) / battery.strings * battery.strings;
  return config;
}

std::int64_t unix_time_us() {
  const auto unix_time = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(unix_time).count();
}

}  // namespace bmsgw::simulator
