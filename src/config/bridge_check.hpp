#pragma once

#include "bmsgw/config/settings.hpp"

#include "config/problem_list.hpp"
#include "config/route_reader.hpp"

namespace bmsgw::config {

/// Whether each value that routes write to a bus can be, may be and is the only one at its place, and what of
/// its frame or sentence nobody fills.
void check_bridges(const ResolvedRoutes& routes, const Settings& settings, ProblemList& problems);

}  // namespace bmsgw::config
