#include "simulator/can_cli.hpp"

#include <charconv>
#include <optional>
#include <variant>

#include "simulator/cli_checks.hpp"

namespace bmsgw::simulator {
namespace {

constexpr auto kFooter =
    "The unit answers requests (length 0 or remote frames; for cell details also one byte, the number of "
    "the\n"
    "string, else string 0 is meant), and ignores and counts whatever would write. Details are broadcast of\n"
    "string 0. After 5 s without cells, requests about them are answered with length 0.\n"
    "Without --interface nothing is waited for: --log gets what would be sent in --duration seconds.\n"
    "FAULT is KIND[@SECONDS[+DURATION]], counted from the start; without @ from the start and for ever:\n"
    "  cell-comm-loss, undervoltage, overvoltage, overheat, dead-cell[:CELL]\n"
    "MISDEED is KIND[@SECONDS[+DURATION]]:\n"
    "  wrong-length[:PERCENT]    of the frames, 50 unless told\n"
    "  unknown-ids[:PERCENT]     of the frames have one of a stranger before them\n"
    "  rtr-storm[:PER_SECOND]    remote frames for the unit's ids, 1000 unless told\n"
    "  error-frames[:PER_SECOND] error reports, as a controller's driver makes them, 1000 unless told\n"
    "  silence                   the unit sends nothing, answers nothing\n"
    "  burst[:COPIES]            each frame 20 times, back to back\n"
    "Both options may be given several times. Example:\n"
    "  bms-simulator can --interface vcan0 --cells 96 --diagnostics 2 --fault cell-comm-loss@30+20";

/// The id of the overall parameters; nothing: not hex digits, or too large for the ids that follow it.
std::optional<core::CanId> parse_base(std::string_view text, bool standard) {
  constexpr std::size_t kHighWordDigits = 4;
  if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
  std::uint32_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, 16);
  if (error != std::errc{} || stop != end || text.empty() || text.size() > 8) return std::nullopt;
  if (!standard && text.size() <= kHighWordDigits) number <<= 16U;
  const auto following = standard ? CanIds::kLastStandardOffset : CanIds::kLastExtendedOffset;
  const auto last = standard ? core::CanId::kLastStandard : core::CanId::kLastExtended;
  if (number > last - following) return std::nullopt;
  return standard ? core::CanId::standard(number) : core::CanId::extended(number);
}

CanIds ids_of(const CanArguments& arguments) {
  using core::CanId;
  if (arguments.base.empty()) {
    return CanIds(arguments.standard ? CanId::standard(CanIds::kDefaultStandardBase)
                                     : CanId::extended(CanIds::kDefaultExtendedBase));
  }
  const auto base = parse_base(arguments.base, arguments.standard);
  if (base) return CanIds(*base);
  throw CLI::ValidationError("--base", arguments.standard
                                           ? "is 1 to 3 hex digits, at most 6E0, with --standard"
                                           : "is 4 hex digits, at most 1FFF, or 8, at most 1FFFF7E0");
}

void add_bus_options(CLI::App& app, CanArguments& arguments) {
  app.add_option("--interface", arguments.options.interface, "CAN interface; waited for if absent or down")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return !text.empty() && text.size() < 16 ? std::string{} : "is 1 to 15 characters";
          },
          ""))
      ->type_name("NAME");
  app.add_option("--log", arguments.options.log, "Write what is sent as candump -L does")->type_name("FILE");
  app.add_flag("--standard", arguments.standard, "11-bit ids instead of 29-bit ids");
  app.add_option(
         "--base", arguments.base,
         "High word of the 29-bit ids (19B5), or all 8 digits of the first; with --standard the first "
         "11-bit id (1B5)")
      ->type_name("HEX");
  app.add_option("--diagnostics", arguments.diagnostics,
                 "Layout of the diagnostic codes: 2 (firmware 2.0) or 3 (firmware 3)")
      ->check(in_range(2U, 3U, "GENERATION"))
      ->capture_default_str();
  app.add_option("--misbehave", arguments.misdeeds, "Misbehaviour on the bus, see below")
      ->check(CLI::Validator(checked_by(parse_can_misdeed), ""))
      ->type_name("MISDEED")
      ->allow_extra_args(false);
  app.add_option("--duration", arguments.duration_s, "End by itself after so many seconds")
      ->check(in_range(0.001, 1e7, "SECONDS"));
}

void add_sending_options(CLI::App& app, CanArguments& arguments) {
  app.add_option("--broadcast", arguments.broadcast, "off: volunteer nothing, only answer")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  app.add_option("--period", arguments.options.unit.period_s, "Seconds between broadcasts of all messages")
      ->check(in_range(0.01, 3600.0, "SECONDS"))
      ->capture_default_str();
  app.add_option("--rate", arguments.rate_per_s, "Broadcast this many frames per second instead, one by one")
      ->check(in_range(0.1, 100'000.0, "PER SECOND"));
}

void check_together(const CanOptions& options) {
  if (!options.interface.empty()) return;
  if (options.log.empty()) throw CLI::RequiredError("--interface or --log");
  if (!options.duration_s) throw CLI::RequiredError("--duration, as without --interface nothing ends it,");
}

}  // namespace

void add_can_options(CLI::App& app, CanArguments& arguments) {
  add_bus_options(app, arguments);
  add_sending_options(app, arguments);
  add_battery_options(app, arguments.battery);
  app.footer(kFooter);
}

CanOptions completed(const CLI::App& app, const CanArguments& arguments) {
  auto options = arguments.options;
  static_cast<TimedBatteryConfig&>(options.unit) = completed(arguments.battery);
  options.unit.ids = ids_of(arguments);
  options.unit.diagnostics =
      arguments.diagnostics == 2 ? Diagnostics::generation_2 : Diagnostics::generation_3;
  options.unit.broadcast = arguments.broadcast == "on";
  if (app.count("--rate") > 0) options.unit.rate_per_s = arguments.rate_per_s;
  if (app.count("--duration") > 0) options.duration_s = arguments.duration_s;
  for (const auto& text : arguments.misdeeds)
    options.misdeeds.push_back(std::get<CanMisdeed>(parse_can_misdeed(text)));
  options.start_unix_us = unix_time_us();
  check_together(options);
  return options;
}

}  // namespace bmsgw::simulator
