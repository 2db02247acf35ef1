#include "config/bridge_check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/can_signal.hpp"

#include "config/names.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::Encoding;

constexpr unsigned kBitsOfDigit = 4;

/// A packet of a bus that routes write, and what they fill.
struct Target {
  const ResolvedBridge* first;
  std::map<const ResolvedParam*, const ResolvedBridge*> filled;
};

class BridgeCheck {
 public:
  explicit BridgeCheck(ProblemList& problems) : problems_(problems) {}

  void add(const ResolvedBridge& bridge);
  void check_targets();

 private:
  void check_value(const ParamRef& ref, const JsonView& end);
  void check_access(const ResolvedBridge& bridge);
  void check_packet(const ResolvedBridge& bridge);
  void check_only(const ResolvedBridge& bridge, const ResolvedBridge& other);
  void check_width(const ParamRef& ref);
  void check_rest_of_sentence(const Target& target);
  void check_rest_of_frame(const Target& target);
  void check_overlaps(const Target& target);

  ProblemList& problems_;
  std::map<std::pair<const ResolvedBus*, const ResolvedPacket*>, Target> targets_;
};

bool is_text(const core::FieldFormat& format) {
  return format.encoding == Encoding::str || format.encoding == Encoding::hex_code;
}

/// An entry of `allow` that means this packet.
bool means(const std::string& entry, const PacketConfig& packet) {
  if (packet.can) return core::parse_can_id(entry) == packet.can->id;
  return entry == packet.id;
}

bool is_allowed(const ResolvedBus& bus, const PacketConfig& packet) {
  return std::ranges::any_of(bus.source["allow"].entries(), [&packet](const JsonView& entry) {
    return means(entry.text().value_or(""), packet);
  });
}

void BridgeCheck::check_value(const ParamRef& ref, const JsonView& end) {
  const auto& param = ref.param->config;
  if (!param.list && !is_text(param.format)) return;
  problems_.error(end["param"], in_quotes(param.name) + " is " + (param.list ? "a list" : "a text") +
                                    ": only single numbers and flags go to a bus");
}

void BridgeCheck::check_access(const ResolvedBridge& bridge) {
  const auto& bus = *bridge.to.bus;
  const auto& packet = bridge.to.packet->config;
  const auto at = packet_key(bridge.source["to"]);
  const auto entry = "\"allow\": [" + in_quotes(packet.id) + "]";
  if (bus.from_serial && !bus.source["interface"].given()) {
    problems_.error(at,
                    "the bus " + in_quotes(bus.name) +
                        " has no \"interface\", only what comes from_serial: nothing can be written to it");
    return;
  }
  if (bus.source["access"].text() != "read_write") {
    problems_.error(at, "the bus " + in_quotes(bus.name) + " is read only; in settings.json it needs " +
                            "\"access\": \"read_write\" and " + entry);
  } else if (!is_allowed(bus, packet)) {
    problems_.error(at, "the bus " + in_quotes(bus.name) + " doesn't allow " + packet.id +
                            "; in settings.json it needs " + entry);
  }
}

void BridgeCheck::check_packet(const ResolvedBridge& bridge) {
  const auto& can = bridge.to.packet->config.can;
  const auto at = packet_key(bridge.source["to"]);
  if (!can) {
    check_access(bridge);
  } else if (can->id == core::kNeverSent) {
    problems_.error(at, kNeverSentReason);
  } else {
    check_access(bridge);
    if (can->range > 1)
      problems_.error(at, "has " + std::to_string(can->range) + " ids: only a packet of one can be written");
  }
}

void BridgeCheck::check_only(const ResolvedBridge& bridge, const ResolvedBridge& other) {
  const auto at = bridge.source["to"]["param"];
  const auto what =
      in_quotes(bridge.to.param->config.name) + " of " + in_quotes(bridge.to.packet->config.name);
  const auto location = other.source.location();
  if (location == bridge.source.location()) {
    problems_.error(bridge.source["from"], what +
                                               " can be filled from one bus only: name it, as in \"bus\": " +
                                               in_quotes(other.from.bus->name));
  } else {
    problems_.error(at, what + " is filled by the route at " + location + " already");
  }
}

