#include "config/condition_reader.hpp"

#include <map>
#include <string>
#include <vector>

#include "config/edit_distance.hpp"
#include "config/names.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::int64_t kLastBitOfField = 63;
constexpr std::int64_t kClassicBytes = 8;  // of a CAN frame that is not FD
constexpr std::int64_t kBitsOfByte = 8;

/// What valid_if may name.
struct PacketNames {
  std::map<std::string, const PacketConfig*> packets;  ///< by name or id
  std::vector<std::string> listed;
};

PacketNames names_of(const std::vector<ResolvedPacket>& packets) {
  PacketNames all;
  for (const auto& packet : packets) {
    all.packets.try_emplace(packet.config.name, &packet.config);
    all.listed.push_back(packet.config.name);
  }
  for (const auto& packet : packets) all.packets.try_emplace(packet.config.id, &packet.config);
  return all;
}

void check_flag(const JsonView& condition, bool is_can, ProblemList& problems) {
  const auto field = condition["field"];
  const auto bit = condition["bit"].integer().value_or(0);
  if (is_can && field.given()) problems.warning(field, "means nothing on CAN: \"bit\" is that of the frame");
  if (is_can) return;
  if (!field.given()) problems.error(condition, "\"field\" is missing");
  if (bit > kLastBitOfField) {
    problems.error(condition["bit"], "a field has the bits 0 to 63, not " + std::to_string(bit));
  }
}

void check_bit(const JsonView& bit, const PacketConfig& packet, ProblemList& problems) {
  const bool is_any_length = packet.can->dlc <= 0;
  const auto last = (is_any_length ? kClassicBytes : packet.can->dlc) * kBitsOfByte - 1;
  const auto number = bit.integer().value_or(0);
  if (number <= last) return;
  problems.error(bit, "a frame of " + in_quotes(packet.name) + " has the bits 0 to " + std::to_string(last) +
                          ", not " + std::to_string(number) +
                          (is_any_length ? "; an FD frame has more, with a \"dlc\" up to 64" : ""));
}

void resolve_condition(const PacketNames& packets, bool is_can, ResolvedParam& param, ProblemList& problems) {
  const auto condition = param.source["valid_if"];
  const auto name = condition["packet"].text();
  if (!condition.is_object()) return;
  check_flag(condition, is_can, problems);
  if (!name) return;
  const auto packet = packets.packets.find(*name);
  if (packet == packets.packets.end()) {
    const auto hint = hint_for(*name, packets.listed);
    problems.error(condition["packet"], "there is no packet " + in_quotes(*name) + hint);
    return;
  }
  if (is_can) check_bit(condition["bit"], *packet->second, problems);
  const auto field = static_cast<std::uint32_t>(condition["field"].integer().value_or(1));
  const auto bit = static_cast<std::uint16_t>(condition["bit"].integer().value_or(0));
  param.config.valid_if = FlagPlace{packet->second->name, is_can ? 0 : field, bit};
}

}  // namespace

void resolve_conditions(ResolvedBus& bus, ProblemList& problems) {
  const auto names = names_of(bus.packets);
  for (auto& packet : bus.packets) {
    for (auto& param : packet.params) resolve_condition(names, bus.family == kCanFamily, param, problems);
  }
}

}  // namespace bmsgw::config
