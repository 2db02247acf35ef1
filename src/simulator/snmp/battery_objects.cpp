// The tables of the probes, 1.3.6.1.4.1.3808.1.1.7.5: a row for each battery, string after string.
#include <string>

#include <fmt/core.h>

#include "simulator/snmp/objects.hpp"

namespace bmsgw::simulator::snmp {
namespace {

using Of = SensorId::Of;

void add_column(DeviceState& state, std::string_view table, std::uint32_t column, Column what) {
  state.tree.add_table(joined(manager_oid(table), column), state.sensors.batteries(), std::move(what));
}

std::size_t live_batteries(const Sensors& sensors) {
  std::size_t live = 0;
  for (std::size_t i = 0; i < sensors.batteries(); ++i) live += sensors.battery(Measure::voltage, i) ? 1 : 0;
  return live;
}

/// Index, pack, string, battery of the string.
void add_places(DeviceState& state, std::string_view table) {
  const auto length = state.sensors.per_string();
  add_column(state, table, 1, element_numbers());
  add_column(state, table, 2, computed([](std::size_t) { return 1; }));
  add_column(state, table, 3,
             computed([length](std::size_t i) { return static_cast<std::int64_t>(i / length + 1); }));
  add_column(state, table, 4,
             computed([length](std::size_t i) { return static_cast<std::int64_t>(i % length + 1); }));
}

void add_alarms(DeviceState& state, std::string_view table, std::uint32_t column, Measure measure) {
  add_column(state, table, column, computed([&state, measure](std::size_t i) {
               return static_cast<std::int64_t>(state.alarms.state({Of::battery, i, measure}));
             }));
}

void add_values(DeviceState& state, std::string_view table, std::uint32_t column, Measure measure,
                double per_unit) {
  add_column(state, table, column, computed([&state, measure, per_unit](std::size_t i) {
               return raw_of(state.sensors.battery(measure, i), per_unit);
             }));
}

/// Its measure stands in column 7, its alarm in column 6.
void add_table(DeviceState& state, std::uint32_t table, Measure measure, double per_unit) {
  state.tree.add_scalar(joined(manager_oid("5"), table - 1),
                        constant(static_cast<std::int64_t>(state.sensors.batteries())));
  const auto rows = fmt::format("5.{}.1", table);
  add_places(state, rows);
  add_column(state, rows, 5, element_numbers());
  add_alarms(state, rows, 6, measure);
  add_values(state, rows, 7, measure, per_unit);
}

void add_probes(DeviceState& state) {
  state.tree.add_scalar(manager_oid("5.1"), computed([&state](std::size_t) {
                          return static_cast<std::int64_t>(live_batteries(state.sensors));
                        }));
  state.tree.add_scalar(manager_oid("5.2"), constant(static_cast<std::int64_t>(state.sensors.batteries())));
  add_places(state, "5.3.1");
}

/// In percent of what the model's batteries have when they are new.
std::optional<std::int64_t> health(const DeviceState& state, std::size_t battery) {
  const auto ohm = state.sensors.battery(Measure::resistance, battery);
  return raw_of(ohm, 100 / state.good_ohm());
}

}  // namespace

void add_battery_objects(DeviceState& state) {
  add_probes(state);
  add_table(state, 5, Measure::voltage, 100);
  add_table(state, 7, Measure::temperature, 1 / state.options.temperature_scale);
  add_table(state, 9, Measure::resistance, 1e5);
  add_column(state, "5.5.1", 8, computed([&state](std::size_t i) {
               return raw_of(state.equalization.power(i, state.sensors), 1);
             }));
  add_column(state, "5.9.1", 8, computed([&state](std::size_t i) { return health(state, i); }));
  if (state.options.old_firmware) return;
  add_alarms(state, "5.5.1", 9, Measure::charge);
  add_values(state, "5.5.1", 10, Measure::charge, 1);
}

}  // namespace bmsgw::simulator::snmp
