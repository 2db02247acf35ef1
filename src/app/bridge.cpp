#include "bmsgw/app/bridge.hpp"

#include <algorithm>

#include "bmsgw/core/log.hpp"

#include "packet_encoder.hpp"

namespace bmsgw::app {
Bridge::Bridge(const BridgePlan& plan, const core::PointTable& points)
    : plan_(plan), points_(points), due_(plan.packets.size(), 0), misfits_(plan.packets.size()) {
  for (std::size_t packet = 0; packet < plan.packets.size(); ++packet) {
    packet_of_.resize(packet_of_.size() + plan.packets[packet].slots.size(), packet);
  }
  slots_.resize(packet_of_.size());
}

void Bridge::take(std::span<const route::SlotValue> values) {
  for (const auto& value : values) {
    const auto slot = static_cast<std::size_t>(value.slot);
    slots_[slot] = value.number;
    due_[packet_of_[slot]] = 1;
  }
}

/// What was good when it came may be old by now: then the packet stays here, and its receiver sees that.
bool Bridge::is_ready(const BridgePlan::Packet& packet) const {
  for (std::size_t i = 0; i < packet.slots.size(); ++i) {
    if (!slots_[packet.first_slot + i]) return false;
    if (points_.cell(packet.slots[i].source).quality != core::Quality::good) return false;
  }
  return true;
}

std::optional<core::Command> Bridge::make(const BridgePlan::Packet& packet) const {
  const auto values =
      std::span<const std::optional<double>>(slots_).subspan(packet.first_slot, packet.slots.size());
  auto made = encode_packet(packet, values);
  if (!made) return std::nullopt;
  return core::Command{0, packet.bus, core::Command::Kind::write, std::move(*made)};
}

std::vector<core::Command> Bridge::take_commands(core::MonoTime now) {
  std::vector<core::Command> commands;
  for (std::size_t i = 0; i < due_.size(); ++i) {
    if (due_[i] == 0) continue;
    due_[i] = 0;
    const auto& packet = plan_.packets[i];
    if (!is_ready(packet)) continue;
    auto command = make(packet);
    if (command) {
      commands.push_back(std::move(*command));
    } else if (misfits_[i].allow(now)) {
      core::log_warning("{} isn't written: a value doesn't fit, or is out of its valid_bot and valid_top",
                        packet.name);
    }
  }
  return commands;
}

}  // namespace bmsgw::app
