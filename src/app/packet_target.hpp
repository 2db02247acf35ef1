#pragma once

#include <string>
#include <vector>

#include "bmsgw/app/bridge.hpp"
#include "bmsgw/config/params.hpp"

namespace bmsgw::app {

/// A packet that is written, with a slot for each of these params, in their order; without sources and
/// first_slot.
[[nodiscard]] BridgePlan::Packet packet_target(core::BusId bus, const std::string& bus_name,
                                               const config::PacketConfig& packet,
                                               const std::vector<std::string>& params);

}  // namespace bmsgw::app
