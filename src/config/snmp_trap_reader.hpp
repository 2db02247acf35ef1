#pragma once

#include "config/layers.hpp"
#include "config/oid_resolver.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// `traps` of an SNMP map, whose `layers` these are; `bus` has its packets already. Traps and events as
/// wholes: the first layer that has one wins.
void read_trap_map(const Layers& layers, const OidResolver& oids, ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
