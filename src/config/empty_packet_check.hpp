#pragma once

#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Of a map: warns of packets without params, most likely a slip in the name of one that is to be changed.
void warn_of_empty_packets(const ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
