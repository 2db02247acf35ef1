#pragma once

#include <vector>

#include "bmsgw/config/params.hpp"

#include "config/json_view.hpp"
#include "config/layers.hpp"
#include "config/problem_list.hpp"
#include "config/profile_fit.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Sets `id` and `can` of a packet from its layers. False: it has no id on this bus, which has been said.
[[nodiscard]] bool read_can_packet(const Layers& layers, ProfileFit& fit, PacketConfig& packet,
                                   ProblemList& problems);

/// Whether `id` is one of the packet's.
[[nodiscard]] bool has_id(const CanKeys& can, core::CanId id);

/// Whether an id belongs to two packets.
void check_can_ids(const std::vector<ResolvedPacket>& packets, ProblemList& problems);

}  // namespace bmsgw::config