void BridgeCheck::add(const ResolvedBridge& bridge) {
  check_value(bridge.from, bridge.source["from"]);
  check_value(bridge.to, bridge.source["to"]);
  check_packet(bridge);
  auto& target = targets_.try_emplace({bridge.to.bus, bridge.to.packet}, Target{&bridge, {}}).first->second;
  const auto [other, is_new] = target.filled.try_emplace(bridge.to.param, &bridge);
  if (!is_new) check_only(bridge, *other->second);
}

void BridgeCheck::check_width(const ParamRef& ref) {
  const auto& format = ref.param->config.format;
  const bool is_hex = format.encoding == Encoding::hex_dec || format.encoding == Encoding::hex_bit_bool;
  if (!is_hex || (format.bits && *format.bits % kBitsOfDigit == 0)) return;
  problems_.error(ref.param->source, "needs \"bits\", a multiple of 4: a route writes it into " +
                                         in_quotes(ref.packet->config.id) +
                                         ", and how many digits it has must be known");
}

void BridgeCheck::check_rest_of_sentence(const Target& target) {
  std::set<std::uint32_t> filled;
  std::uint32_t last = 0;
  for (const auto& param : target.first->to.packet->params) {
    last = std::max(last, param.config.field);
    if (!target.filled.contains(&param)) continue;
    filled.insert(param.config.field);
    check_width({target.first->to.bus, target.first->to.packet, &param});
  }
  std::string empty;
  for (std::uint32_t field = 1; field <= last; ++field) {
    if (!filled.contains(field)) empty += (empty.empty() ? "" : ", ") + std::to_string(field);
  }
  if (empty.empty()) return;
  problems_.warning(packet_key(target.first->source["to"]),
                    "no route fills these fields of " + in_quotes(target.first->to.packet->config.id) +
                        ", they go out empty: " + empty);
}

/// Bits of a frame, 8 x byte + bit.
std::set<std::uint32_t> bits_of(const core::CanPlace& place) {
  std::set<std::uint32_t> bits;
  for (std::size_t piece = 0; piece < place.pieces.size(); ++piece) {
    const auto run = core::run_of(place, piece, 0);
    for (auto bit = run.first; bit < run.first + run.bits; ++bit)
      bits.insert(run.high_first ? bit ^ 7U : bit);
  }
  return bits;
}

void BridgeCheck::check_overlaps(const Target& target) {
  std::map<std::uint32_t, std::string> owners;
  for (const auto& [param, bridge] : target.filled) {
    if (!core::fault_of(param->config.place).empty()) continue;
    for (const auto bit : bits_of(param->config.place)) {
      const auto [owner, is_new] = owners.try_emplace(bit, param->config.name);
      if (is_new) continue;
      problems_.error(bridge->source["to"]["param"], in_quotes(param->config.name) + " and " +
                                                         in_quotes(owner->second) +
                                                         " share bits of the frame: routes can't fill both");
      break;
    }
  }
}

void BridgeCheck::check_rest_of_frame(const Target& target) {
  std::string rest;
  for (const auto& param : target.first->to.packet->params) {
    if (!target.filled.contains(&param)) rest += (rest.empty() ? "" : ", ") + in_quotes(param.config.name);
  }
  if (rest.empty()) return;
  problems_.note(packet_key(target.first->source["to"]), "no route fills these params of " +
                                                             in_quotes(target.first->to.packet->config.name) +
                                                             ", their bits stay 0: " + rest);
}

void BridgeCheck::check_targets() {
  for (const auto& [packet, target] : targets_) {
    if (packet.second->config.can) {
      check_overlaps(target);
      check_rest_of_frame(target);
    } else {
      check_rest_of_sentence(target);
    }
  }
}

}  // namespace

void check_bridges(const std::vector<ResolvedBridge>& bridges, ProblemList& problems) {
  BridgeCheck check(problems);
  for (const auto& bridge : bridges) check.add(bridge);
  check.check_targets();
}

}  // namespace bmsgw::config
