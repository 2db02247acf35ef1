#include "packet_target.hpp"

#include <algorithm>

#include "compile_buses.hpp"

namespace bmsgw::app {
namespace {

using config::PacketConfig;
using config::ParamConfig;
using Names = std::vector<std::string>;

const ParamConfig& param_named(const PacketConfig& packet, const std::string& name) {
  return *std::ranges::find(packet.params, name, &ParamConfig::name);
}

BridgePlan::CanTarget can_target(const PacketConfig& packet, const Names& params) {
  BridgePlan::CanTarget made;
  const auto& keys = *packet.can;
  made.blank.id = keys.id;
  std::uint8_t needed = 0;
  for (const auto& param : packet.params) needed = std::max(needed, core::bytes_needed(param.place));
  made.blank.length = keys.dlc > 0 ? static_cast<std::uint8_t>(keys.dlc) : needed;
  made.blank.fd = made.blank.length > 8;
  for (const auto& name : params)
    made.signals.push_back(signal_of(core::kNoPoint, param_named(packet, name)));
  return made;
}

BridgePlan::SentenceTarget sentence_target(const PacketConfig& packet, const Names& params) {
  BridgePlan::SentenceTarget made{packet.id, 0, {}};
  for (const auto& param : packet.params) made.fields = std::max(made.fields, param.field);
  for (const auto& name : params) {
    const auto& param = param_named(packet, name);
    made.slots.push_back(
        {param.field, param.format.bits.value_or(4) / std::size_t{4}, codec::g1::FieldCodec(param.format)});
  }
  return made;
}

}  // namespace

BridgePlan::Packet packet_target(core::BusId bus, const std::string& bus_name, const PacketConfig& packet,
                                 const Names& params) {
  BridgePlan::Packet made;
  made.bus = bus;
  made.name = bus_name + "/" + packet.name;
  if (packet.can) {
    made.target = can_target(packet, params);
  } else {
    made.target = sentence_target(packet, params);
  }
  for (const auto& name : params) {
    const auto& param = param_named(packet, name);
    BridgePlan::Slot slot;
    slot.least = param.valid_bot.value_or(slot.least);
    slot.most = param.valid_top.value_or(slot.most);
    made.slots.push_back(slot);
  }
  return made;
}

}  // namespace bmsgw::app
