#include "simulator/snmp/alarm_state.hpp"

#include <algorithm>
#include <cmath>

namespace bmsgw::simulator::snmp {
namespace {

/// An alarm ends only so far inside of its limit, as a share of it: values that waver about a limit would
/// raise it again and again.
constexpr double kHysteresis = 0.01;

double margin(double limit, bool is_on) {
  return is_on ? std::abs(limit) * kHysteresis : 0;
}

}  // namespace

AlarmState state_of(double value, const AlarmLimits& limits, AlarmState was) {
  const auto below = [value, was](std::optional<double> limit, AlarmState state) {
    return limit && value < *limit + margin(*limit, was == state);
  };
  const auto above = [value, was](std::optional<double> limit, AlarmState state) {
    return limit && value > *limit - margin(*limit, was == state);
  };
  if (below(limits.alarm_low, AlarmState::alarm_low)) return AlarmState::alarm_low;
  if (above(limits.alarm_high, AlarmState::alarm_high)) return AlarmState::alarm_high;
  if (below(limits.warn_low, AlarmState::warn_low)) return AlarmState::warn_low;
  if (above(limits.warn_high, AlarmState::warn_high)) return AlarmState::warn_high;
  return AlarmState::normal;
}

}  // namespace bmsgw::simulator::snmp
