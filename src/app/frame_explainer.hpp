#pragma once

#include "bmsgw/app/compile.hpp"
#include "bmsgw/core/can_frame.hpp"

#include "field_row.hpp"

namespace bmsgw::app {

/// What the configuration of `bus` makes of a frame: a row for each param of its packet, in the order of
/// their places. Judged by the router that the daemon uses, as if nothing had been heard before.
[[nodiscard]] Explanation explain_frame(const config::Config& config, const CompiledGateway& compiled,
                                        const driver::CanBusPlan& bus, const core::CanFrame& frame);

/// The packet of `bus` that the frame belongs to; nullptr: none.
[[nodiscard]] const codec::can::PacketSpec* find_packet(const driver::CanBusPlan& bus, core::CanId id);

}  // namespace bmsgw::app
