#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/transport/can_frame_words.hpp"

namespace bmsgw::simulator {

/// What goes onto the bus: a frame of the unit or of a stranger, or the report of an error, as a controller's
/// driver makes it (linux/can/error.h).
struct BusFrame {
  core::CanFrame frame;
  std::uint32_t error_class = 0;  ///< CAN_ERR_...; 0: no error, else the frame's id means nothing
};

[[nodiscard]] transport::KernelFrame to_kernel(const BusFrame& frame);
/// `(1436509052.249713) vcan0 19B50000#0102`, as `candump -L` writes it; `time_us` since 1970.
[[nodiscard]] std::string to_log_line(const BusFrame& frame, std::string_view interface,
                                      std::int64_t time_us);

}  // namespace bmsgw::simulator
