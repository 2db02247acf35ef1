#pragma once

#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Whether a CAN bus is asked for more than it can be asked for.
void check_polls(const ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
