#pragma once

#include <cstddef>
#include <span>
#include <system_error>

#include <linux/can.h>

#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {

/// What the receive buffer should hold: some three seconds of a full bus, in bytes as the kernel counts them.
inline constexpr int kWantedReceiveBuffer = 4 << 20;
/// Less than this holds no quarter of a second: at most 1,800 frames/s of 250 kbit/s, 830 bytes each.
inline constexpr int kSmallReceiveBuffer = 380'000;

/// A raw CAN socket on one interface: non-blocking, with filters; FD frames, error frames, receive times and
/// the count of lost frames are asked for. What we send ourselves is not heard. On failure `error` says why
/// and the descriptor is empty.
[[nodiscard]] FileDescriptor open_can_socket(int interface_index, std::span<const can_filter> filters,
                                             std::error_code& error);
/// In bytes, as the kernel counts them; 0: unknown.
[[nodiscard]] int receive_buffer_of(int fd);

}  // namespace bmsgw::transport
