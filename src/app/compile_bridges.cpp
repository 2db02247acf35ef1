#include <algorithm>
#include <map>

#include "compile_buses.hpp"

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

const config::ParamConfig& param_named(const PacketConfig& packet, const std::string& name) {
  return *std::ranges::find(packet.params, name, &config::ParamConfig::name);
}

BridgePlan::CanTarget can_target(const Target& target) {
  BridgePlan::CanTarget made;
  const auto& keys = *target.packet->can;
  made.blank.id = keys.id;
  std::uint8_t needed = 0;
  for (const auto& param : target.packet->params) needed = std::max(needed, core::bytes_needed(param.place));
  made.blank.length = keys.dlc > 0 ? static_cast<std::uint8_t>(keys.dlc) : needed;
  made.blank.fd = made.blank.length > 8;
  for (const auto* bridge : target.bridges) {
    made.signals.push_back(signal_of(core::kNoPoint, param_named(*target.packet, bridge->to.param)));
  }
  return made;
}

BridgePlan::SentenceTarget sentence_target(const Target& target) {
  BridgePlan::SentenceTarget made{target.packet->id, 0, {}};
  for (const auto& param : target.packet->params) made.fields = std::max(made.fields, param.field);
  for (const auto* bridge : target.bridges) {
    const auto& param = param_named(*target.packet, bridge->to.param);
    made.slots.push_back(
        {param.field, param.format.bits.value_or(4) / std::size_t{4}, codec::g1::FieldCodec(param.format)});
  }
  return made;
}

BridgePlan::Slot slot_of(const BridgeConfig& bridge, const PacketConfig& packet, const Assembly& assembly) {
  BridgePlan::Slot slot;
  slot.source = assembly.point_of(bridge.from).value_or(core::kNoPoint);
  const auto& param = param_named(packet, bridge.to.param);
  slot.least = param.valid_bot.value_or(slot.least);
  slot.most = param.valid_top.value_or(slot.most);
  return slot;
}

}  // namespace

BridgePlan compile_bridges(const std::vector<BridgeConfig>& bridges,
                           const std::vector<const BusProtocol*>& buses, Assembly& assembly) {
  BridgePlan plan;
  std::size_t slots = 0;
  for (const auto& target : targets_of(bridges, buses)) {
    BridgePlan::Packet packet;
    packet.bus = static_cast<core::BusId>(target.bus);
    packet.name = buses[target.bus]->bus + "/" + target.packet->name;
    packet.first_slot = slots;
    if (target.packet->can) {
      packet.target = can_target(target);
    } else {
      packet.target = sentence_target(target);
    }
    for (const auto* bridge : target.bridges) {
      assembly.add_bridge(*bridge, static_cast<route::SlotId>(slots++));
      packet.slots.push_back(slot_of(*bridge, *target.packet, assembly));
    }
    plan.packets.push_back(std::move(packet));
  }
  return plan;
}

}  // namespace bmsgw::app
