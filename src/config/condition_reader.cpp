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

/// What valid_if may name.
struct PacketNames {
  std::map<std::string, std::string> names;  ///< by name or id
  std::vector<std::string> listed;
};

PacketNames names_of(const std::vector<ResolvedPacket>& packets) {
  PacketNames all;
  for (const auto& packet : packets) {
    all.names.try_emplace(packet.config.name, packet.config.name);
    all.listed.push_back(packet.config.name);
  }
  for (const auto& packet : packets) all.names.try_emplace(packet.config.id, packet.config.name);
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

void resolve_condition(const PacketNames& packets, bool is_can, ResolvedParam& param, ProblemList& problems) {
  const auto condition = param.source["valid_if"];
  const auto name = condition["packet"].text();
  if (!condition.is_object()) return;
  check_flag(condition, is_can, problems);
  if (!name) return;
  const auto packet = packets.names.find(*name);
  if (packet == packets.names.end()) {
    const auto hint = hint_for(*name, packets.listed);
    problems.error(condition["packet"], "there is no packet " + in_quotes(*name) + hint);
    return;
  }
  const auto field = static_cast<std::uint32_t>(condition["field"].integer().value_or(1));
  const auto bit = static_cast<std::uint16_t>(condition["bit"].integer().value_or(0));
  param.config.valid_if = FlagPlace{packet->second, is_can ? 0 : field, bit};
}

}  // namespace

void resolve_conditions(ResolvedBus& bus, ProblemList& problems) {
  const auto names = names_of(bus.packets);
  for (auto& packet : bus.packets) {
    for (auto& param : packet.params) resolve_condition(names, bus.family == kCanFamily, param, problems);
  }
}

}  // namespace bmsgw::config
