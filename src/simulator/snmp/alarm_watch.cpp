#include "simulator/snmp/alarm_watch.hpp"

namespace bmsgw::simulator::snmp {

std::vector<AlarmChange> AlarmWatch::check(const Sensors& sensors) {
  using Of = SensorId::Of;
  std::vector<AlarmChange> changes;
  for (const auto measure : {Measure::voltage, Measure::temperature, Measure::resistance, Measure::charge})
    check_all(Of::battery, measure, sensors.batteries(), sensors, changes);
  for (const auto measure : {Measure::voltage, Measure::charge})
    check_all(Of::string, measure, sensors.strings(), sensors, changes);
  return changes;
}

void AlarmWatch::check_all(SensorId::Of of, Measure measure, std::size_t count, const Sensors& sensors,
                           std::vector<AlarmChange>& changes) {
  const auto limits = limits_of_(of, measure);
  for (std::size_t i = 0; i < count; ++i) {
    const SensorId sensor{of, i, measure};
    const auto value = sensors.value(sensor);
    if (!value) continue;
    const auto was = state(sensor);
    const auto is = state_of(*value, limits, was);
    if (is == was) continue;
    is == AlarmState::normal ? (void)states_.erase(sensor) : (void)(states_[sensor] = is);
    changes.push_back({sensor, is, *value});
  }
}

AlarmState AlarmWatch::state(const SensorId& sensor) const {
  const auto found = states_.find(sensor);
  return found == states_.end() ? AlarmState::normal : found->second;
}

}  // namespace bmsgw::simulator::snmp
