#pragma once

#include <optional>
#include <span>

#include "bmsgw/app/bridge.hpp"
#include "bmsgw/core/command.hpp"

namespace bmsgw::app {

/// The packet with these values, one for each of its slots, none missing. Nothing: one is out of its slot's
/// bounds, or doesn't fit. Pure. Thread: any.
[[nodiscard]] std::optional<core::Command::What> encode_packet(const BridgePlan::Packet& packet,
                                                               std::span<const std::optional<double>> values);

}  // namespace bmsgw::app
