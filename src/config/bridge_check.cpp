#include "config/bridge_check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "bmsgw/core/can_signal.hpp"

#include "config/names.hpp"
#include "config/quoting.hpp"
#include "config/write_target.hpp"

namespace bmsgw::config {
namespace {

using core::Encoding;

constexpr unsigned kBitsOfDigit = 4;

/// A value that a route writes.
struct Written {
  const ResolvedBus* from = nullptr;  ///< nullptr: from the server
  ParamRef to;
  JsonView source;  ///< the route
};

/// A packet of a bus that routes write, and what they fill.
struct Target {
  Written first;
  std::map<const ResolvedParam*, Written> filled;
};

class BridgeCheck {
 public:
  BridgeCheck(const Settings& settings, ProblemList& problems) : settings_(settings), problems_(problems) {}

  void add(const Written& written);
  void check_targets();

 private:
  void check_only(const Written& written, const Written& other);
  void check_sender(const Written& written, const Written& first);
  void check_width(const ParamRef& ref);
  void check_rest_of_sentence(const Target& target);
  void check_rest_of_frame(const Target& target);
  void check_overlaps(const Target& target);

  const Settings& settings_;
  ProblemList& problems_;
  std::map<std::pair<const ResolvedBus*, const ResolvedPacket*>, Target> targets_;
};

void BridgeCheck::check_only(const Written& written, const Written& other) {
  const auto at = written.source["to"]["param"];
  const auto what =
      in_quotes(written.to.param->config.name) + " of " + in_quotes(written.to.packet->config.name);
  const auto location = other.source.location();
  if (location == written.source.location() && other.from != nullptr) {
    problems_.error(
        written.source["from"],
        what + " can be filled from one bus only: name it, as in \"bus\": " + in_quotes(other.from->name));
  } else {
    problems_.error(at, what + " is filled by the route at " + location + " already");
  }
}

/// Whoever writes a packet writes all of it.
void BridgeCheck::check_sender(const Written& written, const Written& first) {
  if ((written.from == nullptr) == (first.from == nullptr)) return;
  problems_.error(packet_key(written.source["to"]),
                  in_quotes(written.to.packet->config.name) + " is filled by the route at " +
                      first.source.location() + " already: the server and a bus can't fill one packet");
}

void BridgeCheck::add(const Written& written) {
  check_write_target(written.to, written.source["to"], settings_, problems_);
  if (is_map_family(written.to.bus->family)) return;
  auto& target = targets_.try_emplace({written.to.bus, written.to.packet}, Target{written, {}}).first->second;
  check_sender(written, target.first);
  const auto [other, is_new] = target.filled.try_emplace(written.to.param, written);
  if (!is_new) check_only(written, other->second);
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
  for (const auto& param : target.first.to.packet->params) {
    last = std::max(last, param.config.field);
    if (!target.filled.contains(&param)) continue;
    filled.insert(param.config.field);
    check_width({target.first.to.bus, target.first.to.packet, &param});
  }
  std::string empty;
  for (std::uint32_t field = 1; field <= last; ++field) {
    if (!filled.contains(field)) empty += (empty.empty() ? "" : ", ") + std::to_string(field);
  }
  if (empty.empty()) return;
  problems_.warning(packet_key(target.first.source["to"]), "no route fills these fields of " +
                                                               in_quotes(target.first.to.packet->config.id) +
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
  for (const auto& [param, written] : target.filled) {
    if (!core::fault_of(param->config.place).empty()) continue;
    for (const auto bit : bits_of(param->config.place)) {
      const auto [owner, is_new] = owners.try_emplace(bit, param->config.name);
      if (is_new) continue;
      problems_.error(written.source["to"]["param"], in_quotes(param->config.name) + " and " +
                                                         in_quotes(owner->second) +
                                                         " share bits of the frame: routes can't fill both");
      break;
    }
  }
}

void BridgeCheck::check_rest_of_frame(const Target& target) {
  std::string rest;
  for (const auto& param : target.first.to.packet->params) {
    if (!target.filled.contains(&param)) rest += (rest.empty() ? "" : ", ") + in_quotes(param.config.name);
  }
  if (rest.empty()) return;
  problems_.note(packet_key(target.first.source["to"]), "no route fills these params of " +
                                                            in_quotes(target.first.to.packet->config.name) +
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

void check_bridges(const ResolvedRoutes& routes, const Settings& settings, ProblemList& problems) {
  BridgeCheck check(settings, problems);
  for (const auto& bridge : routes.bridges) {
    check_single_value(bridge.from, bridge.source["from"], problems);
    check_unattended(bridge.to, bridge.source["to"], settings, problems);
    check.add({bridge.from.bus, bridge.to, bridge.source});
  }
  for (const auto& method : routes.methods) {
    if (method.attribute) check_unattended(method.to, method.source["to"], settings, problems);
    check.add({nullptr, method.to, method.source});
  }
  check.check_targets();
}

}  // namespace bmsgw::config
