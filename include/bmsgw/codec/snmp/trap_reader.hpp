#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bmsgw/core/alarm.hpp"
#include "bmsgw/core/snmp_map.hpp"

namespace bmsgw::codec::snmp {

/// What a trap means by the map.
struct TrapMeaning {
  core::AlarmEvent event;  ///< by_trap
  bool is_alarm = false;   ///< it opens, changes or ends the alarm of event.key
};

/// Nothing: the map doesn't know this trap. One that it knows with an event number that it doesn't know, or
/// with fewer varbinds, is an event all the same: with the device's text, or `event <number>`. Texts are cut
/// to 255 bytes, bytes that are no UTF-8 replaced by '?'. Thread: any.
[[nodiscard]] std::optional<TrapMeaning> read_trap(const core::SnmpTraps& map, const core::SnmpTrap& trap);

}  // namespace bmsgw::codec::snmp
