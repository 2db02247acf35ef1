#pragma once

#include <functional>
#include <map>
#include <vector>

#include "simulator/snmp/alarm_state.hpp"

namespace bmsgw::simulator::snmp {

/// Compares what is measured with its limits. Thread: any (no sharing).
class AlarmWatch {
 public:
  using LimitsOf = std::function<AlarmLimits(SensorId::Of of, Measure measure)>;

  /// `limits_of` gives the present ones.
  explicit AlarmWatch(LimitsOf limits_of) : limits_of_(std::move(limits_of)) {}

  /// Those that have changed. A silent sensor keeps its state.
  [[nodiscard]] std::vector<AlarmChange> check(const Sensors& sensors);
  [[nodiscard]] AlarmState state(const SensorId& sensor) const;

 private:
  void check_all(SensorId::Of of, Measure measure, std::size_t count, const Sensors& sensors,
                 std::vector<AlarmChange>& changes);

  LimitsOf limits_of_;
  std::map<SensorId, AlarmState> states_;  ///< those that aren't normal
};

}  // namespace bmsgw::simulator::snmp
