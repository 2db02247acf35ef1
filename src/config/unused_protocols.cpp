#include "config/unused_protocols.hpp"

#include <algorithm>

#include "config/condition_reader.hpp"
#include "config/edit_distance.hpp"
#include "config/modbus_map_reader.hpp"
#include "config/names.hpp"
#include "config/params_reader.hpp"
#include "config/profile_fit.hpp"
#include "config/snmp_map_reader.hpp"

namespace bmsgw::config {
namespace {

/// A device that has profiles reads this protocol, even one at rest: without them it may well be incomplete.
bool is_under_profiles(const Settings& settings, const Protocol& protocol) {
  const auto reads = [&protocol](const auto& device) {
    return !device.profiles.empty() && is_same_word(device.protocol, protocol.name);
  };
  return std::ranges::any_of(settings.snmp, reads, &SnmpBus::bus) ||
         std::ranges::any_of(settings.modbus, [&reads](const ModbusBus& bus) {
           return std::ranges::any_of(bus.units, reads);
         });
}

ResolvedBus resolve_protocol(const Protocol& protocol, ProblemList& problems) {
  ResolvedBus bus{.name = "",
                  .family = protocol.family,
                  .protocol = protocol.name,
                  .key_prefix = "",
                  .source = protocol.layers.front(),
                  .reading = protocol.name,
                  .packets = {}};
  ProfileFit fit(JsonView(bus.source.document())["protocols"], {}, problems);
  if (protocol.family == kModbusFamily) {
    read_modbus_map(protocol.layers, fit, bus, problems);
  } else if (protocol.family == kSnmpFamily) {
    read_snmp_map(protocol.layers, fit, bus, problems);
  } else {
    bus.packets = read_packets(protocol.family, protocol.layers, fit, problems);
    resolve_conditions(bus, problems);
  }
  return bus;
}

}  // namespace

std::vector<ResolvedBus> resolve_unused(const Settings& settings, const std::vector<ResolvedBus>& buses,
                                        const ProtocolBook& book, ProblemList& problems) {
  std::vector<ResolvedBus> unused;
  for (const auto& protocol : book.all()) {
    const auto reads = [&protocol](const ResolvedBus& bus) { return bus.protocol == protocol.name; };
    const bool is_read = std::ranges::any_of(buses, reads) || is_under_profiles(settings, protocol);
    if (is_bus_family(protocol.family) && !is_read) unused.push_back(resolve_protocol(protocol, problems));
  }
  return unused;
}

}  // namespace bmsgw::config
