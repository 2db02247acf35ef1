#include "snmp_identity.hpp"

#include <cstdint>

#include <fmt/core.h>

#include "bmsgw/core/snmp.hpp"

#include "app/dbc/plain_text.hpp"

namespace bmsgw::app {
namespace {

enum class Shown : std::uint8_t { plain, uptime, tenths_celsius, unit };

/// RFC 3418 (system), and CPS-MIB 2.10 below 1.3.6.1.4.1.3808.1.1.
struct Object {
  const char* name = "";
  const char* oid = "";
  Shown shown = Shown::plain;
  bool is_battery_manager = false;
};
constexpr Object kObjects[] = {
    {"sysDescr", kSysDescr},
    {"sysObjectID", "1.3.6.1.2.1.1.2.0"},
    {"sysUpTime", "1.3.6.1.2.1.1.3.0", Shown::uptime},
    {"sysName", "1.3.6.1.2.1.1.5.0"},
    {"model", "1.3.6.1.4.1.3808.1.1.7.1.1.0", Shown::plain, true},
    {"firmware", "1.3.6.1.4.1.3808.1.1.7.1.3.0", Shown::plain, true},
    {"probes", "1.3.6.1.4.1.3808.1.1.7.5.1.0", Shown::plain, true},
    {"strings", "1.3.6.1.4.1.3808.1.1.7.10.1.0", Shown::plain, true},
    {"current probes", "1.3.6.1.4.1.3808.1.1.50.1.5.0"},
    {"environment", "1.3.6.1.4.1.3808.1.1.4.2.6.0", Shown::tenths_celsius},
    {"environment 2", "1.3.6.1.4.1.3808.1.1.8.2.2.0", Shown::unit},
};

/// Hundredths of a second.
std::string uptime_text(std::int64_t ticks) {
  const auto minutes = ticks / 6000;
  return fmt::format("{} d {} h {} min", minutes / 1440, minutes / 60 % 24, minutes % 60);
}

std::string number_text(std::int64_t number, Shown shown) {
  switch (shown) {
    case Shown::uptime:
      return uptime_text(number);
    case Shown::tenths_celsius:
      return fmt::format("sensor of the first generation, {:.1f} degrees Celsius",
                         static_cast<double>(number) / 10);
    case Shown::unit:
      return fmt::format("sensors of the second generation, in degrees {}",
                         number == 2 ? "Fahrenheit" : "Celsius");
    case Shown::plain:
      break;
  }
  return fmt::format("{}", number);
}

std::string value_text(const SnmpReply& reply, Shown shown) {
  if (const auto* const number = std::get_if<std::int64_t>(&reply.value)) return number_text(*number, shown);
  if (const auto* const real = std::get_if<double>(&reply.value)) return fmt::format("{}", *real);
  if (const auto* const text = std::get_if<std::string>(&reply.value))
    return dbc::excerpt(dbc::plain_text(*text));
  return {};
}

}  // namespace

SnmpIdentity identify(const std::function<SnmpReply(const std::string& oid)>& get) {
  SnmpIdentity identity;
  for (const auto& object : kObjects) {
    const auto reply = get(object.oid);
    const bool answers = reply.outcome == core::SnmpOutcome::ok || reply.outcome == core::SnmpOutcome::error;
    if (!answers) {
      identity.lines.push_back(fmt::format("  then it went silent: {}", dbc::excerpt(reply.words)));
      break;
    }
    const auto text = value_text(reply, object.shown);
    if (text.empty()) continue;
    identity.lines.push_back(fmt::format("  {:<14} {}", object.name, text));
    identity.is_battery_manager = identity.is_battery_manager || object.is_battery_manager;
  }
  return identity;
}

}  // namespace bmsgw::app
