#pragma once

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// Whether `access` and `allow` of a bus go together, and what stands in `allow`. Of a bus
/// with a map (Modbus, SNMP) that is left to the map.
void check_allow(const JsonView& bus, const char* family, ProblemList& problems);

}  // namespace bmsgw::config
