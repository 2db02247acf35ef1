#include "config/param_finder.hpp"

#include <algorithm>
#include <vector>

#include "config/edit_distance.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

std::vector<std::string> packet_names(const ResolvedBus& bus) {
  std::vector<std::string> names;
  for (const auto& packet : bus.packets) names.push_back(packet.config.name);
  return names;
}

/// Why it is no single number that is known by itself; empty: it is one.
std::string fault_of(const ParamConfig& config) {
  if (config.list) return "a list";
  if (config.format.encoding == core::Encoding::str) return "a text";
  return config.snmp && !config.snmp->scale.empty() ? "a number whose scale is found out" : "";
}

}  // namespace

const ResolvedParam* find_named(const ResolvedBus& bus, const JsonView& at, ProblemList& problems) {
  const auto packet_name = at["packet"].text();
  const auto param_name = at["param"].text();
  if (!packet_name || !param_name) return nullptr;
  const auto* packet = bus.find(*packet_name);
  if (packet == nullptr) {
    problems.error(at["packet"], "there is no packet " + in_quotes(*packet_name) +
                                     hint_for(*packet_name, packet_names(bus)));
    return nullptr;
  }
  const auto* param = find_param(*packet, *param_name);
  if (param != nullptr) return param;
  std::vector<std::string> names;
  for (const auto& each : packet->params) names.push_back(each.config.name);
  problems.error(at["param"], "there is no param " + in_quotes(*param_name) + " in " +
                                  in_quotes(*packet_name) + hint_for(*param_name, names));
  return nullptr;
}

const ResolvedParam* find_number(const ResolvedBus& bus, const JsonView& at, const char* does,
                                 ProblemList& problems) {
  const auto* found = find_named(bus, at, problems);
  if (found == nullptr) return nullptr;
  const auto fault = fault_of(found->config);
  if (fault.empty()) return found;
  problems.error(at["param"],
                 in_quotes(found->config.name) + " is " + fault + ": only a single number " + does);
  return nullptr;
}

void check_then_read(const JsonView& then_read, const ResolvedBus& bus, ProblemList& problems) {
  const auto names = packet_names(bus);
  for (const auto& entry : then_read.entries()) {
    const auto name = entry.text();
    if (!name || std::ranges::find(names, *name) != names.end()) continue;
    problems.error(entry, "there is no packet " + in_quotes(*name) + hint_for(*name, names));
  }
}

}  // namespace bmsgw::config
