#pragma once

#include <cstdint>
#include <optional>

#include "simulator/sim_time.hpp"
#include "simulator/snmp/sensors.hpp"

namespace bmsgw::simulator::snmp {

/// Batteries of a string whose voltages lie too far apart are brought together: the highest ones are loaded.
/// Thread: any (no sharing).
class Equalization {
 public:
  /// True: it has begun or ended just now. It ends at half of `condition_v`.
  bool on_time(Elapsed now, bool enabled, double condition_v, const Sensors& sensors);
  [[nodiscard]] bool is_active() const { return active_; }
  /// Of the last one; nothing: there was none.
  [[nodiscard]] std::optional<Elapsed> started() const { return started_; }
  /// In percent.
  [[nodiscard]] double power(std::size_t battery, const Sensors& sensors) const;

 private:
  bool active_ = false;
  double least_v_ = 0, most_v_ = 0;
  std::optional<Elapsed> started_;
};

}  // namespace bmsgw::simulator::snmp
