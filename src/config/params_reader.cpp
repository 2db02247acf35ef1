#include "config/params_reader.hpp"

#include <algorithm>
#include <map>

#include "config/edit_distance.hpp"
#include "config/param_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::size_t kMaxSentenceName = 8;

using Layers = std::vector<JsonView>;

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// The members named `section` of all layers, by name, in the order in which they first appear.
std::vector<Layers> merged(const Layers& layers, const char* section) {
  std::vector<Layers> all;
  std::map<std::string, std::size_t> places;
  for (const auto& layer : layers) {
    for (auto& member : layer[section].members()) {
      const auto [place, is_new] = places.try_emplace(member.name(), all.size());
      if (is_new) all.emplace_back();
      all[place->second].push_back(std::move(member));
    }
  }
  return all;
}

/// The first layer that gives `key`, else the first.
JsonView given_first(const Layers& layers, const char* key) {
  for (const auto& layer : layers) {
    if (layer[key].given()) return layer[key];
  }
  return layers.front()[key];
}

void read_id(const Layers& layers, PacketConfig& packet, ProblemList& problems) {
  const auto id = given_first(layers, "id");
  packet.id = id.text().value_or(packet.name);
  const bool is_sentence = !packet.id.empty() && packet.id.size() <= kMaxSentenceName &&
                           std::ranges::all_of(packet.id, is_letter_or_digit);
  if (is_sentence) return;
  const auto& at = id.given() ? id : layers.front();
  problems.error(at, "a sentence is named by 1 to 8 letters and digits, not " + in_quotes(packet.id));
}

ResolvedPacket read_packet(const Layers& layers, const FormatResolver& formats, ProblemList& problems) {
  ResolvedPacket packet{{}, layers.front(), {}};
  packet.config.name = layers.front().name();
  read_id(layers, packet.config, problems);
  packet.config.request_period_s = given_first(layers, "request_period").number();
  for (const auto& param : merged(layers, "params")) {
    packet.params.push_back({read_param(param.front(), formats, problems), param.front()});
  }
  return packet;
}

void check_ids(const std::vector<ResolvedPacket>& packets, ProblemList& problems) {
  std::map<std::string, std::string> taken;
  for (const auto& packet : packets) {
    const auto [first, is_new] = taken.try_emplace(packet.config.id, packet.config.name);
    if (is_new) continue;
    problems.error(packet.source, "the sentence " + in_quotes(packet.config.id) + " is that of packet " +
                                      in_quotes(first->second) + " already: put their params together");
  }
}

/// What valid_if may name.
struct PacketNames {
  std::map<std::string, std::string> names;  ///< by name or sentence
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

void resolve_condition(const PacketNames& packets, ResolvedParam& param, ProblemList& problems) {
  const auto condition = param.source["valid_if"];
  const auto name = condition["packet"].text();
  if (!condition.is_object() || !name) return;
  const auto packet = packets.names.find(*name);
  if (packet == packets.names.end()) {
    const auto hint = hint_for(*name, packets.listed);
    problems.error(condition["packet"], "there is no packet " + in_quotes(*name) + hint);
    return;
  }
  const auto field = static_cast<std::uint32_t>(condition["field"].integer().value_or(1));
  const auto bit = static_cast<std::uint8_t>(condition["bit"].integer().value_or(0));
  param.config.valid_if = FlagPlace{packet->second, field, bit};
}

}  // namespace

std::vector<ResolvedPacket> read_packets(const std::vector<JsonView>& layers, ProblemList& problems) {
  const FormatResolver formats(layers, problems);
  std::vector<ResolvedPacket> packets;
  for (const auto& packet : merged(layers, "packets"))
    packets.push_back(read_packet(packet, formats, problems));
  check_ids(packets, problems);
  return packets;
}

void resolve_conditions(ResolvedBus& bus, ProblemList& problems) {
  const auto names = names_of(bus.packets);
  for (auto& packet : bus.packets) {
    for (auto& param : packet.params) resolve_condition(names, param, problems);
  }
}

}  // namespace bmsgw::config
