// The only file that knows CLI11.
#include "simulator/simulator_cli.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

namespace bmsgw::simulator {
namespace {

constexpr int kUsageError = 2;
constexpr std::size_t kMostCells = 1024;
constexpr std::size_t kLongestString = 160;  ///< BV1's total voltage has four digits
constexpr std::size_t kMostStrings = 32;     ///< a CAN cell group module each

/// The options as CLI11 collects them.
struct Arguments {
  G1Options options;
  std::vector<std::string> faults, misdeeds;
  std::string scenario = "cycle", external_temperatures = "on", broadcast = "on";
  double rate_per_s = 0, duration_s = 0;
};

using ScenarioName = std::pair<std::string_view, Scenario>;
constexpr std::array<ScenarioName, 4> kScenarios{{{"cycle", Scenario::cycle},
                                                  {"charge", Scenario::charge},
                                                  {"discharge", Scenario::discharge},
                                                  {"idle", Scenario::idle}}};

constexpr auto kFooter =
    "FAULT is KIND[@SECONDS[+DURATION]], counted from the start; without @ from the start and for ever:\n"
    "  cell-comm-loss, undervoltage, overvoltage, overheat, dead-cell[:CELL]\n"
    "MISDEED is KIND[@SECONDS[+DURATION]]:\n"
    "  noise[:PERCENT], cut[:PERCENT], wrong-crc[:PERCENT]   of the sentences, 50 unless told\n"
    "  silence            nothing is sent, nothing answered\n"
    "  burst[:COPIES]     each sentence 20 times, back to back, unpaced\n"
    "  disappear          the port and its link are gone; afterwards a new one\n"
    "  endless            a sentence without end\n"
    "  garbage            random bytes at full speed\n"
    "Both options may be given several times. Example:\n"
    "  bms-simulator g1 --link /tmp/bms --cells 80 --strings 2 --fault overheat@30+20 --misbehave cut:10";

template <typename Parse>
auto checked_by(Parse parse) {
  return [parse](const std::string& text) {
    const auto parsed = parse(text);
    const auto* error = std::get_if<std::string>(&parsed);
    return error != nullptr ? *error : std::string{};
  };
}

/// A number with its bounds, said in the help and in the message.
template <typename T>
CLI::Validator in_range(T least, T most, std::string_view unit) {
  const auto bounds = fmt::format("{} to {}", least, most);
  const auto check = [least, most, bounds](const std::string& text) {
    T value{};
    const bool right = CLI::detail::lexical_cast(text, value) && value >= least && value <= most;
    return right ? std::string{} : fmt::format("{} is not in the range {}", text, bounds);
  };
  return {check, fmt::format("{} {}", unit, bounds)};
}

CLI::Validator baud_range() {
  const auto range = in_range(300U, 4'000'000U, "0 or BAUD");
  const auto check = [range](const std::string& text) { return text == "0" ? std::string{} : range(text); };
  return {check, range.get_description()};
}

void add_battery_options(CLI::App& app, Arguments& arguments) {
  auto& battery = arguments.options.unit.battery;
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
  app.add_option("--speed-up", arguments.options.unit.speed_up,
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

void add_sending_options(CLI::App& app, Arguments& arguments) {
  auto& parameters = arguments.options.unit.parameters;
  app.add_option("--broadcast", arguments.broadcast, "off: volunteer nothing, only answer (flag 1600 bit 12)")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  app.add_option("--period", parameters.active_period_s,
                 "Seconds between broadcasts, active (parameter 0010)")
      ->check(in_range(0.1, 25.5, "SECONDS"))
      ->capture_default_str();
  app.add_option("--sleep-period", parameters.sleep_period_s,
                 "The same in sleep: no charger, no ignition (parameter 0111)")
      ->check(in_range(0.1, 6553.5, "SECONDS"))
      ->capture_default_str();
  app.add_option("--rate", arguments.rate_per_s,
                 "Broadcast this many sentences per second instead, one by one")
      ->check(in_range(0.1, 100'000.0, "PER SECOND"));
}

void add_line_options(CLI::App& app, Arguments& arguments) {
  app.add_option("--link", arguments.options.link, "Symbolic link to make to the pty")
      ->type_name("PATH")
      ->required();
  app.add_option("--baud", arguments.options.baud, "Speed of the line; 0: as fast as it is read")
      ->check(baud_range())
      ->capture_default_str();
  app.add_option("--misbehave", arguments.misdeeds, "Misbehaviour of the line, see below")
      ->check(CLI::Validator(checked_by(parse_misdeed), ""))
      ->type_name("MISDEED")
      ->allow_extra_args(false);
  app.add_option("--duration", arguments.duration_s, "End by itself after so many seconds")
      ->check(in_range(0.001, 1e7, "SECONDS"));
}

void check_together(const G1Options& options) {
  const auto& battery = options.unit.battery;
  if (battery.cells % battery.strings != 0) {
    throw CLI::ValidationError("--cells", "must be a multiple of --strings");
  }
  if (battery.cells / battery.strings > kLongestString) {
    throw CLI::ValidationError("--cells", "is at most 160 per string");
  }
  for (const auto& fault : options.unit.faults) {
    if (fault.argument.value_or(0) < battery.cells) continue;
    throw CLI::ValidationError("--fault", "dead-cell is 0 to " + std::to_string(battery.cells - 1));
  }
}

G1Options completed(const CLI::App& app, const Arguments& arguments) {
  auto options = arguments.options;
  options.unit.battery.external_temperatures = arguments.external_temperatures == "on";
  options.unit.battery.scenario =
      std::ranges::find(kScenarios, arguments.scenario, &ScenarioName::first)->second;
  options.unit.parameters.broadcast = arguments.broadcast == "on";
  if (app.count("--rate") > 0) options.unit.rate_per_s = arguments.rate_per_s;
  if (app.count("--duration") > 0) options.duration_s = arguments.duration_s;
  for (const auto& text : arguments.faults) options.unit.faults.push_back(std::get<Fault>(parse_fault(text)));
  for (const auto& text : arguments.misdeeds)
    options.misdeeds.push_back(std::get<Misdeed>(parse_misdeed(text)));
  const auto unix_time = std::chrono::system_clock::now().time_since_epoch();
  options.unit.start_unix_s = std::chrono::duration_cast<std::chrono::seconds>(unix_time).count();
  check_together(options);
  return options;
}

}  // namespace

std::variant<G1Options, int> parse_command_line(int argc, const char* const* argv) {
  CLI::App app("Simulated battery management devices, for demonstrations and tests", "bms-simulator");
  app.require_subcommand(1);
  auto* g1 = app.add_subcommand("g1", "An EMUS G1 control unit on a pseudo terminal");
  Arguments arguments;
  add_line_options(*g1, arguments);
  add_sending_options(*g1, arguments);
  add_battery_options(*g1, arguments);
  g1->footer(kFooter);
  try {
    app.parse(argc, argv);
    return completed(*g1, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
}

}  // namespace bmsgw::simulator
