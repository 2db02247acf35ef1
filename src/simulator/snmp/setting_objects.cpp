// The battery manager's configuration, 1.3.6.1.4.1.3808.1.1.7.3.
#include <cmath>
#include <string>

#include "simulator/modbus/alarm_limits.hpp"
#include "simulator/snmp/objects.hpp"

namespace bmsgw::simulator::snmp {
namespace {

constexpr std::int64_t kMostSetting = 65535;
constexpr double kWarnShare = 0.8;   ///< of the alarm limits of the resistance
constexpr double kWarnCellV = 0.04;  ///< string warnings begin so much earlier, per battery
constexpr double kPerTenth = 10, kPerHundredth = 100, kPerResistance = 1e5;

struct Setting {
  std::uint32_t object;
  double value;
  double per_unit = 1;
  bool is_new = false;  ///< old firmware doesn't have it
};

Oid oid_of_setting(std::uint32_t object) {
  return joined(manager_oid("3"), object);
}

std::vector<Setting> settings_of(const DeviceState& state) {
  using modbus::kHighCellV, modbus::kHighResistance, modbus::kHighTemperatureC, modbus::kLowCellV,
      modbus::kLowResistance, modbus::kLowTemperatureC;
  const auto length = static_cast<double>(state.sensors.per_string());
  const double good_ohm = state.good_ohm();
  const double capacity_ah = modbus::kCellOhmAh / good_ohm;
  return {{1, capacity_ah, kPerTenth},
          {2, static_cast<double>(state.sensors.strings())},
          {3, length},
          {4, kLowCellV, kPerTenth},
          {5, kHighCellV, kPerTenth},
          {6, 0.5, kPerTenth},
          {7, kLowTemperatureC, kPerTenth},
          {8, kHighTemperatureC, kPerTenth},
          {9, good_ohm * kLowResistance, kPerResistance},
          {10, good_ohm * kHighResistance, kPerResistance},
          {11, good_ohm * kLowResistance / kWarnShare, kPerResistance},
          {12, good_ohm * kHighResistance * kWarnShare, kPerResistance},
          {13, 150},
          {14, 130},
          {15, kLowCellV, kPerHundredth, true},
          {16, kHighCellV, kPerHundredth, true},
          {17, 2},
          {20, kLowCellV * length, kPerTenth, true},
          {21, kHighCellV * length, kPerTenth, true},
          {22, (kLowCellV + kWarnCellV) * length, kPerTenth, true},
          {23, (kHighCellV - kWarnCellV) * length, kPerTenth, true},
          {24, 10, 1, true},
          {25, 20, 1, true},
          {26, 10, 1, true},
          {27, 20, 1, true}};
}

/// The voltage limits are there in two units: setting one sets the other.
void couple(DeviceState& state, Column& column, std::uint32_t object) {
  constexpr std::uint32_t kCoarse = 4, kFine = 15;
  const bool is_coarse = object == kCoarse || object == kCoarse + 1;
  if (!is_coarse && object != kFine && object != kFine + 1) return;
  const auto other = oid_of_setting(is_coarse ? object + kFine - kCoarse : object - (kFine - kCoarse));
  column.written = [&state, other, is_coarse](std::size_t, const Value& value) {
    state.tree.keep(other, is_coarse ? value.number * 10 : (value.number + 5) / 10);
    state.touch();
  };
}

}  // namespace

void add_setting_objects(DeviceState& state) {
  for (const auto& known : settings_of(state)) {
    if (known.is_new && state.options.old_firmware) continue;
    auto column = setting(std::llround(known.value * known.per_unit), -kMostSetting, kMostSetting);
    column.written = [&state](std::size_t, const Value&) { state.touch(); };
    couple(state, column, known.object);
    state.tree.add_scalar(oid_of_setting(known.object), std::move(column));
  }
}

}  // namespace bmsgw::simulator::snmp
