#pragma once

#include "config/layers.hpp"
#include "config/oid_resolver.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// `commands` of an SNMP map, whose `layers` these are; `bus` has its packets already.
void read_snmp_commands(const Layers& layers, const OidResolver& oids, ResolvedBus& bus,
                        ProblemList& problems);

}  // namespace bmsgw::config
