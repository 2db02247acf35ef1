#pragma once

#include <string>

#include "bmsgw/config/params.hpp"

namespace bmsgw::simulator::snmp {

/// The map that a profile's file is. Throws std::runtime_error that says all that is wrong with it.
[[nodiscard]] config::BusProtocol load_profile(const std::string& file);

}  // namespace bmsgw::simulator::snmp
