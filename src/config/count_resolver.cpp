#include "config/count_resolver.hpp"

#include <algorithm>
#include <string>

#include "config/param_finder.hpp"

namespace bmsgw::config {
namespace {

bool is_counted(const ParamConfig& config) {
  return (config.modbus && config.modbus->count_from) || (config.snmp && config.snmp->count_from);
}

bool is_left_out(const ResolvedBus& bus, const JsonView& source) {
  const auto name = source["packet"].text().value_or("") + "/" + source["param"].text().value_or("");
  return std::ranges::find(bus.left_out, name) != bus.left_out.end();
}

}  // namespace

void resolve_counts(ResolvedBus& bus, const std::vector<CountedList>& lists, ProblemList& problems) {
  for (const auto& list : lists) {
    auto& config = bus.packets[list.packet].params[list.param].config;
    if (!is_counted(config)) continue;
    if (config.modbus && is_left_out(bus, list.source)) {
      config.modbus->count_from.reset();
    } else {
      find_number(bus, list.source, "tells how many there are", problems);
    }
  }
}

}  // namespace bmsgw::config
