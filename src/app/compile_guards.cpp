#include <algorithm>

#include <fmt/core.h>

#include "compile_buses.hpp"

namespace bmsgw::app {
namespace {

using config::AllowEntry;

std::string name_of(const AllowEntry& entry) {
  return entry.parameter ? fmt::format("{:04X}", *entry.parameter) : entry.name;
}

Guard::Condition condition_of(const config::AllowCondition& source, const Assembly& assembly) {
  Guard::Condition made;
  made.point = assembly.point_of({source.bus, source.packet, source.param}).value_or(core::kNoPoint);
  made.name = source.bus + "/" + source.packet + "/" + source.param;
  made.is = source.is;
  made.min = source.min;
  made.max = source.max;
  return made;
}

/// Those of the buses that have a plan.
template <typename Bus, typename Plan>
void add_guards(const std::vector<Bus>& buses, const std::vector<Plan>& plans, const Assembly& assembly,
                std::vector<Guard>& guards) {
  for (const auto& plan : plans) {
    const auto bus = std::ranges::find(buses, plan.name, [](const Bus& each) { return each.bus.name; });
    if (bus == buses.end()) continue;
    for (const auto& entry : bus->bus.allow) {
      if (entry.only_if.empty() && !entry.confirm) continue;
      Guard guard{plan.bus, name_of(entry), {}, entry.confirm};
      for (const auto& condition : entry.only_if)
        guard.conditions.push_back(condition_of(condition, assembly));
      guards.push_back(std::move(guard));
    }
  }
}

}  // namespace

std::vector<Guard> compile_guards(const config::Settings& settings, const CompiledGateway& made,
                                  const Assembly& assembly) {
  std::vector<Guard> guards;
  add_guards(settings.serial, made.g1_buses, assembly, guards);
  add_guards(settings.can, made.can_buses, assembly, guards);
  add_guards(settings.modbus, made.modbus_buses, assembly, guards);
  add_guards(settings.snmp, made.snmp_buses, assembly, guards);
  return guards;
}

}  // namespace bmsgw::app
