// The strings, 1.3.6.1.4.1.3808.1.1.7.10, and the optional current probe, 1.3.6.1.4.1.3808.1.1.50.
#include <algorithm>

#include <fmt/core.h>

#include "simulator/snmp/objects.hpp"

namespace bmsgw::simulator::snmp {
namespace {

using Of = SensorId::Of;

constexpr std::size_t kMostCurrentProbes = 4;
constexpr std::size_t kMostStringVoltages = 10;
constexpr double kSomeCurrentA = 0.5;

std::int64_t as_number(std::size_t count) {
  return static_cast<std::int64_t>(count);
}

Column alarms_of(const DeviceState& state, Measure measure) {
  return computed([&state, measure](std::size_t i) {
    return static_cast<std::int64_t>(state.alarms.state({Of::string, i, measure}));
  });
}

Column values_of(const DeviceState& state, Measure measure, double per_unit) {
  return computed([&state, measure, per_unit](std::size_t i) {
    return raw_of(state.sensors.string(measure, i), per_unit);
  });
}

void add_strings(DeviceState& state) {
  const auto strings = state.sensors.strings();
  const auto length = as_number(state.sensors.per_string());
  state.tree.add_scalar(manager_oid("10.1"), constant(as_number(strings)));
  state.tree.add_scalar(manager_oid("10.2"), constant(as_number(strings)));
  state.tree.add_table(manager_oid("10.3.1.1"), strings, element_numbers());
  state.tree.add_table(manager_oid("10.3.1.2"), strings, repeated(constant(1), strings));
  state.tree.add_table(manager_oid("10.3.1.3"), strings, repeated(constant(length), strings));
}

void add_string_voltages(DeviceState& state) {
  const auto rows = std::min(state.sensors.strings(), kMostStringVoltages);
  const auto add = [&state, rows](std::uint32_t column, Column what) {
    state.tree.add_table(joined(manager_oid("10.5.1"), column), rows, std::move(what));
  };
  state.tree.add_scalar(manager_oid("10.4"), constant(as_number(rows)));
  add(1, element_numbers());
  add(2, repeated(constant(1), rows));
  add(3, alarms_of(state, Measure::voltage));
  add(4, values_of(state, Measure::voltage, 100));
  add(5, alarms_of(state, Measure::charge));
  add(6, values_of(state, Measure::charge, 1));
}

/// Charging, discharging, not determined.
std::int64_t direction_of(std::optional<double> current_a) {
  if (current_a.value_or(0) > kSomeCurrentA) return 1;
  return current_a.value_or(0) < -kSomeCurrentA ? 2 : 3;
}

Column names_of(std::string_view what, std::size_t count) {
  auto names = repeated(settable_text(""), count);
  for (std::size_t i = 0; i < count; ++i) names.kept[i].octets = fmt::format("{} {}", what, i + 1);
  return names;
}

void add_current_probes(DeviceState& state) {
  const auto count = std::min(state.sensors.strings(), kMostCurrentProbes);
  const auto add = [&state, count](std::string_view column, Column what) {
    state.tree.add_table(vendor_oid(fmt::format("1.1.50.{}", column)), count, std::move(what));
  };
  state.tree.add_scalar(vendor_oid("1.1.50.1.5"), constant(as_number(count)));
  add("1.6.1.1", element_numbers());
  add("1.6.1.2", names_of("Current probe", count));
  add("1.6.1.3", names_of("String", count));
  add("1.6.1.4", repeated(constant(1), count));
  state.tree.add_scalar(vendor_oid("1.1.50.2.1"), constant(as_number(count)));
  add("2.2.1.1", element_numbers());
  add("2.2.1.2", repeated(setting(400, 0, 10'000), count));
  for (int column = 3; column <= 14; ++column)
    add(fmt::format("2.2.1.{}", column), repeated(setting(column % 2 == 0 ? 40'000 : 0, 0, 100'000), count));
  state.tree.add_scalar(vendor_oid("1.1.50.3.1"), constant(as_number(count)));
  add("3.2.1.1", element_numbers());
  add("3.2.1.2", names_of("Current probe", count));
  add("3.2.1.3", names_of("Current of string", count));
  add("3.2.1.4", repeated(constant(1), count));
  add("3.2.1.5",
      computed([&state](std::size_t i) { return direction_of(state.sensors.string(Measure::current, i)); }));
  add("3.2.1.6", values_of(state, Measure::current, 100));
  add("3.2.1.7", element_numbers());
}

}  // namespace

void add_string_objects(DeviceState& state) {
  add_strings(state);
  if (!state.options.old_firmware) add_string_voltages(state);
  add_current_probes(state);
}

}  // namespace bmsgw::simulator::snmp
