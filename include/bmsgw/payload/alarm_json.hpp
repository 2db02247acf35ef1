#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "bmsgw/core/alarm.hpp"

namespace bmsgw::payload {

/// An alarm's name among those of its device: `string/battery/quantity`. Without a battery `2/stringVoltage`,
/// without a string `-/17/voltage`, without both `communication`. A clear has the same as what it ends.
[[nodiscard]] std::string alarm_name(const core::AlarmKey& key);
/// {"time":ms,"device":"snmp0","alarm":"1/17/voltage","string":1,"battery":17,"quantity":"voltage",
///  "state":"alarmLow","text":"...","source":"trap"}; what isn't known is left out. Into `into`, which is
///  cleared first.
void format_event(const core::AlarmEvent& event, std::string_view device, std::int64_t unix_ms,
                  std::string& into);
/// {"1/17/voltage":"alarmLow",...}: at most kMostListed, and the number of the others as "more".
void format_alarms(std::span<const core::AlarmEvent> open, std::string& into);
inline constexpr std::size_t kMostListed = 1000;

}  // namespace bmsgw::payload
