#include "simulator/snmp/equalization.hpp"

#include <algorithm>
#include <limits>

namespace bmsgw::simulator::snmp {

bool Equalization::on_time(Elapsed now, bool enabled, double condition_v, const Sensors& sensors) {
  least_v_ = std::numeric_limits<double>::max();
  most_v_ = std::numeric_limits<double>::lowest();
  for (std::size_t i = 0; i < sensors.batteries(); ++i) {
    const auto voltage = sensors.battery(Measure::voltage, i);
    least_v_ = std::min(least_v_, voltage.value_or(least_v_));
    most_v_ = std::max(most_v_, voltage.value_or(most_v_));
  }
  const bool was_active = active_;
  active_ = enabled && most_v_ - least_v_ > (was_active ? condition_v / 2 : condition_v);
  if (active_ && !was_active) started_ = now;
  return active_ != was_active;
}

double Equalization::power(std::size_t battery, const Sensors& sensors) const {
  const auto voltage = sensors.battery(Measure::voltage, battery);
  if (!active_ || !voltage || most_v_ <= least_v_) return 0;
  return std::clamp(100 * (*voltage - least_v_) / (most_v_ - least_v_), 0.0, 100.0);
}

}  // namespace bmsgw::simulator::snmp
