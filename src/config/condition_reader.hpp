#pragma once

#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Reads `valid_if` of each param: it may name any packet of the bus.
void resolve_conditions(ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
