#pragma once

#include <cstdint>
#include <vector>

#include "simulator/modbus/map_plan.hpp"
#include "simulator/modbus/monitored_battery.hpp"
#include "simulator/modbus/unit_clock.hpp"

namespace bmsgw::simulator::modbus {

/// Fills a unit's registers with what its battery and clock say now. Thread: any (no sharing).
class MapModel {
 public:
  MapModel(const MapPlan& plan, std::uint8_t unit);  ///< the plan outlives the model

  /// Everything, also what stays as it is from then on.
  void fill(const MonitoredBattery& battery, RegisterBank& bank) const;
  /// What moves with the battery.
  void refresh(const MonitoredBattery& battery, RegisterBank& bank) const;
  void refresh_clock(const UnitClock& clock, Elapsed now, RegisterBank& bank) const;
  /// A master wrote here: that stays from now on.
  void keep(core::ModbusFunction table, std::uint32_t address, std::uint32_t count);

 private:
  void fill(const PlannedValue& value, const MonitoredBattery& battery, RegisterBank& bank) const;

  const MapPlan& plan_;
  std::uint8_t unit_;
  std::vector<bool> kept_;  ///< of the plan's values
};

}  // namespace bmsgw::simulator::modbus
