#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/driver/snmp_commands.hpp"

#include "allow_ranges.hpp"
#include "compile_buses.hpp"

namespace bmsgw::app {
namespace {

using codec::snmp::PointSpec;
using config::BusProtocol;
using config::PacketConfig;
using config::ParamConfig;
using core::ParamName;

constexpr double kUnlimited = std::numeric_limits<double>::max();

/// Lives for one bus.
class SnmpCompiler {
 public:
  SnmpCompiler(driver::SnmpBusPlan& plan, Assembly& assembly) : plan_(plan), assembly_(assembly) {}

  void compile(const BusProtocol& protocol, std::optional<double> temperature_scale);

 private:
  void add_packet(const PacketConfig& packet);
  void add_param(const PacketConfig& packet, const ParamConfig& param, std::uint32_t group);
  void add_scale(const core::SnmpScale& scale, std::optional<double> given);
  void link_params(const BusProtocol& protocol);
  void link(const ParamConfig& param, PointSpec& spec);
  void add_alarm(const ParamConfig& param, std::uint32_t point);
  [[nodiscard]] std::optional<std::uint32_t> find(const ParamName& name) const;
  [[nodiscard]] std::optional<std::uint32_t> find(const std::optional<ParamName>& name) const;
  [[nodiscard]] driver::SnmpAlarmPlan::Owner owner_of(
      const std::optional<core::SnmpAlarm::Owner>& owner) const;

  driver::SnmpBusPlan& plan_;
  Assembly& assembly_;
  std::map<std::string, std::uint32_t> index_of_point_;  ///< by packet/param
};

core::SnmpCommandSpec writable_of(const std::string& name, const PacketConfig& packet,
                                  const ParamConfig& param) {
  core::SnmpCommandSpec spec;
  spec.name = name;
  spec.sets = {{param.snmp->place.oid, true, 0, param.format}};
  spec.verify = param.snmp->verify;
  spec.then_read = {packet.name};
  spec.argument = {param.valid_bot.value_or(-kUnlimited), param.valid_top.value_or(kUnlimited)};
  return spec;
}

void SnmpCompiler::compile(const BusProtocol& protocol, std::optional<double> temperature_scale) {
  for (const auto& packet : protocol.packets) add_packet(packet);
  for (const auto& scale : protocol.snmp.scales) {
    add_scale(scale, scale.name == "temperature_scale" ? temperature_scale : std::nullopt);
  }
  link_params(protocol);
  plan_.traps = protocol.snmp.traps;
  plan_.commands = protocol.snmp.commands;
  if (plan_.alarms.empty() && plan_.traps.traps.empty()) return;
  plan_.events_point = assembly_.add_json_point(plan_.device, "event");
  plan_.alarms_point = assembly_.add_json_point(plan_.device, "alarms");
}

void SnmpCompiler::add_packet(const PacketConfig& packet) {
  const auto group = static_cast<std::uint32_t>(plan_.map.groups.size());
  plan_.map.groups.push_back(milliseconds_of(*packet.request_period_s));
  plan_.groups[packet.name] = group;
  for (const auto& param : packet.params) add_param(packet, param, group);
}

void SnmpCompiler::add_param(const PacketConfig& packet, const ParamConfig& param, std::uint32_t group) {
  const auto name = packet.name + "/" + param.name;
  index_of_point_[name] = static_cast<std::uint32_t>(plan_.map.points.size());
  const auto point = assembly_.add_param(plan_.device, packet, param);
  plan_.map.points.push_back({point, param.snmp->place, param.format, param.list, group, {}});
  plan_.point_names.push_back(name);
  if (param.snmp->writable) plan_.writables.push_back(writable_of(name, packet, param));
}

std::optional<std::uint32_t> SnmpCompiler::find(const ParamName& name) const {
  const auto place = index_of_point_.find(name.packet + "/" + name.param);
  if (place == index_of_point_.end()) return std::nullopt;
  return place->second;
}

std::optional<std::uint32_t> SnmpCompiler::find(const std::optional<ParamName>& name) const {
  return name ? find(*name) : std::nullopt;
}

void SnmpCompiler::add_scale(const core::SnmpScale& scale, std::optional<double> given) {
  codec::snmp::ScaleSpec spec;
  spec.coarse = scale.coarse;
  spec.fine = scale.fine;
  spec.raw_least = scale.raw_least;
  spec.raw_most = scale.raw_most;
  spec.limit_low = find(scale.limit_low);
  spec.limit_high = find(scale.limit_high);
  for (const auto& reference : scale.references) {
    if (const auto point = find(reference)) spec.references.push_back(*point);
  }
  spec.reference_span = scale.reference_span;
  spec.given = given;
  plan_.map.scales.push_back(std::move(spec));
  plan_.scale_names.push_back(scale.name);
}

void SnmpCompiler::link_params(const BusProtocol& protocol) {
  std::uint32_t point = 0;
  for (const auto& packet : protocol.packets) {
    for (const auto& param : packet.params) {
      link(param, plan_.map.points[point]);
      if (param.snmp->alarm) add_alarm(param, point);
      ++point;
    }
  }
}

void SnmpCompiler::link(const ParamConfig& param, PointSpec& spec) {
  const auto& keys = *param.snmp;
  spec.count_from = find(keys.count_from);
  const auto scale = std::ranges::find(plan_.scale_names, keys.scale);
  if (scale != plan_.scale_names.end()) {
    spec.scale = static_cast<std::uint32_t>(scale - plan_.scale_names.begin());
    spec.until_settled = keys.until_settled;
  }
  if (const auto teller = find(keys.format_by)) spec.choice = {*teller, keys.formats};
}

driver::SnmpAlarmPlan::Owner SnmpCompiler::owner_of(
    const std::optional<core::SnmpAlarm::Owner>& owner) const {
  if (!owner) return {};
  return {owner->is_index, find(owner->list)};
}

void SnmpCompiler::add_alarm(const ParamConfig& param, std::uint32_t point) {
  const auto& alarm = *param.snmp->alarm;
  plan_.alarms.push_back({point, alarm.quantity, alarm.normal, param.names, owner_of(alarm.string),
                          owner_of(alarm.battery), alarm.is_numbered});
}

}  // namespace

driver::SnmpBusPlan compile_snmp(const config::SnmpBus& snmp, const config::BusProtocol& protocol,
                                 core::BusId id, Assembly& assembly) {
  driver::SnmpBusPlan plan;
  plan.bus = id;
  plan.device = assembly.add_device(snmp.bus);
  plan.name = snmp.bus.name;
  plan.where = fmt::format(fmt::runtime(snmp.host.find(':') == std::string::npos ? "{}:{}" : "[{}]:{}"),
                           snmp.host, snmp.port);
  plan.map.limits = {snmp.max_varbinds, snmp.max_bytes, snmp.bulk};
  SnmpCompiler(plan, assembly).compile(protocol, snmp.temperature_scale);
  narrow_all(snmp.bus, plan.commands);
  narrow_all(snmp.bus, plan.writables);
  return plan;
}

route::BusPolicy policy_of(const config::BusSettings& bus, const driver::SnmpBusPlan& plan) {
  route::BusPolicy policy;
  policy.read_write = bus.read_write;
  for (const auto* specs : {&plan.commands, &plan.writables}) {
    for (const auto& spec : *specs) {
      if (!is_allowed(bus, spec.name)) continue;
      if (auto permit = driver::permit_of(spec)) policy.snmp.push_back(std::move(*permit));
    }
  }
  return policy;
}

}  // namespace bmsgw::app
