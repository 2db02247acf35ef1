#pragma once

#include <vector>

#include "config/problem_list.hpp"
#include "config/resolved.hpp"
#include "config/route_end.hpp"
#include "config/settings_reader.hpp"

namespace bmsgw::config {

/// Whether the values that `only_if` of each bus's `allow` names are there and can be compared; fills in the
/// bus that is meant, and the packet's own name. `buses`: those that take part.
void resolve_required_states(SettingsReading& reading, const std::vector<ResolvedBus>& buses,
                             const std::vector<RestingBus>& resting, ProblemList& problems);

}  // namespace bmsgw::config
