#pragma once

#include <cstdint>

#include "bmsgw/core/modbus_map.hpp"

#include "simulator/sim_time.hpp"

namespace bmsgw::simulator::modbus {

/// The clock of a unit: the system's, until it is set. Thread: any (no sharing).
class UnitClock {
 public:
  explicit UnitClock(std::int64_t start_unix_us) : start_unix_us_(start_unix_us) {}

  [[nodiscard]] std::int64_t part(core::ClockPart part, bool utc, Elapsed now) const;
  /// The other parts stay as they are; a day that the month doesn't have becomes its last. The weekday can't
  /// be set.
  void set(core::ClockPart part, bool utc, std::int64_t value, Elapsed now);

 private:
  [[nodiscard]] std::int64_t unix_s(Elapsed now) const;

  std::int64_t start_unix_us_;
  std::int64_t offset_s_ = 0;
};

}  // namespace bmsgw::simulator::modbus
