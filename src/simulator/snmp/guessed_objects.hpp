#pragma once

#include "bmsgw/config/params.hpp"

#include "simulator/snmp/device_state.hpp"

/// What a profile has besides the MIB. Thread: any.
namespace bmsgw::simulator::snmp {

/// Objects that `map` reads outside of the vendor's MIB: what their values are is guessed from names and
/// units, as for Modbus maps. Within it the device has what the MIB says, so that a map's mistakes show.
void add_guessed_objects(const config::BusProtocol& map, DeviceState& state);

}  // namespace bmsgw::simulator::snmp
