#pragma once

#include "config/layers.hpp"
#include "config/problem_list.hpp"
#include "config/profile_fit.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// The map of an SNMP host: packets, and `snmp` of `bus`. The first of `layers` wins, packet by packet, and
/// in a packet param by param; commands, scales, traps and events as wholes.
void read_snmp_map(const Layers& layers, const ProfileFit& fit, ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
