#pragma once

#include <vector>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// The packets of a protocol: the first of `layers` wins, packet by packet, and in a packet param by param.
[[nodiscard]] std::vector<ResolvedPacket> read_packets(const std::vector<JsonView>& layers,
                                                       ProblemList& problems);

/// Reads `valid_if` of each param: it may name any packet of the bus.
void resolve_conditions(ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
