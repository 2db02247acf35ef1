#include "simulator/modbus/cli.hpp"

#include <algorithm>
#include <variant>

#include "simulator/cli_checks.hpp"
#include "simulator/modbus/unit_list.hpp"

namespace bmsgw::simulator::modbus {
namespace {

constexpr auto kFooter =
    "Any profile for Modbus is served: what its values are is guessed from their names and units. Registers\n"
    "that it doesn't name are illegal. What a command of the profile waits for says busy for --ir-seconds "
    "after\n"
    "the command, then the resistances are new; clocks can be set; other writable registers keep what is "
    "written.\n"
    "The first line of the output says where it is: \"modbus: 127.0.0.1:PORT, ...\" or \"modbus: LINK (pty "
    "...\".\n"
    "FAULT is KIND[@SECONDS[+DURATION]], counted from the start; without @ from the start and for ever:\n"
    "  cell-comm-loss, undervoltage, overvoltage, overheat, dead-cell[:CELL]\n"
    "MISDEED is KIND[@SECONDS[+DURATION]]:\n"
    "  late[:MS]            answers come 1500 ms late, all of them in their order\n"
    "  slow[:MS]            each byte of an answer takes 20 ms\n"
    "  wrong-unit[:PERCENT], garbage[:PERCENT]   of the answers, 50 unless told; garbage stands before them\n"
    "  wrong-transaction[:PERCENT] (TCP), crc[:PERCENT] (RTU)   the same\n"
    "  drop[:PERCENT]       the answer breaks off, and so does a TCP connection; 100 unless told\n"
    "  exception[:CODE]     to every request, 4 unless told; busy is exception:6\n"
    "  illegal:ADDRESS      requests with this address (as on the wire) are refused with exception 2\n"
    "  dead-unit[:UNIT]     this unit doesn't answer; the last one unless told\n"
    "  silence              nobody answers\n"
    "  one-connection (TCP) a second connection is closed at once\n"
    "  half-open (TCP)      connections are accepted, nothing is read\n"
    "  echo (RTU)           what is sent comes back, as from some adapters\n"
    "  disappear            the port (and the link to it) is gone; afterwards it is there again\n"
    "Both options may be given several times. Example:\n"
    "  bms-simulator modbus --profile my.json --set cellVolts=1000 --tcp 1502 --units 1-3 --cells 254 "
    "--strings 2";

std::variant<std::pair<std::string, std::string>, std::string> parse_address(const std::string& text) {
  const auto sign = text.find('=');
  if (sign == std::string::npos || sign == 0 || sign + 1 == text.size())
    return "NAME=ADDRESS is wanted, not '" + text + "'";
  return std::pair{text.substr(0, sign), text.substr(sign + 1)};
}

CLI::Validator baud_range() {
  const auto range = in_range(300U, 4'000'000U, "0 or BAUD");
  const auto check = [range](const std::string& text) { return text == "0" ? std::string{} : range(text); };
  return {check, range.get_description()};
}

void add_line_options(CLI::App& app, Arguments& arguments) {
  auto* tcp = app.add_option("--tcp", arguments.port, "Modbus TCP on this port of 127.0.0.1; 0: a free one")
                  ->check(in_range(0U, 65535U, "PORT"));
  app.add_option("--rtu", arguments.options.link, "Modbus RTU: symbolic link to make to a pty")
      ->type_name("LINK")
      ->excludes(tcp);
  app.add_option("--baud", arguments.options.speed.baud, "Speed of the RTU line; 0: as fast as it is read")
      ->check(baud_range())
      ->capture_default_str();
  app.add_option("--parity", arguments.parity, "Of the RTU line: N, E or O; with one a byte has 11 bits")
      ->check(CLI::IsMember({"N", "E", "O"}))
      ->capture_default_str();
  app.add_option("--stop-bits", arguments.stop_bits, "Of the RTU line")
      ->check(in_range(1U, 2U, "NUMBER"))
      ->capture_default_str();
}

void add_device_options(CLI::App& app, Arguments& arguments) {
  app.add_option("--profile", arguments.options.profile, "The map: a profile file")
      ->type_name("FILE")
      ->required();
  app.add_option("--set", arguments.addresses, "An address of the profile's table; \"none\": it isn't there")
      ->check(CLI::Validator(checked_by(parse_address), ""))
      ->type_name("NAME=ADDRESS")
      ->allow_extra_args(false);
  app.add_option("--units", arguments.units, "Unit ids, each with a battery of its own (--seed + id)")
      ->check(CLI::Validator(checked_by(parse_units), ""))
      ->type_name("LIST")
      ->capture_default_str();
  app.add_option("--ir-seconds", arguments.options.test_s, "How long a test of the resistances takes")
      ->check(in_range(0.0, 86400.0, "SECONDS"))
      ->capture_default_str();
  app.add_option("--misbehave", arguments.misdeeds, "Misbehaviour, see below")
      ->check(CLI::Validator(checked_by(parse_misdeed), ""))
      ->type_name("MISDEED")
      ->allow_extra_args(false);
  app.add_option("--duration", arguments.duration_s, "End by itself after so many seconds")
      ->check(in_range(0.001, 1e7, "SECONDS"));
}

void check_together(const Options& options) {
  constexpr std::uint8_t kLastOfLine = 247;
  const bool over_tcp = options.port.has_value();
  if (!over_tcp && options.link.empty()) throw CLI::RequiredError("--tcp or --rtu");
  const bool on_line =
      std::ranges::all_of(options.units, [](auto id) { return id >= 1 && id <= kLastOfLine; });
  if (!over_tcp && !on_line) throw CLI::ValidationError("--units", "are 1 to 247 with --rtu");
  for (const auto& misdeed : options.misdeeds) {
    const auto error = misplaced(misdeed, over_tcp);
    if (!error.empty()) throw CLI::ValidationError("--misbehave", error);
  }
}

}  // namespace

void add_options(CLI::App& app, Arguments& arguments) {
  add_line_options(app, arguments);
  add_device_options(app, arguments);
  add_battery_options(app, arguments.battery);
  app.footer(kFooter);
}

Options completed(const CLI::App& app, const Arguments& arguments) {
  auto options = arguments.options;
  options.cells = arguments.battery.config.battery.cells;
  options.battery = completed_in_equal_strings(arguments.battery);
  if (app.count("--tcp") > 0) options.port = static_cast<std::uint16_t>(arguments.port);
  if (app.count("--duration") > 0) options.duration_s = arguments.duration_s;
  options.speed.bits_per_byte = 9 + (arguments.parity == "N" ? 0U : 1U) + arguments.stop_bits;
  options.units = std::get<std::vector<std::uint8_t>>(parse_units(arguments.units));
  for (const auto& text : arguments.addresses) options.addresses.push_back(std::get<0>(parse_address(text)));
  for (const auto& text : arguments.misdeeds)
    options.misdeeds.push_back(std::get<Misdeed>(parse_misdeed(text)));
  options.start_unix_us = unix_time_us();
  check_together(options);
  return options;
}

}  // namespace bmsgw::simulator::modbus
