#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/driver/modbus_permits.hpp"

#include "allow_ranges.hpp"
#include "compile_buses.hpp"

namespace bmsgw::app {
namespace {

using config::BusProtocol;
using config::PacketConfig;
using config::ParamConfig;

constexpr double kUnlimited = std::numeric_limits<double>::max();

/// Lives for one unit.
struct UnitCompiler {
  Assembly& assembly;
  driver::ModbusUnitPlan plan;
  std::map<std::string, std::uint32_t> index_of_point;         ///< by packet/param
  std::vector<std::pair<std::uint32_t, std::string>> counted;  ///< a list and what tells its length

  /// What has the same period is read together.
  std::uint32_t group_of(const PacketConfig& packet) {
    auto& periods = plan.map.periods;
    const auto period = milliseconds_of(*packet.request_period_s);
    const auto place = std::ranges::find(periods, period);
    const auto group = static_cast<std::uint32_t>(place - periods.begin());
    if (place == periods.end()) periods.push_back(period);
    plan.groups[packet.name] = group;
    return group;
  }

  void add_packet(const PacketConfig& packet) {
    const auto group = group_of(packet);
    for (const auto& param : packet.params) add_param(packet, param, group);
  }

  void add_param(const PacketConfig& packet, const ParamConfig& param, std::uint32_t group) {
    const auto& keys = *param.modbus;
    const auto name = packet.name + "/" + param.name;
    const auto index = static_cast<std::uint32_t>(plan.map.points.size());
    const auto point = assembly.add_param(plan.device, packet, param);
    plan.map.points.push_back({point, keys.place, param.format, param.list, group, {}});
    plan.point_names.push_back(name);
    index_of_point[name] = index;
    if (keys.count_from) counted.emplace_back(index, keys.count_from->packet + "/" + keys.count_from->param);
    if (keys.write) plan.writables.push_back(writable_of(name, packet, param));
  }

  static core::ModbusCommandSpec writable_of(const std::string& name, const PacketConfig& packet,
                                             const ParamConfig& param) {
    core::ModbusWriteStep step;
    step.place = param.modbus->place;
    step.format = param.format;
    step.by = *param.modbus->write;
    step.source = core::ModbusWriteStep::Source::argument;
    step.verify = param.modbus->verify;
    core::ModbusCommandSpec spec;
    spec.name = name;
    spec.writes = {step};
    spec.then_read = {packet.name};
    spec.argument = {param.valid_bot.value_or(-kUnlimited), param.valid_top.value_or(kUnlimited)};
    return spec;
  }

  void link_counts() {
    for (const auto& [list, source] : counted) {
      const auto found = index_of_point.find(source);
      if (found != index_of_point.end()) plan.map.points[list].count_from = found->second;
    }
  }
};

const BusProtocol* protocol_of(const config::ModbusUnit& unit, const config::Params& params) {
  const auto place = std::ranges::find(params.buses, unit.name, &BusProtocol::bus);
  return unit.enabled && place != params.buses.end() ? &*place : nullptr;
}

driver::ModbusUnitPlan compile_unit(const config::ModbusBus& modbus, const config::ModbusUnit& unit,
                                    const BusProtocol& protocol, Assembly& assembly) {
  auto bus = modbus.bus;
  bus.name = unit.name;
  bus.key_prefix = unit.key_prefix;
  UnitCompiler compiler{assembly, {}, {}, {}};
  compiler.plan.unit = unit.unit;
  compiler.plan.device = assembly.add_device(bus);
  compiler.plan.name = unit.name;
  compiler.plan.map.limits = protocol.limits;
  compiler.plan.commands = protocol.commands;
  for (const auto& packet : protocol.packets) compiler.add_packet(packet);
  compiler.link_counts();
  return std::move(compiler.plan);
}

std::string place_of(const config::ModbusBus& modbus) {
  return modbus.host.empty() ? modbus.device : fmt::format("{}:{}", modbus.host, modbus.port);
}

}  // namespace

driver::ModbusBusPlan compile_modbus(const config::ModbusBus& modbus, const config::Params& params,
                                     core::BusId id, Assembly& assembly) {
  driver::ModbusBusPlan plan{id, modbus.bus.name, place_of(modbus), {}};
  for (const auto& unit : modbus.units) {
    const auto* const protocol = protocol_of(unit, params);
    if (protocol == nullptr) continue;
    plan.units.push_back(compile_unit(modbus, unit, *protocol, assembly));
    narrow_all(modbus.bus, plan.units.back().commands);
    narrow_all(modbus.bus, plan.units.back().writables);
  }
  return plan;
}

route::BusPolicy policy_of(const config::BusSettings& bus, const driver::ModbusBusPlan& plan) {
  route::BusPolicy policy;
  policy.read_write = bus.read_write;
  for (const auto& unit : plan.units) {
    for (const auto* specs : {&unit.commands, &unit.writables}) {
      for (const auto& spec : *specs) {
        if (!is_allowed(bus, spec.name)) continue;
        for (auto& permit : driver::permits_of(spec, unit.unit)) policy.permits.push_back(std::move(permit));
      }
    }
  }
  return policy;
}

}  // namespace bmsgw::app
