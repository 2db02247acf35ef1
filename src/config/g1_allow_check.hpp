#pragma once

#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Whether `allow` of a G1 bus names what can be written to a unit: sentences, parameters in their ranges,
/// CAN ids, methods.
void check_g1_allow(const ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
