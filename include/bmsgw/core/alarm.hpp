#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace bmsgw::core {

/// What an alarm is of: there is at most one for each.
struct AlarmKey {
  std::optional<std::uint32_t> string;   ///< from 1 on
  std::optional<std::uint32_t> battery;  ///< from 1 on
  std::string quantity;                  ///< voltage, temperature, contact 3 ...; empty: the device itself

  auto operator<=>(const AlarmKey&) const = default;
};

/// What one of several of a kind is called, by traps and polls alike: contact 3.
[[nodiscard]] inline std::string numbered_quantity(const std::string& quantity, std::uint32_t index) {
  return quantity + " " + std::to_string(index);
}

/// The state of an alarm has changed, or something has happened.
struct AlarmEvent {
  AlarmKey key;
  std::string state;     ///< normal, alarmLow, warnHigh ...; of what only happened: "info" or its own word
  std::string text;      ///< the device's own words; may be empty
  bool by_trap = false;  ///< the device said so by itself; else a poll found it
};

}  // namespace bmsgw::core
