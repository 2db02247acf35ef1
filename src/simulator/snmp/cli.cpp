#include "simulator/snmp/cli.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <memory>
#include <utility>
#include <variant>

#include <fmt/core.h>

#include "simulator/cli_checks.hpp"
#include "simulator/snmp/control.hpp"

namespace bmsgw::simulator::snmp {
namespace {

constexpr std::size_t kMostBatteries = 960;  ///< of the MIB's tables
constexpr std::size_t kMostStrings = 16;
constexpr std::size_t kLeastPassword = 8;  ///< RFC 3414, 11.2
constexpr std::int64_t kBootsSinceUnix = 1'600'000'000;

constexpr auto kFooter =
    "The agent speaks v1, with --user v3 too, and v2c only when told; so does the device.\n"
    "The first line of the output says where it is: \"snmp: listening on ADDRESS:PORT, ...\".\n"
    "FAULT is KIND[@SECONDS[+DURATION]], counted from the start; without @ from the start and for ever:\n"
    "  cell-comm-loss, undervoltage, overvoltage, overheat, dead-cell[:CELL]\n"
    "MISDEED is KIND[@SECONDS[+DURATION]]:\n"
    "  silence              nothing is answered and no trap sent\n"
    "  late[:MS]            answers come 1500 ms late\n"
    "  drop[:PERCENT], truncated[:PERCENT], garbage[:PERCENT]   of the answers, 50 unless told\n"
    "  wrong-types[:PERCENT] Gauge32 where the MIB says INTEGER, of the values, 100 unless told\n"
    "  nulls[:PERCENT]      NULL in place of numbers, of the values, 10 unless told\n"
    "  no-getnext           there is never a next object\n"
    "  too-big[:PERCENT]    tooBig, however small the answer, 50 unless told\n"
    "Both options may be given several times.\n"
    "--control makes a pipe (\"-\": reads stdin); what was done is said in the output. Lines are:\n";

constexpr std::array<std::pair<std::string_view, core::SnmpAuth>, 7> kAuths{
    {{"none", core::SnmpAuth::none},
     {"MD5", core::SnmpAuth::md5},
     {"SHA", core::SnmpAuth::sha1},
     {"SHA-224", core::SnmpAuth::sha224},
     {"SHA-256", core::SnmpAuth::sha256},
     {"SHA-384", core::SnmpAuth::sha384},
     {"SHA-512", core::SnmpAuth::sha512}}};
constexpr std::array<std::pair<std::string_view, core::SnmpPriv>, 5> kPrivs{
    {{"none", core::SnmpPriv::none},
     {"DES", core::SnmpPriv::des},
     {"AES", core::SnmpPriv::aes128},
     {"AES-192", core::SnmpPriv::aes192},
     {"AES-256", core::SnmpPriv::aes256}}};

template <typename Table>
std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const auto& [name, value] : table) names.emplace_back(name);
  return names;
}

template <typename Table>
auto value_of(const Table& table, std::string_view name) {
  return std::ranges::find(table, name, [](const auto& entry) { return entry.first; })->second;
}

std::variant<std::vector<std::uint8_t>, std::string> parse_engine_id(std::string_view text) {
  constexpr std::size_t kLeast = 5, kMost = 32;  // SnmpEngineID, RFC 3411
  if (text.starts_with("0x")) text.remove_prefix(2);
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    std::uint8_t byte = 0;
    const auto* const end = text.data() + i + 2;
    if (std::from_chars(text.data() + i, end, byte, 16).ptr != end) break;
    bytes.push_back(byte);
  }
  if (bytes.size() * 2 == text.size() && bytes.size() >= kLeast && bytes.size() <= kMost) return bytes;
  return "5 to 32 bytes are wanted as hexadecimal digits";
}

