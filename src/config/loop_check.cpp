#include "config/loop_check.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>

#include "config/can_packet_reader.hpp"
#include "config/edit_distance.hpp"
#include "config/names.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

/// A packet of a bus, in words.
using Node = std::string;
using Path = std::vector<Node>;

constexpr std::array<const char*, 2> kCanReports{"CN1", "CN2"};

Node node_of(const ResolvedBus& bus, const ResolvedPacket& packet) {
  return bus.name + " " + in_quotes(packet.config.name);
}

/// What is read where leads to what is written where.
class Graph {
 public:
  void add(const Node& from, const Node& to) { next_[from].push_back(to); }
  [[nodiscard]] std::optional<Path> path(const Node& from, const Node& to) const;

 private:
  std::map<Node, std::vector<Node>> next_;
};

/// Breadth first: the shortest is the easiest to follow.
std::optional<Path> Graph::path(const Node& from, const Node& to) const {
  std::map<Node, Node> before{{from, from}};
  std::vector<Node> reached{from};
  for (std::size_t i = 0; i < reached.size() && !before.contains(to); ++i) {
    const auto next = next_.find(reached[i]);
    if (next == next_.end()) continue;
    for (const auto& node : next->second) {
      if (before.try_emplace(node, reached[i]).second) reached.push_back(node);
    }
  }
  if (!before.contains(to)) return std::nullopt;
  Path path{to};
  while (path.back() != from) path.push_back(before[path.back()]);
  std::ranges::reverse(path);
  return path;
}

bool reports_can(const ResolvedPacket& packet) {
  return std::ranges::any_of(kCanReports,
                             [&packet](const char* id) { return is_same_word(packet.config.id, id); });
}

/// With from_serial, what CN1 and CN2 of any serial bus hold may be any packet of the CAN bus.
void add_reports(const ResolvedBus& serial, const ResolvedBus& can, Graph& graph) {
  for (const auto& report : serial.packets) {
    if (!reports_can(report)) continue;
    for (const auto& packet : can.packets) graph.add(node_of(serial, report), node_of(can, packet));
  }
}

/// A G1 unit on the bus that `to` is written to reports the frame as any other (CN1, CN2), so each bus with
/// from_serial may read it again.
void add_echoes(const ParamRef& to, const std::vector<ResolvedBus>& buses, Graph& graph) {
  if (!to.packet->config.can) return;
  for (const auto& bus : buses) {
    if (!bus.from_serial) continue;
    for (const auto& packet : bus.packets) {
      const bool is_heard = packet.config.can && has_id(*packet.config.can, to.packet->config.can->id);
      if (is_heard) graph.add(node_of(*to.bus, *to.packet), node_of(bus, packet));
    }
  }
}

bool is_g1(const ResolvedBus& bus) {
  return bus.family == kG1Family;
}

std::string in_words(const Path& path) {
  std::string text;
  for (const auto& node : path) text += node + " -> ";
  return text + path.front();
}

}  // namespace

void check_loops(const std::vector<ResolvedBridge>& bridges, const std::vector<ResolvedBus>& buses,
                 ProblemList& problems) {
  Graph graph;
  for (const auto& can : buses) {
    for (const auto& serial : buses) {
      if (can.from_serial && is_g1(serial)) add_reports(serial, can, graph);
    }
  }
  const bool has_reports = std::ranges::any_of(buses, is_g1);
  for (const auto& bridge : bridges) {
    if (has_reports) add_echoes(bridge.to, buses, graph);
    const auto from = node_of(*bridge.from.bus, *bridge.from.packet);
    const auto to = node_of(*bridge.to.bus, *bridge.to.packet);
    if (const auto back = graph.path(to, from)) {
      problems.error(bridge.source, "goes round in a circle: " + in_words(*back));
    } else {
      graph.add(from, to);
    }
  }
}

}  // namespace bmsgw::config
