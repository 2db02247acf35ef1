#include "simulator/snmp/device_state.hpp"

#include <utility>

#include "simulator/modbus/alarm_limits.hpp"
#include "simulator/snmp/objects.hpp"
#include "simulator/snmp/traps.hpp"

namespace bmsgw::simulator::snmp {
namespace {

constexpr std::size_t kMostTraps = 1000;  ///< that wait; a battery manager has 960 probes at most

using Of = SensorId::Of;

constexpr double kTenthV = 0.1, kHundredthV = 0.01, kTenthC = 0.1, kOhm = 1e-5;  ///< units of the settings
constexpr std::uint32_t kEqualEnable = 1, kEqualCondition = 2;

}  // namespace

DeviceState::DeviceState(const DeviceOptions& from)
    : options(from),
      sensors(options.battery),
      alarms([this](Of of, Measure measure) { return limits(of, measure); }),
      measurement(elapsed_of(options.resistance_s)) {
  add_system_objects(*this);
  add_manager_objects(*this);
  add_setting_objects(*this);
  add_battery_objects(*this);
  add_string_objects(*this);
  add_environment_objects(*this);
}

std::optional<double> DeviceState::setting(std::uint32_t object, double factor) const {
  static const auto settings = manager_oid("3");
  const auto raw = tree.number(joined(settings, object));
  return raw ? std::optional(static_cast<double>(*raw) * factor) : std::nullopt;
}

double DeviceState::good_ohm() const {
  const auto& battery = options.battery.battery.battery;
  return modbus::kCellOhmAh / battery.capacity_ah * static_cast<double>(battery.strings);
}

AlarmLimits DeviceState::limits(Of of, Measure measure) const {
  const bool of_string = of == Of::string;
  if (of == Of::environment) return {};
  switch (measure) {
    case Measure::voltage:
      if (of_string)
        return {setting(20, kTenthV), setting(21, kTenthV), setting(22, kTenthV), setting(23, kTenthV)};
      if (options.old_firmware) return {setting(4, kTenthV), setting(5, kTenthV)};
      return {setting(15, kHundredthV), setting(16, kHundredthV)};
    case Measure::temperature:
      return {setting(7, kTenthC), setting(8, kTenthC)};
    case Measure::resistance:
      return {setting(9, kOhm), setting(10, kOhm), setting(11, kOhm), setting(12, kOhm)};
    case Measure::charge:
      return {setting(of_string ? 24 : 26, 1), {}, setting(of_string ? 25 : 27, 1), {}};
    default:
      return {};
  }
}

void DeviceState::on_time(Elapsed now) {
  now_ = now;
  const bool moved = sensors.on_time(now);
  const bool measured = measurement.on_time(now);
  if (measured) {
    sensors.measure_resistances();
    measured_ = now;
  }
  if (!moved && !measured && !touched_) return;
  touched_ = false;
  for (const auto& change : alarms.check(sensors)) {
    if (auto trap = trap_of(change, *this)) add_trap(std::move(*trap));
  }
  equalize();
}

void DeviceState::equalize() {
  static const auto settings = manager_oid("7");
  const bool enabled = tree.number(joined(settings, kEqualEnable)) == 1;
  const auto condition = tree.number(joined(settings, kEqualCondition)).value_or(0);
  const auto condition_v = static_cast<double>(condition) * kHundredthV;
  if (equalization.on_time(now_, enabled, condition_v, sensors)) add_trap(equalization_trap(*this));
}

void DeviceState::add_trap(Trap trap) {
  if (traps_.size() < kMostTraps) traps_.push_back(std::move(trap));
}

std::vector<Trap> DeviceState::take_traps() {
  return std::exchange(traps_, {});
}

}  // namespace bmsgw::simulator::snmp
