#pragma once

#include <cstdint>
#include <string>
#include <system_error>

namespace bmsgw::transport {

/// How long a controller stays off the bus after a bus-off.
inline constexpr std::uint32_t kRestartMs = 100;

/// Sets a controller's bit rate and restart-ms and brings its interface up (libsocketcan, blocks for some
/// milliseconds, needs CAP_NET_ADMIN). A driver that can't restart by itself is used all the same.
[[nodiscard]] std::error_code set_up_controller(const std::string& interface, std::uint32_t bit_rate);
/// Only brings it up: what a virtual interface needs.
[[nodiscard]] std::error_code bring_up(const std::string& interface);

}  // namespace bmsgw::transport
