#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "bmsgw/transport/can_link.hpp"

namespace bmsgw::transport {

/// A network interface as it is at the moment.
struct Interface {
  int index = 0;
  bool up = false;

  bool operator==(const Interface&) const = default;
};

/// Nothing: there is none of this name.
[[nodiscard]] std::optional<Interface> find_interface(const std::string& name);

/// What a CAN controller's driver tells of it. A virtual interface has none of that.
struct ControllerInfo {
  bool is_controller = false;    ///< it has a bit rate to be set
  std::uint32_t bit_rate = 0;    ///< bit/s; 0: none is set, or the driver doesn't know
  std::uint32_t restart_ms = 0;  ///< after a bus-off; 0: never by itself
  ControllerState state = ControllerState::unknown;
};

/// Asks the kernel (rtnetlink); without an answer nothing is known.
[[nodiscard]] ControllerInfo read_controller_info(int index);
/// Of the kernel's answer, aligned as an nlmsghdr. What is cut short or no RTM_NEWLINK says nothing.
[[nodiscard]] ControllerInfo parse_link(std::span<const char> answer);

}  // namespace bmsgw::transport
