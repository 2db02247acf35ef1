#include "simulator/snmp/sensors.hpp"

namespace bmsgw::simulator::snmp {
namespace {

using modbus::Meaning;
using modbus::Quantity;
using modbus::Scope;

constexpr double kSensorSpread = 0.3;  ///< what the environment's sensors differ by

Quantity quantity_of(Measure measure) {
  switch (measure) {
    case Measure::voltage:
      return Quantity::voltage;
    case Measure::temperature:
      return Quantity::temperature;
    case Measure::resistance:
      return Quantity::resistance;
    case Measure::charge:
      return Quantity::charge;
    case Measure::current:
      return Quantity::current;
    case Measure::humidity:
      break;
  }
  return Quantity::humidity;
}

/// What the model says of it.
Meaning meaning_of(const SensorId& sensor) {
  if (sensor.of == SensorId::Of::environment) {
    const bool of_air = sensor.measure == Measure::temperature;
    return {.quantity = of_air ? Quantity::ambient : Quantity::humidity, .scope = Scope::pack};
  }
  return {.quantity = quantity_of(sensor.measure),
          .scope = sensor.of == SensorId::Of::battery ? Scope::cell : Scope::string};
}

}  // namespace

std::optional<double> Sensors::value(const SensorId& sensor) const {
  const auto pinned = pinned_.find(sensor);
  if (pinned != pinned_.end()) return pinned->second;
  const auto index = static_cast<std::uint32_t>(sensor.index);
  if (sensor.of != SensorId::Of::environment) return battery_.value(meaning_of(sensor), index);
  const auto common = battery_.value(meaning_of(sensor), 0);
  return common ? std::optional(*common + kSensorSpread * static_cast<double>(index)) : std::nullopt;
}

std::optional<double> Sensors::battery(Measure measure, std::size_t index) const {
  return value({SensorId::Of::battery, index, measure});
}

std::optional<double> Sensors::string(Measure measure, std::size_t index) const {
  return value({SensorId::Of::string, index, measure});
}

std::optional<double> Sensors::environment(Measure measure, std::size_t index) const {
  return value({SensorId::Of::environment, index, measure});
}

}  // namespace bmsgw::simulator::snmp
