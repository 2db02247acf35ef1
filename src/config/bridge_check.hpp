#pragma once

#include <vector>

#include "config/problem_list.hpp"
#include "config/resolved.hpp"
#include "config/route_reader.hpp"

namespace bmsgw::config {

/// Whether each value that is written to a bus can be, may be and is the only one at its place, and what of
/// its frame or sentence nobody fills.
void check_bridges(const std::vector<ResolvedBridge>& bridges, ProblemList& problems);

}  // namespace bmsgw::config
