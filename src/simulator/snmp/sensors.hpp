#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>

#include "simulator/modbus/monitored_battery.hpp"

namespace bmsgw::simulator::snmp {

enum class Measure : std::uint8_t { voltage, temperature, resistance, charge, current, humidity };

/// One of the sensors; everything counts from 0.
struct SensorId {
  enum class Of : std::uint8_t { battery, string, environment };
  Of of = Of::battery;
  std::size_t index = 0;
  Measure measure = Measure::voltage;

  auto operator<=>(const SensorId&) const = default;
};

/// What the probes of a battery manager measure: a model's battery, except where somebody says otherwise.
/// Thread: any (no sharing).
class Sensors {
 public:
  explicit Sensors(const modbus::MonitoredConfig& config) : battery_(config) {}

  /// True: the battery has moved.
  bool on_time(Elapsed now) { return battery_.on_time(now); }
  void measure_resistances() { battery_.test_resistances(); }

  /// From now on it says this.
  void pin(const SensorId& sensor, double value) { pinned_[sensor] = value; }
  void release(const SensorId& sensor) { pinned_.erase(sensor); }
  void release_all() { pinned_.clear(); }

  /// In V, A, Ohm, degrees Celsius, %. Nothing: there is no such sensor, or it is silent.
  [[nodiscard]] std::optional<double> value(const SensorId& sensor) const;
  [[nodiscard]] std::optional<double> battery(Measure measure, std::size_t index) const;
  [[nodiscard]] std::optional<double> string(Measure measure, std::size_t index) const;
  [[nodiscard]] std::optional<double> environment(Measure measure, std::size_t index) const;

  [[nodiscard]] std::size_t batteries() const { return battery_.cells(); }
  [[nodiscard]] std::size_t strings() const { return battery_.strings(); }
  [[nodiscard]] std::size_t per_string() const { return batteries() / strings(); }
  [[nodiscard]] const modbus::MonitoredBattery& model() const { return battery_; }

 private:
  modbus::MonitoredBattery battery_;
  std::map<SensorId, double> pinned_;
};

}  // namespace bmsgw::simulator::snmp
