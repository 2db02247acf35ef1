#pragma once

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// Whether `access` and `allow` of a bus go together, and what stands in `allow` as far as that can be told
/// from the settings alone: CAN ids. What a G1 bus allows is checked by check_g1_allow, what one with a map
/// (Modbus, SNMP) does by check_map_allow.
void check_allow(const JsonView& bus, const char* family, ProblemList& problems);

}  // namespace bmsgw::config
