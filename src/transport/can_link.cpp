#include "bmsgw/transport/can_link.hpp"

#include <array>

namespace bmsgw::transport {

std::string_view to_string(ControllerState state) {
  constexpr std::array<std::string_view, 5> kNames{"unknown", "error-active", "error-warning",
                                                   "error-passive", "bus-off"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace bmsgw::transport
