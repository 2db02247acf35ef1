#include <algorithm>

#include "compile_buses.hpp"

namespace bmsgw::app {
namespace {

using config::BusProtocol;
using config::PacketConfig;

/// Lives for one compile_g1().
struct G1Compiler {
  const std::vector<PacketConfig>& packets;
  Assembly& assembly;
  driver::G1BusPlan plan;

  void add_packet(const PacketConfig& packet) {
    driver::G1BusPlan::Packet planned{packet.id, {}, false};
    if (packet.request_period_s) planned.period = milliseconds_of(*packet.request_period_s);
    for (const auto& param : packet.params) {
      planned.list = planned.list || param.list;
      const auto point = assembly.add_param(plan.device, packet, param);
      plan.points.push_back({point, packet.id, param.field, param.format, param.list, param.index_field});
      if (param.valid_if) add_gate(point, *param.valid_if);
    }
    plan.packets.push_back(std::move(planned));
  }

  void add_gate(core::PointId point, const config::FlagPlace& place) {
    const auto packet = std::ranges::find(packets, place.packet, &PacketConfig::name);
    if (packet == packets.end()) return;
    const auto place_name = std::to_string(place.field) + "." + std::to_string(place.bit);
    const auto gate = assembly.add_gate(plan.device, *packet, place_name, place.field);
    assembly.set_gate(point, gate.point);
    if (!gate.is_new) return;
    core::FieldFormat flag;
    flag.encoding = core::Encoding::hex_bit_bool;
    flag.bit = static_cast<std::uint8_t>(place.bit);
    plan.points.push_back({gate.point, packet->id, place.field, flag, false, {}});
  }
};

}  // namespace

driver::G1BusPlan compile_g1(const config::SerialBus& serial, const BusProtocol& protocol, core::BusId id,
                             Assembly& assembly) {
  G1Compiler compiler{protocol.packets, assembly, {}};
  auto& plan = compiler.plan;
  plan.bus = id;
  plan.device = assembly.add_device(serial.bus);
  plan.name = serial.bus.name;
  plan.where = serial.device;
  plan.max_line = serial.max_line;
  for (const auto& packet : protocol.packets) compiler.add_packet(packet);
  plan.event_log_period = std::chrono::seconds(serial.event_log_period_s);
  if (serial.event_log_period_s > 0) plan.events = assembly.add_json_point(plan.device, "event");
  plan.firmware = assembly.add_json_point(plan.device, "firmwareUpgrade");
  return std::move(plan);
}

}  // namespace bmsgw::app
