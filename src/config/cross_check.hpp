#pragma once

#include <vector>

#include "config/problem_list.hpp"
#include "config/resolved.hpp"
#include "config/route_reader.hpp"

namespace bmsgw::config {

/// Whether each telemetry key has one source, those included that go out beside a value or for a bus. A route
/// that only repeats a param's route_to_mqtt is taken out.
void check_keys(const std::vector<ResolvedBus>& buses, std::vector<ResolvedRoute>& routes,
                ProblemList& problems);

}  // namespace bmsgw::config
