#include "simulator/bus_frame.hpp"

#include <iterator>

#include <fmt/format.h>

namespace bmsgw::simulator {

transport::KernelFrame to_kernel(const BusFrame& frame) {
  auto kernel = transport::to_kernel(frame.frame);
  if (frame.error_class != 0) kernel.raw.can_id = CAN_ERR_FLAG | frame.error_class;
  return kernel;
}

std::string to_log_line(const BusFrame& frame, std::string_view interface, std::int64_t time_us) {
  constexpr std::int64_t kSecond = 1'000'000;
  const auto kernel = to_kernel(frame).raw;
  const bool is_long = (kernel.can_id & (CAN_EFF_FLAG | CAN_ERR_FLAG)) != 0;
  auto line = fmt::format("({:010}.{:06}) {} {:0{}X}#", time_us / kSecond, time_us % kSecond, interface,
                          kernel.can_id & (CAN_EFF_MASK | CAN_ERR_FLAG), is_long ? 8 : 3);
  if (frame.frame.remote && frame.error_class == 0) {
    line += 'R';
    if (kernel.len > 0) line += static_cast<char>('0' + kernel.len);
  } else {
    for (unsigned i = 0; i < kernel.len; ++i)
      fmt::format_to(std::back_inserter(line), "{:02X}", kernel.data[i]);
  }
  return line;
}

}  // namespace bmsgw::simulator
