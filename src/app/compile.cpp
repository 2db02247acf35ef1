#include "bmsgw/app/compile.hpp"

#include <algorithm>

#include "assembly.hpp"
#include "compile_buses.hpp"

namespace bmsgw::app {
namespace {

using config::BusProtocol;

/// Nothing: the bus is not enabled.
const BusProtocol* protocol_of(const config::BusSettings& bus, const config::Params& params) {
  const auto place = std::ranges::find(params.buses, bus.name, &BusProtocol::bus);
  return bus.enabled && place != params.buses.end() ? &*place : nullptr;
}

/// Adds the plan of each enabled bus of one family.
template <typename Bus, typename Plan>
void add_buses(const std::vector<Bus>& settings, const config::Params& params, Assembly& assembly,
               Plan (*compile_bus)(const Bus&, const BusProtocol&, core::BusId, Assembly&),
               std::vector<Plan>& plans, std::vector<route::BusPolicy>& policies,
               std::vector<const BusProtocol*>& protocols) {
  for (const auto& bus : settings) {
    const auto* protocol = protocol_of(bus.bus, params);
    if (protocol == nullptr) continue;
    const auto id = static_cast<core::BusId>(protocols.size());
    plans.push_back(compile_bus(bus, *protocol, id, assembly));
    policies.push_back(policy_of(bus, *protocol));
    protocols.push_back(protocol);
  }
}

/// Routes write neither to Modbus nor to SNMP.
const BusProtocol& no_target() {
  static const BusProtocol kNone;
  return kNone;
}

void add_modbus_buses(const config::Config& config, Assembly& assembly, CompiledGateway& made,
                      std::vector<const BusProtocol*>& protocols) {
  for (const auto& bus : config.settings.modbus) {
    if (!bus.bus.enabled) continue;
    const auto id = static_cast<core::BusId>(protocols.size());
    made.modbus_buses.push_back(compile_modbus(bus, config.params, id, assembly));
    made.policies.push_back(policy_of(bus.bus, made.modbus_buses.back()));
    protocols.push_back(&no_target());
  }
}

void add_snmp_buses(const config::Config& config, Assembly& assembly, CompiledGateway& made,
                    std::vector<const BusProtocol*>& protocols) {
  for (const auto& bus : config.settings.snmp) {
    const auto* const protocol = protocol_of(bus.bus, config.params);
    if (protocol == nullptr) continue;
    const auto id = static_cast<core::BusId>(protocols.size());
    made.snmp_buses.push_back(compile_snmp(bus, *protocol, id, assembly));
    made.policies.push_back(policy_of(bus.bus, made.snmp_buses.back()));
    protocols.push_back(&no_target());
  }
}

/// A unit on the bus reports what we send there: such ids are known to every bus that hears the reports.
void note_written(CompiledGateway& made) {
  std::vector<core::CanId> ids;
  for (const auto& packet : made.bridge.packets) {
    if (const auto* frame = std::get_if<BridgePlan::CanTarget>(&packet.target))
      ids.push_back(frame->blank.id);
  }
  for (auto& bus : made.can_buses) {
    if (bus.from_serial) bus.written = ids;
  }
}

}  // namespace

CompiledGateway compile(const config::Config& config, core::PointRegistry& registry) {
  CompiledGateway made;
  Assembly assembly(registry);
  std::vector<const BusProtocol*> protocols;  // by BusId
  const auto& params = config.params;
  add_buses(config.settings.serial, params, assembly, compile_g1, made.g1_buses, made.policies, protocols);
  add_buses(config.settings.can, params, assembly, compile_can, made.can_buses, made.policies, protocols);
  add_modbus_buses(config, assembly, made, protocols);
  add_snmp_buses(config, assembly, made, protocols);
  for (const auto& route : params.routes) assembly.add_route(route);
  made.bridge = compile_bridges(params.bridges, protocols, assembly);
  made.methods = compile_methods(params.methods, protocols);
  made.audit = assembly.add_json_point(assembly.add_device({}), "command");
  note_written(made);
  made.guards = compile_guards(config.settings, made, assembly);
  made.routes = assembly.make_table();
  made.points = assembly.take_points();
  return made;
}

}  // namespace bmsgw::app
