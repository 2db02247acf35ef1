//   can_id   bits 0-28 identifier, 29 CAN_ERR_FLAG, 30 CAN_RTR_FLAG, 31 CAN_EFF_FLAG   (linux/can.h)
//   len, flags and data stand at the same places in can_frame and canfd_frame
#include "bmsgw/transport/can_frame_words.hpp"

#include <algorithm>
#include <cstring>

namespace bmsgw::transport {

core::CanFrame from_kernel(const canfd_frame& raw, bool fd) {
  core::CanFrame frame;
  frame.id = (raw.can_id & CAN_EFF_FLAG) != 0 ? core::CanId::extended(raw.can_id & CAN_EFF_MASK)
                                              : core::CanId::standard(raw.can_id & CAN_SFF_MASK);
  frame.fd = fd;
  frame.remote = !fd && (raw.can_id & CAN_RTR_FLAG) != 0;
  frame.length = static_cast<std::uint8_t>(std::min<unsigned>(raw.len, fd ? CANFD_MAX_DLEN : CAN_MAX_DLEN));
  if (!frame.remote) std::memcpy(frame.data.data(), raw.data, frame.length);
  return frame;
}

KernelFrame to_kernel(const core::CanFrame& frame) {
  KernelFrame kernel;
  canfd_frame& raw = kernel.raw;
  raw.can_id =
      frame.id.number() | (frame.id.is_extended() ? CAN_EFF_FLAG : 0U) | (frame.remote ? CAN_RTR_FLAG : 0U);
  kernel.size = frame.fd ? CANFD_MTU : CAN_MTU;
  raw.len =
      static_cast<std::uint8_t>(std::min<unsigned>(frame.length, frame.fd ? CANFD_MAX_DLEN : CAN_MAX_DLEN));
  if (!frame.remote) std::memcpy(raw.data, frame.data.data(), raw.len);
  return kernel;
}

}  // namespace bmsgw::transport
