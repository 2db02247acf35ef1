#pragma once

#include <cstdint>
#include <optional>

#include "simulator/snmp/sensors.hpp"

namespace bmsgw::simulator::snmp {

/// Numbered as in the MIB: normal, warn low, warn high, alarm low, alarm high.
enum class AlarmState : std::uint8_t { normal = 1, warn_low, warn_high, alarm_low, alarm_high };

struct AlarmLimits {
  std::optional<double> alarm_low{}, alarm_high{}, warn_low{}, warn_high{};
};

/// What follows from a value; near a limit it stays as it `was`. Thread: any.
[[nodiscard]] AlarmState state_of(double value, const AlarmLimits& limits, AlarmState was);

/// A sensor's state has changed.
struct AlarmChange {
  SensorId sensor;
  AlarmState state = AlarmState::normal;
  double value = 0;
};

}  // namespace bmsgw::simulator::snmp
