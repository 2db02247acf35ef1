#include "simulator/g1_cli.hpp"

#include <variant>

#include "simulator/cli_checks.hpp"

namespace bmsgw::simulator {
namespace {

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

CLI::Validator baud_range() {
  const auto range = in_range(300U, 4'000'000U, "0 or BAUD");
  const auto check = [range](const std::string& text) { return text == "0" ? std::string{} : range(text); };
  return {check, range.get_description()};
}

void add_sending_options(CLI::App& app, G1Arguments& arguments) {
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

void add_line_options(CLI::App& app, G1Arguments& arguments) {
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

}  // namespace

void add_g1_options(CLI::App& app, G1Arguments& arguments) {
  add_line_options(app, arguments);
  add_sending_options(app, arguments);
  add_battery_options(app, arguments.battery);
  app.footer(kFooter);
}

G1Options completed(const CLI::App& app, const G1Arguments& arguments) {
  constexpr std::int64_t kSecond = 1'000'000;
  auto options = arguments.options;
  static_cast<TimedBatteryConfig&>(options.unit) = completed(arguments.battery);
  options.unit.parameters.broadcast = arguments.broadcast == "on";
  if (app.count("--rate") > 0) options.unit.rate_per_s = arguments.rate_per_s;
  if (app.count("--duration") > 0) options.duration_s = arguments.duration_s;
  for (const auto& text : arguments.misdeeds)
    options.misdeeds.push_back(std::get<Misdeed>(parse_misdeed(text)));
  options.unit.start_unix_s = unix_time_us() / kSecond;
  return options;
}

}  // namespace bmsgw::simulator
