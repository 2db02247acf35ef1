#include "config/poll_check.hpp"

#include <cmath>
#include <string>

namespace bmsgw::config {
namespace {

constexpr double kMostPerSecond = 100;  // with the answers a ninth of what 250 kbit/s carry

}  // namespace

void check_polls(const ResolvedBus& bus, ProblemList& problems) {
  double per_second = 0;
  for (const auto& packet : bus.packets) {
    const auto& period = packet.config.request_period_s;
    if (period && packet.config.can) per_second += packet.config.can->range / *period;
  }
  if (std::round(per_second) <= kMostPerSecond) return;
  problems.warning(bus.source, std::to_string(std::llround(per_second)) +
                                   " requests a second; a bus of 250 kbit/s carries about 1,800 frames of 8 "
                                   "bytes: a longer \"request_period\" leaves room for others");
}

}  // namespace bmsgw::config
