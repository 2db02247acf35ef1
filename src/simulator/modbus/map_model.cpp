#include "simulator/modbus/map_model.hpp"

#include <optional>
#include <string>

#include <fmt/core.h>

#include "simulator/modbus/value_store.hpp"

namespace bmsgw::simulator::modbus {
namespace {

constexpr double kSomeCurrentA = 0.5;
constexpr double kBaud = 9600;

double state_code(const PlannedValue& value, const MonitoredBattery& battery, std::uint32_t element) {
  const auto& codes = value.codes;
  const bool of_cell = value.meaning.scope == Scope::cell;
  if (of_cell && !battery.value({.quantity = Quantity::voltage, .scope = Scope::cell}, element))
    return static_cast<double>(codes.silent);
  if (battery.current_a() > kSomeCurrentA) return static_cast<double>(codes.charging);
  return static_cast<double>(battery.current_a() < -kSomeCurrentA ? codes.discharging : codes.idle);
}

/// As the map says it; nothing: there is none.
std::optional<double> said(const PlannedValue& value, const MonitoredBattery& battery, std::uint8_t unit,
                           std::uint32_t element) {
  switch (value.meaning.quantity) {
    case Quantity::nothing:
      return value.constant;
    case Quantity::alarm:
    case Quantity::presence:
      return battery.is_on(value.meaning, element) ? 1 : 0;
    case Quantity::state:
      return state_code(value, battery, element);
    case Quantity::version:
      return 1;
    case Quantity::unit_id:
      return unit;
    case Quantity::baud:
      return kBaud;
    default:
      break;
  }
  const auto measured = battery.value(value.meaning, element);
  return measured ? std::optional(value.meaning.scale.said(*measured)) : std::nullopt;
}

}  // namespace

MapModel::MapModel(const MapPlan& plan, std::uint8_t unit) : plan_(plan), unit_(unit) {
  for (const auto& value : plan.values) kept_.push_back(value.kept);
}

void MapModel::fill(const PlannedValue& value, const MonitoredBattery& battery, RegisterBank& bank) const {
  if (value.meaning.quantity == Quantity::text) {
    return store_text(bank, value.place, fmt::format("SIM{:05}", unit_));
  }
  for (std::uint32_t i = 0; i < value.place.count; ++i) {
    const auto place = element_place(value.place, i);
    const auto number = said(value, battery, unit_, i);
    number ? store_value(bank, place, value.format, *number) : store_nothing(bank, place, value.format);
  }
}

void MapModel::fill(const MonitoredBattery& battery, RegisterBank& bank) const {
  for (const auto& value : plan_.values) fill(value, battery, bank);
}

void MapModel::refresh(const MonitoredBattery& battery, RegisterBank& bank) const {
  for (std::size_t i = 0; i < plan_.values.size(); ++i) {
    if (!kept_[i]) fill(plan_.values[i], battery, bank);
  }
}

void MapModel::refresh_clock(const UnitClock& clock, Elapsed now, RegisterBank& bank) const {
  for (const auto& shown : plan_.clocks) {
    const auto part = clock.part(shown.part, shown.utc, now);
    store_value(bank, shown.place, shown.format, static_cast<double>(part));
  }
}

void MapModel::keep(core::ModbusFunction table, std::uint32_t address, std::uint32_t count) {
  for (std::size_t i = 0; i < plan_.values.size(); ++i) {
    if (!kept_[i] && touches(plan_.values[i].place, table, address, count)) kept_[i] = true;
  }
}

}  // namespace bmsgw::simulator::modbus
