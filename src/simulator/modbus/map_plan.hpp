#pragma once

#include <optional>
#include <vector>

#include "bmsgw/config/params.hpp"
#include "bmsgw/core/modbus_map.hpp"

#include "simulator/modbus/meaning.hpp"
#include "simulator/modbus/register_bank.hpp"
#include "simulator/modbus/state_codes.hpp"

/// What a map makes of a simulated device: the same for all of its units. Thread: any (const).
namespace bmsgw::simulator::modbus {

struct PlannedValue {
  core::ModbusPlace place;
  core::FieldFormat format;
  Meaning meaning;
  StateCodes codes{};
  double constant = 0;    ///< of a quantity that we have no idea of
  bool writable = false;  ///< as a param of the map
  bool kept = false;      ///< shows what was written, not what is measured
};

struct ClockRegister {
  core::ModbusPlace place;
  core::FieldFormat format;
  core::ClockPart part = core::ClockPart::epoch;
  bool utc = true;
};

/// What starts a test of the resistances, and where it says that it is done.
struct TestTrigger {
  core::ModbusWriteStep step;
  std::optional<core::ModbusUntil> until;
  double busy = 1;  ///< what `until` reads meanwhile
};

struct MapPlan {
  std::vector<PlannedValue> values;
  std::vector<ClockRegister> clocks;  ///< years before months before days
  std::vector<TestTrigger> tests;
  std::vector<core::ModbusPlace> written, awaited;  ///< by commands
  core::ModbusLimits limits;
};

[[nodiscard]] MapPlan plan_of(const config::BusProtocol& map);
/// What a master may read and write of a unit: what the map names.
void allow_all(const MapPlan& plan, RegisterBank& bank);
/// Whether one of the elements of `place` has one of these items.
[[nodiscard]] bool touches(const core::ModbusPlace& place, core::ModbusFunction table, std::uint32_t address,
                           std::uint32_t count);

}  // namespace bmsgw::simulator::modbus
