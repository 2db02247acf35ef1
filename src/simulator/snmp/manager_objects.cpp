// The battery manager itself: what it is, how it is set, what it does.
#include <cmath>

#include <fmt/core.h>

#include "simulator/modbus/alarm_limits.hpp"
#include "simulator/snmp/objects.hpp"

namespace bmsgw::simulator::snmp {
namespace {

using Result = ResistanceMeasurement::Result;

constexpr std::int64_t kMostSetting = 65535;
constexpr std::int64_t kMeasureNow = 2;

void add_identification(DeviceState& state) {
  const bool old = state.options.old_firmware;
  const auto serial = fmt::format("SIM{:09}", state.options.battery.battery.battery.seed % 1'000'000'000);
  state.tree.add_scalar(manager_oid("1.1"), fixed_text("BM100"));
  state.tree.add_scalar(manager_oid("1.2"), fixed_text("1.0"));
  state.tree.add_scalar(manager_oid("1.3"), fixed_text(old ? "1.0.1" : "1.2.4"));
  state.tree.add_scalar(manager_oid("1.4"), fixed_text("1.0"));
  state.tree.add_scalar(manager_oid("1.5"), fixed_text("1.0.2"));
  state.tree.add_scalar(manager_oid("1.6"), fixed_text("06/15/2022"));
  state.tree.add_scalar(manager_oid("1.7"), fixed_text(serial));
  state.tree.add_scalar(manager_oid("1.8"), settable_text("Battery manager"));
  state.tree.add_scalar(manager_oid("1.9"), settable_text("Battery room"));
}

void add_properties(DeviceState& state) {
  constexpr std::int64_t k4V = 3;
  state.tree.add_scalar(manager_oid("2.1"), constant(4));
  state.tree.add_scalar(manager_oid("2.2"), constant(60));
  state.tree.add_scalar(manager_oid("2.3"), fixed_text("100-240 V"));
  state.tree.add_scalar(manager_oid("2.4"), constant(k4V));
}

/// The indicator tests; they show nothing and are over at once.
void add_control(DeviceState& state) {
  for (const auto* object : {"4.1", "4.2"}) {
    auto column = setting(1, 1, 2);
    const auto oid = manager_oid(object);
    column.written = [&state, oid](std::size_t, const Value&) { state.tree.keep(oid, 1); };
    state.tree.add_scalar(oid, std::move(column));
  }
}

void add_measurement(DeviceState& state) {
  state.tree.add_scalar(manager_oid("6.1.1"), setting(720, 0, kMostSetting));
  auto command = setting(1, 1, 2);
  command.written = [&state](std::size_t, const Value& value) {
    if (value.number == kMeasureNow) state.measurement.start(state.now());
    state.tree.keep(manager_oid("6.1.2"), 1);
  };
  state.tree.add_scalar(manager_oid("6.1.2"), std::move(command));
  state.tree.add_scalar(manager_oid("6.1.3"), computed([&state](std::size_t) {
                          return static_cast<std::int64_t>(state.measurement.result());
                        }));
  Column updated;
  updated.read = [&state](std::size_t) { return Value::text(time_text(state.measured_unix_us())); };
  state.tree.add_scalar(manager_oid("6.1.4"), std::move(updated));
}

void add_equalization(DeviceState& state) {
  constexpr std::int64_t kActive = 1, kNotActive = 3;
  state.tree.add_scalar(manager_oid("7.1"), setting(1, 1, 2));
  state.tree.add_scalar(manager_oid("7.2"), setting(10, 1, kMostSetting));
  state.tree.add_scalar(manager_oid("7.3"), computed([&state](std::size_t) {
                          return state.equalization.is_active() ? kActive : kNotActive;
                        }));
  Column started, elapsed;
  started.read = [&state](std::size_t) {
    const auto at = state.equalization.started();
    return Value::text(at ? time_text(state.options.start_unix_us + at->count()) : "");
  };
  elapsed.read = [&state](std::size_t) {
    const auto at = state.equalization.started();
    return Value::ticks(at ? (state.now() - *at).count() / 10'000 : 0);
  };
  state.tree.add_scalar(manager_oid("7.4"), std::move(started));
  state.tree.add_scalar(manager_oid("7.5"), std::move(elapsed));
}

void add_shutdown(DeviceState& state) {
  state.tree.add_scalar(manager_oid("20.1"), setting(250, 0, kMostSetting));
  state.tree.add_scalar(manager_oid("20.2"), constant(1));
  state.tree.add_scalar(manager_oid("20.3"), constant(0));
}

}  // namespace

void add_system_objects(DeviceState& state) {
  const auto system = [](std::uint32_t object) { return joined(oid_of("1.3.6.1.2.1.1"), object); };
  state.tree.add_scalar(system(1), fixed_text("CyberPower battery manager (simulated)"));
  state.tree.add_scalar(system(2), {.kept = {{Value::Type::object_id, 0, {}, manager_oid("1")}}});
  Column uptime;
  uptime.read = [&state](std::size_t) { return Value::ticks(state.ticks()); };
  state.tree.add_scalar(system(3), std::move(uptime));
  state.tree.add_scalar(system(4), settable_text("Administrator"));
  state.tree.add_scalar(system(5), settable_text("BM100"));
  state.tree.add_scalar(system(6), settable_text("Battery room"));
  state.tree.add_scalar(system(7), constant(72));
}

void add_manager_objects(DeviceState& state) {
  add_identification(state);
  add_properties(state);
  add_control(state);
  add_measurement(state);
  add_equalization(state);
  add_shutdown(state);
}

}  // namespace bmsgw::simulator::snmp
