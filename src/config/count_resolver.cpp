#include "config/count_resolver.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "config/edit_distance.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using Source = ModbusKeys::Source;

/// The param; nullptr: there is none, and that has been said.
const ResolvedParam* find(const ResolvedBus& bus, const Source& source, const JsonView& at,
                          ProblemList& problems) {
  std::vector<std::string> names;
  const auto* packet = bus.find(source.packet);
  if (packet == nullptr) {
    for (const auto& each : bus.packets) names.push_back(each.config.name);
    problems.error(at["packet"],
                   "there is no packet " + in_quotes(source.packet) + hint_for(source.packet, names));
    return nullptr;
  }
  const auto* param = find_param(*packet, source.param);
  if (param != nullptr) return param;
  for (const auto& each : packet->params) names.push_back(each.config.name);
  problems.error(at["param"], "there is no param " + in_quotes(source.param) + " in " +
                                  in_quotes(source.packet) + hint_for(source.param, names));
  return nullptr;
}

bool is_left_out(const ResolvedBus& bus, const Source& source) {
  return std::ranges::find(bus.left_out, source.packet + "/" + source.param) != bus.left_out.end();
}

}  // namespace

void resolve_counts(ResolvedBus& bus, const std::vector<CountedList>& lists, ProblemList& problems) {
  for (const auto& list : lists) {
    auto& source = bus.packets[list.packet].params[list.param].config.modbus->count_from;
    if (!source) continue;
    if (is_left_out(bus, *source)) {
      source.reset();
      continue;
    }
    const auto* found = find(bus, *source, list.source, problems);
    if (found == nullptr) continue;
    const auto& config = found->config;
    if (config.list || config.modbus->place.kind == core::ModbusKind::text) {
      problems.error(list.source["param"], in_quotes(config.name) + " is " +
                                               (config.list ? "a list" : "a text") +
                                               ": only a single number tells how many there are");
    }
  }
}

}  // namespace bmsgw::config
