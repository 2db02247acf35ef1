#pragma once

#include "bmsgw/config/settings.hpp"

#include "config/layers.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// `scales` of an SNMP map, whose `layers` these are; `bus` has its packets already.
void read_scales(const Layers& layers, ResolvedBus& bus, ProblemList& problems);

/// Whether what the bus says of a scale is about one that its map has. `place`: of the bus.
void check_given_scale(const SnmpBus& snmp, const JsonView& place, const ResolvedBus& bus,
                       ProblemList& problems);

}  // namespace bmsgw::config
