#include "config/resolved.hpp"

#include <algorithm>

namespace bmsgw::config {

/// By the key under `packets`, else by the sentence's name on the line.
const ResolvedPacket* ResolvedBus::find(const std::string& packet) const {
  const auto has_name = [&packet](const ResolvedPacket& each) { return each.config.name == packet; };
  const auto has_id = [&packet](const ResolvedPacket& each) { return each.config.id == packet; };
  auto found = std::ranges::find_if(packets, has_name);
  if (found == packets.end()) found = std::ranges::find_if(packets, has_id);
  return found == packets.end() ? nullptr : &*found;
}

const ResolvedParam* find_param(const ResolvedPacket& packet, const std::string& name) {
  const auto has_name = [&name](const ResolvedParam& each) { return each.config.name == name; };
  const auto found = std::ranges::find_if(packet.params, has_name);
  return found == packet.params.end() ? nullptr : &*found;
}

}  // namespace bmsgw::config
