#include <algorithm>

#include "compile_buses.hpp"

namespace bmsgw::app {
namespace {

using config::BusProtocol;
using config::PacketConfig;

/// Lives for one compile_can().
struct CanCompiler {
  const std::vector<PacketConfig>& packets;
  Assembly& assembly;
  driver::CanBusPlan plan;

  void add_packet(const PacketConfig& packet) {
    const auto& keys = *packet.can;
    codec::can::PacketSpec spec{keys.id, keys.range, keys.dlc, {}};
    for (const auto& param : packet.params) {
      spec.signals.push_back(signal_of(assembly.add_param(plan.device, packet, param), param));
    }
    plan.packets.push_back(std::move(spec));
    plan.polls.push_back(poll_of(packet));
  }

  static std::optional<driver::CanBusPlan::Poll> poll_of(const PacketConfig& packet) {
    if (!packet.request_period_s) return std::nullopt;
    return driver::CanBusPlan::Poll{milliseconds_of(*packet.request_period_s), packet.can->request,
                                    packet.can->remote_request};
  }

  /// All params are known by now, so a flag may stand in any packet.
  void add_gates() {
    for (const auto& packet : packets) {
      for (const auto& param : packet.params) {
        if (param.valid_if) add_gate({plan.name, packet.name, param.name}, *param.valid_if);
      }
    }
  }

  void add_gate(const config::ParamPlace& gated, const config::FlagPlace& place) {
    const auto packet = std::ranges::find(packets, place.packet, &PacketConfig::name);
    const auto point = assembly.point_of(gated);
    if (packet == packets.end() || !point) return;
    const auto gate = assembly.add_gate(plan.device, *packet, "bit " + std::to_string(place.bit), 0);
    assembly.set_gate(*point, gate.point);
    if (!gate.is_new) return;
    codec::can::SignalSpec flag;
    flag.point = gate.point;
    flag.place.pieces = {{place.bit, 1}};
    flag.format.encoding = core::Encoding::hex_bit_bool;
    plan.packets[static_cast<std::size_t>(packet - packets.begin())].signals.push_back(flag);
  }
};

}  // namespace

codec::can::SignalSpec signal_of(core::PointId point, const config::ParamConfig& param) {
  return {point, param.place, param.format, param.list};
}

driver::CanBusPlan compile_can(const config::CanBus& can, const BusProtocol& protocol, core::BusId id,
                               Assembly& assembly) {
  CanCompiler compiler{protocol.packets, assembly, {}};
  auto& plan = compiler.plan;
  plan.bus = id;
  plan.device = assembly.add_device(can.bus);
  plan.name = can.bus.name;
  plan.interface = can.interface;
  plan.from_serial = can.from_serial;
  for (const auto& packet : protocol.packets) compiler.add_packet(packet);
  compiler.add_gates();
  return std::move(plan);
}

route::BusPolicy policy_of(const config::CanBus& can, const BusProtocol& protocol) {
  route::BusPolicy policy;
  policy.read_write = can.bus.read_write;
  for (const auto& entry : can.bus.allow) {
    if (const auto id = core::parse_can_id(entry.name)) policy.ids.push_back(*id);
  }
  for (const auto& packet : protocol.packets) {
    if (!packet.can || !packet.request_period_s) continue;
    policy.polls.push_back(
        {packet.can->id, packet.can->range, packet.can->request, packet.can->remote_request});
  }
  return policy;
}

}  // namespace bmsgw::app
