#pragma once

#include <cstddef>

#include <linux/can.h>

#include "bmsgw/core/can_frame.hpp"

namespace bmsgw::transport {

/// A data or remote frame as the kernel gave it; a length that the frame can't have is cut.
[[nodiscard]] core::CanFrame from_kernel(const canfd_frame& raw, bool fd);

/// A frame as the kernel takes it: the first `size` bytes of `raw`.
struct KernelFrame {
  canfd_frame raw{};
  std::size_t size = CAN_MTU;  ///< CAN_MTU, of an FD frame CANFD_MTU
};
[[nodiscard]] KernelFrame to_kernel(const core::CanFrame& frame);

}  // namespace bmsgw::transport
