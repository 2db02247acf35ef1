#include "simulator/snmp/traps.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/core.h>

#include "simulator/snmp/objects.hpp"

namespace bmsgw::simulator::snmp {
namespace {

using Of = SensorId::Of;

constexpr std::uint32_t kSystemTraps = 600;
constexpr std::uint32_t kProbeTraps = 603;
constexpr std::uint32_t kStringTraps = 606;

struct Event {
  Of of;
  Measure measure;
  AlarmState state;
  std::int64_t number;
  std::string_view text;
};

// 226 is what the MIB says where 206 would follow.
constexpr std::array<Event, 22> kEvents{{
    {Of::battery, Measure::voltage, AlarmState::alarm_low, 101, "low battery voltage"},
    {Of::battery, Measure::voltage, AlarmState::alarm_high, 102, "high battery voltage"},
    {Of::battery, Measure::voltage, AlarmState::normal, 103, "battery voltage is normal again"},
    {Of::battery, Measure::temperature, AlarmState::alarm_low, 104, "low battery temperature"},
    {Of::battery, Measure::temperature, AlarmState::alarm_high, 105, "high battery temperature"},
    {Of::battery, Measure::temperature, AlarmState::normal, 106, "battery temperature is normal again"},
    {Of::battery, Measure::resistance, AlarmState::alarm_low, 107, "very low battery resistance"},
    {Of::battery, Measure::resistance, AlarmState::alarm_high, 108, "very high battery resistance"},
    {Of::battery, Measure::resistance, AlarmState::warn_low, 109, "low battery resistance"},
    {Of::battery, Measure::resistance, AlarmState::warn_high, 110, "high battery resistance"},
    {Of::battery, Measure::resistance, AlarmState::normal, 111, "battery resistance is normal again"},
    {Of::battery, Measure::charge, AlarmState::alarm_low, 118, "very low battery charge"},
    {Of::battery, Measure::charge, AlarmState::warn_low, 119, "low battery charge"},
    {Of::battery, Measure::charge, AlarmState::normal, 120, "battery charge is normal again"},
    {Of::string, Measure::voltage, AlarmState::alarm_low, 201, "very low string voltage"},
    {Of::string, Measure::voltage, AlarmState::alarm_high, 202, "very high string voltage"},
    {Of::string, Measure::voltage, AlarmState::warn_low, 203, "low string voltage"},
    {Of::string, Measure::voltage, AlarmState::warn_high, 204, "high string voltage"},
    {Of::string, Measure::voltage, AlarmState::normal, 205, "string voltage is normal again"},
    {Of::string, Measure::charge, AlarmState::alarm_low, 226, "very low string charge"},
    {Of::string, Measure::charge, AlarmState::warn_low, 207, "low string charge"},
    {Of::string, Measure::charge, AlarmState::normal, 208, "string charge is normal again"},
}};

const Event* event_of(const AlarmChange& change) {
  const auto fits = [&change](const Event& event) {
    return event.of == change.sensor.of && event.measure == change.sensor.measure &&
           event.state == change.state;
  };
  const auto found = std::ranges::find_if(kEvents, fits);
  return found == kEvents.end() ? nullptr : &*found;
}

/// Alarm, warning, information: three traps in a row.
std::uint32_t severity_of(AlarmState state) {
  if (state == AlarmState::alarm_low || state == AlarmState::alarm_high) return 0;
  return state == AlarmState::normal ? 2 : 1;
}

Varbind scalar_of(const DeviceState& state, std::string_view below) {
  const auto oid = joined(manager_oid(below), 0);
  const auto* place = state.tree.find(oid);
  return {oid, place == nullptr ? Value{} : place->value().value_or(Value{})};
}

/// Serial number, name, location.
std::vector<Varbind> sender(const DeviceState& state) {
  return {scalar_of(state, "1.7"), scalar_of(state, "1.8"), scalar_of(state, "1.9")};
}

Varbind table_varbind(std::string_view column, std::size_t element, std::size_t number) {
  return {joined(manager_oid(column), static_cast<std::uint32_t>(element + 1)),
          Value::integer(static_cast<std::int64_t>(number))};
}

void add_event(std::vector<Varbind>& varbinds, std::int64_t number, std::string text) {
  varbinds.push_back({joined(vendor_oid("2.2.6"), 0), Value::integer(number)});
  varbinds.push_back({joined(vendor_oid("2.2.3"), 0), Value::text(std::move(text))});
}

std::string unit_of(Measure measure) {
  switch (measure) {
    case Measure::voltage:
      return "V";
    case Measure::temperature:
      return "degrees C";
    case Measure::resistance:
      return "mOhm";
    default:
      return "%";
  }
}

std::string value_text(const AlarmChange& change) {
  const double factor = change.sensor.measure == Measure::resistance ? 1000 : 1;
  return fmt::format("{:.2f} {}", change.value * factor, unit_of(change.sensor.measure));
}

}  // namespace

std::optional<Trap> trap_of(const AlarmChange& change, const DeviceState& state) {
  const auto* event = event_of(change);
  if (event == nullptr) return std::nullopt;
  const auto index = change.sensor.index;
  const bool of_battery = change.sensor.of == Of::battery;
  Trap trap{(of_battery ? kProbeTraps : kStringTraps) + severity_of(change.state), sender(state)};
  if (of_battery) {
    const auto length = state.sensors.per_string();
    trap.varbinds.push_back(table_varbind("5.3.1.3", index, index / length + 1));
    trap.varbinds.push_back(table_varbind("5.3.1.4", index, index % length + 1));
  } else {
    trap.varbinds.push_back(table_varbind("10.3.1.1", index, index + 1));
  }
  add_event(trap.varbinds, event->number, fmt::format("{}: {}", event->text, value_text(change)));
  return trap;
}

Trap equalization_trap(const DeviceState& state) {
  const bool active = state.equalization.is_active();
  Trap trap{kSystemTraps + 1, sender(state)};
  add_event(trap.varbinds, active ? 9 : 10, active ? "equalization begins" : "equalization ends");
  return trap;
}

}  // namespace bmsgw::simulator::snmp
