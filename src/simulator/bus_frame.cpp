#include "simulator/bus_frame.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bmsgw::simulator {

::can_frame to_kernel(const BusFrame& frame) {
  ::can_frame out{};
  out.can_id = frame.error_class != 0 ? CAN_ERR_FLAG | frame.error_class
                                      : frame.frame.id.word() | (frame.frame.remote ? CAN_RTR_FLAG : 0U);
  out.len = std::min<std::uint8_t>(frame.frame.length, CAN_MAX_DLEN);
  std::copy_n(frame.frame.data.begin(), out.len, std::begin(out.data));
  return out;
}

core::CanFrame from_kernel(const ::can_frame& frame) {
  core::CanFrame in;
  in.id = (frame.can_id & CAN_EFF_FLAG) != 0 ? core::CanId::extended(frame.can_id & CAN_EFF_MASK)
                                             : core::CanId::standard(frame.can_id & CAN_SFF_MASK);
  in.remote = (frame.can_id & CAN_RTR_FLAG) != 0;
  in.length = std::min<std::uint8_t>(frame.len, CAN_MAX_DLEN);
  std::copy_n(std::begin(frame.data), in.length, in.data.begin());
  return in;
}

std::string to_log_line(const BusFrame& frame, std::string_view interface, std::int64_t time_us) {
  constexpr std::int64_t kSecond = 1'000'000;
  const auto kernel = to_kernel(frame);
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
