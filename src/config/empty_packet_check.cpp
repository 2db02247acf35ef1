#include "config/empty_packet_check.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "config/edit_distance.hpp"

namespace bmsgw::config {

void warn_of_empty_packets(const ResolvedBus& bus, ProblemList& problems) {
  std::vector<std::string> names;
  for (const auto& packet : bus.packets) {
    if (packet.source["params"].given() || !packet.params.empty()) names.push_back(packet.config.name);
  }
  for (const auto& packet : bus.packets) {
    if (std::ranges::find(names, packet.config.name) != names.end()) continue;
    problems.warning(packet.source, "has no \"params\", here or in a profile: nothing of it is read" +
                                        hint_for(packet.config.name, names));
  }
}

}  // namespace bmsgw::config
