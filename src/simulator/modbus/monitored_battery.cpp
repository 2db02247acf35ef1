#include "simulator/modbus/monitored_battery.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "simulator/modbus/alarm_limits.hpp"

namespace bmsgw::simulator::modbus {
namespace {

constexpr double kSurroundingsPeriodS = 3600;

/// What the surroundings do: up and down around a value.
double swinging(double middle, double span, double time_s) {
  return middle + span * std::sin(2 * std::numbers::pi * time_s / kSurroundingsPeriodS);
}

}  // namespace

MonitoredBattery::MonitoredBattery(const MonitoredConfig& config)
    : battery_(config.battery),
      cells_(config.cells),
      capacity_ah_(config.battery.battery.capacity_ah / static_cast<double>(config.battery.battery.strings)),
      seed_(config.battery.battery.seed) {
  test_resistances();
}

bool MonitoredBattery::on_time(Elapsed now) {
  bool moved = false;
  while (battery_.step(now)) moved = true;
  return moved;
}

void MonitoredBattery::test_resistances() {
  constexpr double kRepeatability = 0.01;
  Random random(seed_ + ++tests_);
  measured_ohm_.clear();
  for (std::size_t i = 0; i < cells_; ++i)
    measured_ohm_.push_back(reading().cells[i].resistance_uohm * 1e-6 *
                            (1 + kRepeatability * random.spread()));
}

std::optional<double> MonitoredBattery::of_cell(Quantity quantity, std::size_t cell) const {
  if (!is_live(cell)) return std::nullopt;
  const auto& seen = reading().cells[cell];
  switch (quantity) {
    case Quantity::voltage:
      return seen.voltage_mv * 1e-3;
    case Quantity::current:
      return of_string(quantity, cell / reading().cells_per_string());
    case Quantity::resistance:
      return measured_ohm_[cell];
    case Quantity::temperature:
      return seen.temperature_dc * 0.1;
    case Quantity::charge:
      return seen.charge_permille * 0.1;
    case Quantity::health:
      return std::min(100.0, 120 - 20 * measured_ohm_[cell] * capacity_ah_ / kCellOhmAh);
    default:
      return of_pack(quantity);
  }
}

/// Its other values are the mean of those of its cells.
std::optional<double> MonitoredBattery::of_string(Quantity quantity, std::size_t string) const {
  if (string >= strings()) return std::nullopt;
  const auto length = reading().cells_per_string();
  switch (quantity) {
    case Quantity::current:
      return reading().string_currents_ma[string] * 1e-3;
    case Quantity::cell_count:
      return static_cast<double>(length);
    case Quantity::voltage:
      return string_voltage_v(string * length, (string + 1) * length);
    default:
      return mean_of_string(quantity, string);
  }
}

std::optional<double> MonitoredBattery::mean_of_string(Quantity quantity, std::size_t string) const {
  const auto length = reading().cells_per_string();
  if (string >= strings()) return std::nullopt;
  return over_cells({.quantity = quantity, .scope = Scope::mean}, string * length, (string + 1) * length);
}

/// Of all cells between, also of those that nobody monitors.
double MonitoredBattery::string_voltage_v(std::size_t first, std::size_t last) const {
  double sum_mv = 0;
  for (auto cell = first; cell < last; ++cell) sum_mv += reading().cells[cell].voltage_mv;
  return sum_mv * 1e-3;
}

std::optional<double> MonitoredBattery::of_pack(Quantity quantity) const {
  const auto& seen = reading();
  const auto voltage_v = seen.total_cv();
  switch (quantity) {
    case Quantity::voltage:
      return voltage_v ? std::optional(*voltage_v * 0.01) : std::nullopt;
    case Quantity::current:
      return current_a();
    case Quantity::power:
      return current_a() * voltage_v.value_or(0) * 0.01;
    case Quantity::charge:
      return 100.0 * seen.charge_c / std::max(seen.capacity_c, 1U);
    case Quantity::remaining:
      return seen.charge_c / 3600.0;
    case Quantity::capacity:
      return seen.capacity_c / 3600.0;
    case Quantity::ambient:
      return swinging(22, 1.5, battery_.model_s());
    case Quantity::humidity:
      return swinging(45, 5, battery_.model_s());
    case Quantity::cell_count:
      return static_cast<double>(cells_);
    case Quantity::string_count:
      return static_cast<double>(strings());
    case Quantity::resistance:
    case Quantity::temperature:
    case Quantity::health:
      return over_cells({.quantity = quantity, .scope = Scope::mean}, 0, cells_);
    default:
      return std::nullopt;
  }
}

std::optional<double> MonitoredBattery::over_cells(const Meaning& meaning, std::size_t first,
                                                   std::size_t last) const {
  std::optional<double> least, most;
  double sum = 0;
  std::size_t live = 0;
  for (auto cell = first; cell < last; ++cell) {
    const auto value = of_cell(meaning.quantity, cell);
    if (!value) continue;
    least = std::min(least.value_or(*value), *value);
    most = std::max(most.value_or(*value), *value);
    sum += *value;
    ++live;
  }
  if (live == 0 || meaning.scope == Scope::least) return least;
  return meaning.scope == Scope::most ? most : std::optional(sum / static_cast<double>(live));
}

std::optional<double> MonitoredBattery::value(const Meaning& meaning, std::uint32_t element) const {
  if (meaning.setting) return setting(meaning);
  const auto index = std::size_t{meaning.first} + element;
  switch (meaning.scope) {
    case Scope::cell:
      return of_cell(meaning.quantity, index);
    case Scope::string:
      return meaning.average ? mean_of_string(meaning.quantity, index) : of_string(meaning.quantity, index);
    case Scope::pack:
      return of_pack(meaning.quantity);
    case Scope::least:
    case Scope::most:
    case Scope::mean:
      break;
  }
  return over_cells(meaning, 0, cells_);
}

}  // namespace bmsgw::simulator::modbus
