#pragma once

#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Whether `format_by` and `alarm` of the params of an SNMP map name what there is, and whether no two alarms
/// are of the same.
void check_snmp_params(const ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
