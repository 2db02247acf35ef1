#pragma once

#include "config/layers.hpp"
#include "config/problem_list.hpp"
#include "config/profile_fit.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// The map of a Modbus unit: packets, commands, limits, open and left_out of `bus`. The first of `layers`
/// wins, packet by packet, and in a packet param by param; commands as wholes.
void read_modbus_map(const Layers& layers, const ProfileFit& fit, ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
