#pragma once

#include <string>
#include <vector>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/profile_fit.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// The packets of a protocol of a family (g1 or can): the first of `layers` wins, packet by packet, and in a
/// packet param by param.
[[nodiscard]] std::vector<ResolvedPacket> read_packets(const std::string& family,
                                                       const std::vector<JsonView>& layers, ProfileFit& fit,
                                                       ProblemList& problems);

}  // namespace bmsgw::config
