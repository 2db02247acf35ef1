#pragma once

#include <cstdint>

#include "simulator/pack_reading.hpp"

namespace bmsgw::simulator {

/// What the unit's pins do, as far as it follows from the battery.
struct Outputs {
  bool charger, low_battery, buzzer, charging_indication;
};

[[nodiscard]] Outputs outputs_of(const PackReading& pack);
/// The battery contactor; a protection opens it.
[[nodiscard]] bool contactor_closed(const PackReading& pack);
/// Which of the cells' values are true: ST1 field 5; CAN: the last byte of the diagnostic codes.
[[nodiscard]] unsigned validity_flags(const PackReading& pack);

[[nodiscard]] constexpr unsigned bit_if(bool on, unsigned bit) {
  return on ? 1U << bit : 0U;
}

}  // namespace bmsgw::simulator
