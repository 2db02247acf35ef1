#pragma once

#include <vector>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Whether `allow` of a bus with a map (Modbus, SNMP) names commands and writable params of its devices, and
/// whether an entry could mean both.
void check_map_allow(const JsonView& bus, const std::vector<const ResolvedBus*>& devices,
                     ProblemList& problems);

}  // namespace bmsgw::config
