#include "simulator/pack_status.hpp"

namespace bmsgw::simulator {

Outputs outputs_of(const PackReading& pack) {
  const bool charging = pack.stage >= Stage::precharge && pack.stage <= Stage::balancing;
  const bool protection = (pack.protections & ~unsigned{kChargerConnected}) != 0;
  return {charging, (pack.reductions & kLowVoltage) != 0, protection,
          charging || pack.stage == Stage::finished};
}

bool contactor_closed(const PackReading& pack) {
  return !outputs_of(pack).buzzer;
}

unsigned validity_flags(const PackReading& pack) {
  constexpr unsigned kVoltages = 1U << 0U, kModuleTemperatures = 1U << 1U, kBalancing = 1U << 2U;
  constexpr unsigned kLiveCells = 1U << 3U, kCellTemperatures = 1U << 5U;
  if (!pack.cell_comm()) return 0;
  return kVoltages | kModuleTemperatures | kBalancing | (pack.cells_as_configured ? kLiveCells : 0U) |
         (pack.external_temperatures ? kCellTemperatures : 0U);
}

}  // namespace bmsgw::simulator