void add_place_options(CLI::App& app, Arguments& arguments) {
  auto& agent = arguments.agent;
  auto* port = app.add_option("--port", arguments.port, "UDP port of 127.0.0.1; 0: a free one")
                   ->check(in_range(0U, 65535U, "PORT"))
                   ->capture_default_str();
  app.add_option("--listen", agent.listen, "Where it listens; IPv6 as [ADDRESS]:PORT")
      ->type_name("ADDRESS:PORT")
      ->excludes(port);
  app.add_flag("--v2c", agent.v2c, "Speak v2c too");
  app.add_flag("--bulk", agent.bulk, "Answer GETBULK; otherwise it is a genErr");
  app.add_option("--max-message", agent.max_message, "The longest answer; tooBig beyond")
      ->check(in_range(std::size_t{200}, std::size_t{65'000}, "BYTES"))
      ->capture_default_str();
  app.add_option("--control", agent.control, "Take lines of control, see below")->type_name("FILE");
  app.add_option("--duration", arguments.duration_s, "End by itself after so many seconds")
      ->check(in_range(0.001, 1e7, "SECONDS"));
}

void add_access_options(CLI::App& app, Arguments& arguments) {
  app.add_option("--community", arguments.agent.community, "Of v1 and v2c")->capture_default_str();
  app.add_option("--community-access", arguments.access, "What that community may do")
      ->check(CLI::IsMember({"read", "write"}))
      ->capture_default_str();
  app.add_option("--write-community", arguments.write_community, "Another one, that may write");
  app.add_option("--user", arguments.user.name, "Of v3; may write")->type_name("NAME");
  app.add_option("--auth", arguments.auth, "How that user's messages are signed")
      ->transform(CLI::IsMember(names_of(kAuths), CLI::ignore_case))
      ->capture_default_str();
  app.add_option("--auth-password", arguments.user.auth_password, "At least 8 bytes");
  app.add_option("--priv", arguments.priv, "How that user's messages are encrypted")
      ->transform(CLI::IsMember(names_of(kPrivs), CLI::ignore_case))
      ->capture_default_str();
  app.add_option("--priv-password", arguments.user.priv_password, "At least 8 bytes");
  app.add_option("--engine-id", arguments.engine_id, "Of v3; another one at each start unless told")
      ->check(CLI::Validator(checked_by(parse_engine_id), ""))
      ->type_name("HEX");
  app.add_option("--boots", arguments.boots, "snmpEngineBoots; by the clock unless told, so that it grows")
      ->check(in_range(std::uint32_t{1}, std::uint32_t{2'147'483'646}, "NUMBER"));
}

void add_trap_options(CLI::App& app, Arguments& arguments) {
  app.add_option("--trap", arguments.agent.traps, "Who gets traps; may be given several times")
      ->type_name("HOST:PORT")
      ->allow_extra_args(false);
  app.add_option("--trap-version", arguments.trap_version, "3: as --user")
      ->check(CLI::IsMember({"1", "2c", "3"}))
      ->capture_default_str();
  app.add_option("--trap-community", arguments.agent.trap_community, "As --community unless told");
}

void add_device_options(CLI::App& app, Arguments& arguments) {
  auto& device = arguments.device;
  app.add_option("--profile", device.profile,
                 "A profile's file: objects that it reads outside of the vendor's MIB are there, too")
      ->type_name("FILE");
  app.add_option("--temperature-scale", device.temperature_scale,
                 "What 1 of the probes' temperatures is in degrees Celsius")
      ->check(CLI::IsMember({1.0, 0.1}))
      ->capture_default_str();
  app.add_flag("--old-firmware", device.old_firmware, "No charges, no 10 mV limits, no string voltages");
  app.add_option("--environment", arguments.environment, "Generations of the environment sensor")
      ->check(CLI::IsMember({"1", "2", "both", "none"}))
      ->capture_default_str();
  app.add_option("--environment-unit", arguments.environment_unit, "Of the second generation")
      ->check(CLI::IsMember({"celsius", "fahrenheit"}))
      ->capture_default_str();
  app.add_option("--resistance-time", device.resistance_s, "How long a measurement takes")
      ->check(in_range(0.0, 86400.0, "SECONDS"))
      ->capture_default_str();
  app.add_flag("--web-user", device.web_user, "A web user is logged in: nothing can be set");
  app.add_option("--misbehave", arguments.misdeeds, "Misbehaviour, see below")
      ->check(CLI::Validator(checked_by(parse_misdeed), ""))
      ->type_name("MISDEED")
      ->allow_extra_args(false);
}

void add_battery(CLI::App& app, Arguments& arguments) {
  auto& battery = arguments.battery.config.battery;
  battery.cells = 40;
  battery.strings = 4;
  battery.capacity_ah = 400;
  arguments.battery.config.speed_up = 10;  // an hour or so without alarms, with --scenario cycle
  add_battery_options(app, arguments.battery);
  app.get_option("--cells")->description("Batteries of each string");
}

void check_user(const User& user) {
  using core::SnmpAuth, core::SnmpPriv;
  const bool secured = user.auth != SnmpAuth::none || user.priv != SnmpPriv::none;
  if (user.name.empty() && secured) throw CLI::ValidationError("--user", "is missing for --auth");
  if (user.auth == SnmpAuth::none && user.priv != SnmpPriv::none)
    throw CLI::ValidationError("--priv", "needs --auth");
  if (user.auth != SnmpAuth::none && user.auth_password.size() < kLeastPassword)
    throw CLI::ValidationError("--auth-password", "has at least 8 bytes");
  if (user.priv != SnmpPriv::none && user.priv_password.size() < kLeastPassword)
    throw CLI::ValidationError("--priv-password", "has at least 8 bytes");
}

AgentOptions completed_agent(const CLI::App& app, const Arguments& arguments) {
  using core::SnmpVersion;
  auto agent = arguments.agent;
  if (agent.listen.empty()) agent.listen = fmt::format("127.0.0.1:{}", arguments.port);
  agent.community_writes = arguments.access == "write";
  if (!arguments.write_community.empty()) agent.write_community = arguments.write_community;
  auto user = arguments.user;
  user.auth = value_of(kAuths, arguments.auth);
  user.priv = value_of(kPrivs, arguments.priv);
  check_user(user);
  if (!user.name.empty()) agent.user = std::move(user);
  if (!arguments.engine_id.empty()) agent.engine_id = std::get<0>(parse_engine_id(arguments.engine_id));
  const auto by_clock = unix_time_us() / 1'000'000 - kBootsSinceUnix;
  agent.boots = arguments.boots != 0 ? arguments.boots : static_cast<std::uint32_t>(by_clock);
  if (arguments.trap_version != "1")
    agent.trap_version = arguments.trap_version == "3" ? SnmpVersion::v3 : SnmpVersion::v2c;
  if (agent.trap_version == SnmpVersion::v3 && !agent.user)
    throw CLI::ValidationError("--trap-version", "3 needs --user");
  if (agent.trap_community.empty()) agent.trap_community = agent.community;
  if (app.count("--duration") > 0) agent.duration_s = arguments.duration_s;
  return agent;
}

DeviceOptions completed_device(const Arguments& arguments) {
  auto device = arguments.device;
  auto battery = arguments.battery;
  auto& wanted = battery.config.battery;
  wanted.cells *= wanted.strings;
  if (wanted.cells > kMostBatteries || wanted.strings > kMostStrings)
    throw CLI::ValidationError("--cells", "in all --strings are at most 960, the strings at most 16");
  device.battery = {completed_in_equal_strings(battery), wanted.cells};
  device.environment_1 = arguments.environment == "1" || arguments.environment == "both";
  device.environment_2 = arguments.environment == "2" || arguments.environment == "both";
  device.fahrenheit = arguments.environment_unit == "fahrenheit";
  for (const auto& text : arguments.misdeeds)
    device.misdeeds.push_back(std::get<Misdeed>(parse_misdeed(text)));
  device.start_unix_us = unix_time_us();
  return device;
}

}  // namespace

void add_options(CLI::App& app, Arguments& arguments) {
  add_place_options(app, arguments);
  add_access_options(app, arguments);
  add_trap_options(app, arguments);
  add_device_options(app, arguments);
  add_battery(app, arguments);
  app.footer(std::string(kFooter) + kControlHelp);
}

Options completed(const CLI::App& app, const Arguments& arguments) {
  return {completed_agent(app, arguments),
          std::make_shared<const DeviceOptions>(completed_device(arguments))};
}

std::variant<Options, int> parse_command_line(int argc, const char* const* argv) {
  constexpr int kUsageError = 2;
  CLI::App app("A CyberPower battery manager's SNMP agent", "bms-simulator snmp");
  Arguments arguments;
  add_options(app, arguments);
  try {
    app.parse(argc, argv);
    return completed(app, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
}

}  // namespace bmsgw::simulator::snmp
