#include <algorithm>
#include <map>

#include "compile_buses.hpp"
#include "packet_target.hpp"

namespace bmsgw::app {
namespace {

using config::BridgeConfig;
using config::BusProtocol;
using config::PacketConfig;

/// The bridges that fill one packet.
struct Target {
  std::size_t bus = 0;  ///< BusId
  const PacketConfig* packet = nullptr;
  std::vector<const BridgeConfig*> bridges;
};

std::vector<Target> targets_of(const std::vector<BridgeConfig>& bridges,
                               const std::vector<const BusProtocol*>& buses) {
  std::vector<Target> targets;
  for (const auto& bridge : bridges) {
    const auto bus = std::ranges::find(buses, bridge.to.bus, &BusProtocol::bus);
    if (bus == buses.end()) continue;
    const auto packet = std::ranges::find((*bus)->packets, bridge.to.packet, &PacketConfig::name);
    if (packet == (*bus)->packets.end()) continue;
    auto target = std::ranges::find(targets, &*packet, &Target::packet);
    if (target == targets.end()) {
      target = targets.insert(targets.end(), {static_cast<std::size_t>(bus - buses.begin()), &*packet, {}});
    }
    target->bridges.push_back(&bridge);
  }
  return targets;
}

}  // namespace

BridgePlan compile_bridges(const std::vector<BridgeConfig>& bridges,
                           const std::vector<const BusProtocol*>& buses, Assembly& assembly) {
  BridgePlan plan;
  std::size_t slots = 0;
  for (const auto& target : targets_of(bridges, buses)) {
    std::vector<std::string> params;
    for (const auto* bridge : target.bridges) params.push_back(bridge->to.param);
    auto packet =
        packet_target(static_cast<core::BusId>(target.bus), buses[target.bus]->bus, *target.packet, params);
    packet.first_slot = slots;
    for (std::size_t i = 0; i < target.bridges.size(); ++i) {
      const auto& bridge = *target.bridges[i];
      assembly.add_bridge(bridge, static_cast<route::SlotId>(slots++));
      packet.slots[i].source = assembly.point_of(bridge.from).value_or(core::kNoPoint);
    }
    plan.packets.push_back(std::move(packet));
  }
  return plan;
}

}  // namespace bmsgw::app
