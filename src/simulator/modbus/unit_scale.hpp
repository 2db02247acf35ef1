#pragma once

#include <cstdint>
#include <string_view>

namespace bmsgw::simulator::modbus {

/// What a unit measures, and how a number in V, A, Ohm, degrees Celsius, %, Ah, W, s is said in it.
struct UnitScale {
  enum class Of : std::uint8_t {
    unknown,
    voltage,
    current,
    resistance,
    temperature,
    share,
    charge,
    power,
    time
  };
  Of of = Of::unknown;
  double factor = 1;
  double offset = 0;

  [[nodiscard]] double said(double value) const { return value * factor + offset; }
};

/// `units` as a map says them: mV, µΩ, °C, ...
[[nodiscard]] UnitScale scale_of(std::string_view units);

}  // namespace bmsgw::simulator::modbus
