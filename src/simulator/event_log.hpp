#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "simulator/pack_reading.hpp"

namespace bmsgw::simulator {

/// Identifiers of LG1 field 2: those that happen here. Any other number may be put into a log all the same.
enum class Event : std::uint8_t {
  started = 1,
  cell_comm_lost = 2,
  cell_comm_established = 3,
  under_voltage = 4,
  under_voltage_over = 5,
  over_voltage = 6,
  over_voltage_over = 7,
  module_overheat = 12,
  module_overheat_over = 13,
  low_voltage = 16,
  low_voltage_over = 17,
  module_hot = 20,
  module_hot_over = 21,
  charger_connected = 22,
  charger_disconnected = 23,
  preheat = 24,
  precharge = 25,
  main_charge = 26,
  balancing = 27,
  charging_finished = 28,
  charging_error = 29,
};

/// What has happened between two readings.
[[nodiscard]] std::vector<Event> events_between(const PackReading& before, const PackReading& after);

/// The latest events; times in seconds since 2000-01-01 of the unit's clock.
/// Thread: any (no sharing).
class EventLog {
 public:
  void add(Event event, std::uint32_t time_2000_s);
  void clear() { entries_.clear(); }
  /// The fields of the LG1 sentences that answer, the latest first; an empty log gives one empty sentence.
  [[nodiscard]] std::vector<std::string> sentences() const;

 private:
  static constexpr std::size_t kCapacity = 64;
  struct Entry {
    Event event;
    std::uint32_t time_2000_s;
  };
  std::deque<Entry> entries_;
};

}  // namespace bmsgw::simulator
