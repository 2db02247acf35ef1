#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace bmsgw::core {

/// What an alarm is of: there is at most one for each.
struct AlarmKey {
  std::optional<std::uint32_t> string;   ///< from 1 on
  std::optional<std::uint32_t> battery;  ///< from 1 on
  std::string quantity;                  ///< voltage, temperature ...; empty: the device itself

  auto operator<=>(const AlarmKey&) const = default;
};

/// The state of an alarm has changed, or something has happened.
struct AlarmEvent {
  AlarmKey key;
  std::string state;     ///< normal, alarmLow, warnHigh ...; of what only happened: "info" or its own word
  std::string text;      ///< the device's own words; may be empty
  bool by_trap = false;  ///< the device said so by itself; else a poll found it
};

}  // namespace bmsgw::core
