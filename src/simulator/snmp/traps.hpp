#pragma once

#include <optional>

#include "bmsgw/simulator/snmp/request.hpp"

#include "simulator/snmp/alarm_state.hpp"
#include "simulator/snmp/device_state.hpp"

/// A battery manager's traps (CPS-MIB 2.10, 600 to 608). Thread: any.
namespace bmsgw::simulator::snmp {

/// Nothing: the MIB has no event for it.
[[nodiscard]] std::optional<Trap> trap_of(const AlarmChange& change, const DeviceState& state);
/// Equalization has begun or ended.
[[nodiscard]] Trap equalization_trap(const DeviceState& state);

}  // namespace bmsgw::simulator::snmp
