// The limits of a monitored battery and the alarms that follow from them.
#include "simulator/modbus/alarm_limits.hpp"
#include "simulator/modbus/monitored_battery.hpp"

namespace bmsgw::simulator::modbus {
namespace {

constexpr double kSomeCurrentA = 0.5;

}  // namespace

double MonitoredBattery::setting(const Meaning& meaning) const {
  const bool low = meaning.side == Side::low;
  switch (meaning.quantity) {
    case Quantity::voltage: {
      const auto cell_v = low ? kLowCellV : meaning.side == Side::high ? kHighCellV : kLowFloatV;
      const bool of_one = meaning.scope != Scope::string && meaning.scope != Scope::pack;
      return of_one ? cell_v : cell_v * static_cast<double>(reading().cells_per_string());
    }
    case Quantity::current:
      return kMostCurrentPerAh * capacity_ah_ *
             (meaning.scope == Scope::pack ? static_cast<double>(strings()) : 1);
    case Quantity::resistance:
      return kCellOhmAh / capacity_ah_ * (low ? kLowResistance : kHighResistance);
    case Quantity::temperature:
      return low ? kLowTemperatureC : kHighTemperatureC;
    case Quantity::ambient:
      return low ? kLowTemperatureC : kHighAmbientC;
    case Quantity::charge:
    case Quantity::humidity:
    case Quantity::health:
      return low ? 20 : 80;
    case Quantity::capacity:
      return capacity_ah_;
    case Quantity::cell_count:
      return static_cast<double>(cells_);
    case Quantity::string_count:
      return static_cast<double>(strings());
    default:
      return 0;
  }
}

bool MonitoredBattery::is_on_for_cell(Condition condition, std::size_t cell) const {
  if (condition == Condition::silent) return cell < cells_ && !is_live(cell);
  if (!is_live(cell)) return false;
  const auto& seen = reading().cells[cell];
  switch (condition) {
    case Condition::low_voltage:
      return seen.voltage_mv * 1e-3 < kLowCellV;
    case Condition::high_voltage:
      return seen.voltage_mv * 1e-3 > kHighCellV;
    case Condition::low_temperature:
      return seen.temperature_dc * 0.1 < kLowTemperatureC;
    case Condition::high_temperature:
      return seen.temperature_dc * 0.1 > kHighTemperatureC;
    case Condition::high_resistance:
      return measured_ohm_[cell] > kHighResistance * kCellOhmAh / capacity_ah_;
    case Condition::present:
      return true;
    case Condition::charging:
      return current_a() > kSomeCurrentA;
    case Condition::discharging:
      return current_a() < -kSomeCurrentA;
    default:
      return false;
  }
}

bool MonitoredBattery::is_on_for_any(Condition condition, std::size_t first, std::size_t last) const {
  for (auto cell = first; cell < last; ++cell) {
    if (is_on_for_cell(condition, cell)) return true;
  }
  return false;
}

bool MonitoredBattery::is_on(const Meaning& meaning, std::uint32_t element) const {
  const auto index = std::size_t{meaning.first} + element;
  const auto length = reading().cells_per_string();
  if (meaning.scope == Scope::cell) return is_on_for_cell(meaning.condition, index);
  if (meaning.scope == Scope::string)
    return is_on_for_any(meaning.condition, index * length, (index + 1) * length);
  return is_on_for_any(meaning.condition, 0, cells_);
}

}  // namespace bmsgw::simulator::modbus
