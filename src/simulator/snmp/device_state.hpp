#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bmsgw/simulator/snmp/request.hpp"

#include "simulator/snmp/alarm_watch.hpp"
#include "simulator/snmp/device_options.hpp"
#include "simulator/snmp/equalization.hpp"
#include "simulator/snmp/mib_tree.hpp"
#include "simulator/snmp/resistance_measurement.hpp"
#include "simulator/snmp/sensors.hpp"

namespace bmsgw::simulator::snmp {

/// A battery manager between its battery and its agent. Thread: any (no sharing).
class DeviceState {
 public:
  explicit DeviceState(const DeviceOptions& options);
  DeviceState(const DeviceState&) = delete;
  DeviceState& operator=(const DeviceState&) = delete;

  void on_time(Elapsed now);
  /// Alarms are looked at again at the next on_time(), also when the battery hasn't moved.
  void touch() { touched_ = true; }
  [[nodiscard]] std::vector<Trap> take_traps();

  [[nodiscard]] Elapsed now() const { return now_; }
  [[nodiscard]] std::int64_t unix_us() const { return options.start_unix_us + now_.count(); }
  /// 0.01 s since the start.
  [[nodiscard]] std::int64_t ticks() const { return now_.count() / 10'000; }
  /// Of the last measurement of the resistances; one was made before the start.
  [[nodiscard]] std::int64_t measured_unix_us() const { return options.start_unix_us + measured_.count(); }
  /// Resistance of a new battery.
  [[nodiscard]] double good_ohm() const;
  [[nodiscard]] AlarmLimits limits(SensorId::Of of, Measure measure) const;

  // Parts that the objects read.
  const DeviceOptions options;
  Sensors sensors;
  AlarmWatch alarms;
  ResistanceMeasurement measurement;
  Equalization equalization;
  MibTree tree;

 private:
  [[nodiscard]] std::optional<double> setting(std::uint32_t object, double factor) const;
  void add_trap(Trap trap);
  void equalize();

  Elapsed now_{0};
  Elapsed measured_{0};
  bool touched_ = true;
  std::vector<Trap> traps_;
};

}  // namespace bmsgw::simulator::snmp
