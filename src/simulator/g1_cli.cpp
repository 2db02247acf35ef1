#include "simulator/g1_cli.hpp"

#include <string>
#include <variant>

#include "simulator/cli_checks.hpp"
#include "simulator/g1_control.hpp"

namespace bmsgw::simulator {
namespace {

constexpr auto kFooterHead =
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
    "  bms-simulator g1 --link /tmp/bms --cells 80 --strings 2 --fault overheat@30+20 --misbehave cut:10\n"
    "With a level 1 password, what writes needs level 1 (PW1); with a level 2 password, FD1, TC1 and TC2 "
    "need\n"
    "level 2. A level without password is open. A restart (RS1, power) is a second of silence, '#', a second "
    "in\n"
    "which '#' starts the boot loader, VR1. It takes files of `bms-simulator g1-firmware`. --control makes a "
    "pipe\n"
    "(\"-\": reads stdin); what was done is said in the output. Lines are:\n";

CLI::Validator baud_range() {
  const auto range = in_range(300U, 4'000'000U, "0 or BAUD");
  const auto check = [range](const std::string& text) { return text == "0" ? std::string{} : range(text); };
  return {check, range.get_description()};
}

CLI::Validator password() {
  const auto check = [](const std::string& text) {
    const bool right = text.size() >= 4 && text.size() <= 8 && text.find(',') == std::string::npos;
    return right ? std::string{} : std::string("a password has 4 to 8 characters, no comma");
  };
  return {check, "TEXT"};
}

CLI::Validator lose_range() {
  const auto range = in_range(2U, 1'000'000U, "0 or NUMBER");
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

void add_command_options(CLI::App& app, G1Arguments& arguments) {
  auto& unit = arguments.options.unit;
  app.add_option("--password1", unit.passwords[0], "Password of level 1: without it nothing is written")
      ->check(password());
  app.add_option("--password2", unit.passwords[1], "Password of level 2: defaults, calibrations")
      ->check(password());
  app.add_option("--current-error", unit.current_error_a, "What the current sensor reads too much until RC1")
      ->check(in_range(-1000.0, 1000.0, "A"))
      ->capture_default_str();
  app.add_option("--control", arguments.options.control, "Take lines of control, see below")
      ->type_name("FILE");
}

void add_boot_options(CLI::App& app, G1Arguments& arguments) {
  auto& boot = arguments.options.unit.boot;
  app.add_option("--boot-crc-errors", boot.crc_errors, "The boot loader calls so many right frames wrong")
      ->check(in_range(0U, 1'000'000U, "NUMBER"))
      ->capture_default_str();
  app.add_option("--boot-lose", boot.lose_every, "It loses a byte of every so many-th frame; 0: of none")
      ->check(lose_range())
      ->capture_default_str();
  app.add_option("--boot-patience", arguments.boot_patience_s,
                 "It waits so long for the rest of a frame; 0: for ever")
      ->check(in_range(0.0, 1e6, "SECONDS"))
      ->capture_default_str();
}

}  // namespace

void add_g1_options(CLI::App& app, G1Arguments& arguments) {
  add_line_options(app, arguments);
  add_sending_options(app, arguments);
  add_battery_options(app, arguments.battery);
  add_command_options(app, arguments);
  add_boot_options(app, arguments);
  app.footer(std::string(kFooterHead) + kG1ControlHelp);
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
  options.unit.boot.patience = elapsed_of(arguments.boot_patience_s);
  options.unit.boot.seed = options.unit.battery.seed;
  options.unit.start_unix_s = unix_time_us() / kSecond;
  return options;
}

}  // namespace bmsgw::simulator
