#pragma once

#include <vector>

#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Whether all that a Modbus map reads and writes can be, by itself and beside the rest of it: addresses,
/// limits, forbidden ranges, values that begin inside each other.
void check_modbus_map(const ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
