#pragma once

#include <cstdint>
#include <optional>

#include <linux/can.h>

#include "bmsgw/transport/can_link.hpp"

namespace bmsgw::transport {

/// What an error frame of the kernel (linux/can/error.h) says of the controller.
struct ErrorReport {
  std::optional<ControllerState> state;  ///< none: it doesn't say
  std::optional<std::uint8_t> tx_errors;
  std::optional<std::uint8_t> rx_errors;
};

/// Of a frame with CAN_ERR_FLAG. One that is too short says nothing of what it lacks.
[[nodiscard]] ErrorReport decode_error_frame(const canfd_frame& frame);

}  // namespace bmsgw::transport
