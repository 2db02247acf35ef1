#pragma once

#include <vector>

#include "config/problem_list.hpp"
#include "config/resolved.hpp"
#include "config/route_reader.hpp"

namespace bmsgw::config {

/// Whether what is written to a bus comes back to where it was read.
void check_loops(const std::vector<ResolvedBridge>& bridges, const std::vector<ResolvedBus>& buses,
                 ProblemList& problems);

}  // namespace bmsgw::config
