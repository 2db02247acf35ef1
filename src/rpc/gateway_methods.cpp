#include "gateway_methods.hpp"

#include <nlohmann/json.hpp>

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

json to_json(const CanReport& can) {
  return {{"controller", can.controller}, {"bitRate", can.bit_rate},    {"errorFrames", can.error_frames},
          {"busOffs", can.bus_offs},      {"overflows", can.overflows}, {"droppedWrites", can.dropped_writes},
          {"txErrors", can.tx_errors},    {"rxErrors", can.rx_errors}};
}

json to_json(const UnitReport& unit) {
  return {{"name", unit.name},
          {"state", unit.state},
          {"detail", unit.detail},
          {"answers", unit.answers},
          {"errors", unit.errors},
          {"unanswered", unit.unanswered},
          {"age", unit.age_s ? json(*unit.age_s) : json()}};
}

json to_json(const ModbusReport& modbus) {
  auto units = json::array();
  for (const auto& unit : modbus.units) units.push_back(to_json(unit));
  return {{"load", modbus.load}, {"units", units}};
}

json to_json(const SnmpReport& snmp) {
  return {{"absent", snmp.absent},
          {"alarms", snmp.alarms},
          {"traps", snmp.traps},
          {"unknownTraps", snmp.unknown_traps},
          {"droppedEvents", snmp.dropped_events}};
}

json to_json(const BusReport& bus) {
  json entry{{"name", bus.name},
             {"where", bus.where},
             {"state", bus.state},
             {"detail", bus.detail},
             {"frames", bus.frames},
             {"errors", bus.errors},
             {"unknown", bus.unknown},
             {"requests", bus.requests},
             {"unanswered", bus.unanswered},
             {"age", bus.age_s ? json(*bus.age_s) : json()}};
  if (bus.can) entry["can"] = to_json(*bus.can);
  if (bus.modbus) entry["modbus"] = to_json(*bus.modbus);
  if (bus.snmp) entry["snmp"] = to_json(*bus.snmp);
  return entry;
}

json to_json(const TrapReport& traps) {
  return {{"where", traps.where},
          {"error", traps.error},
          {"strangers", traps.strangers},
          {"dropped", traps.dropped}};
}

json to_json(core::List list) {
  auto items = json::array();
  for (const auto& element : list) items.push_back(element ? json(*element) : json());
  return items;
}

json to_json(const core::Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* text = std::get_if<std::string_view>(&value)) return *text;
  if (const auto* list = std::get_if<core::List>(&value)) return to_json(*list);
  return {};
}

json to_json(const ValueReport& report) {
  json entry{{"key", report.key},
             {"point", report.point},
             {"value", to_json(report.value)},
             {"units", report.units},
             {"quality", core::to_string(report.quality)},
             {"age", report.age_s}};
  if (!report.name.empty()) entry["name"] = report.name;
  return entry;
}

}  // namespace

json get_status(const MethodContext& context, const json& /*params*/) {
  const auto status = context.view.status(context.now);
  auto buses = json::array();
  for (const auto& bus : status.buses) buses.push_back(to_json(bus));
  const auto& mqtt = status.mqtt;
  const auto& outbox = status.outbox;
  json answer{{"version", status.version},
              {"uptime", status.uptime_s},
              {"configSource", status.config_source},
              {"buses", buses},
              {"mqtt",
               {{"state", mqtt.state},
                {"detail", mqtt.detail},
                {"server", mqtt.server},
                {"messages", mqtt.messages},
                {"sessions", mqtt.sessions}}},
              {"outbox",
               {{"waiting", outbox.waiting},
                {"waitingBytes", outbox.waiting_bytes},
                {"dropped", outbox.dropped},
                {"oversized", outbox.oversized}}},
              {"samples", status.samples},
              {"records", status.records}};
  if (status.snmp_traps) answer["snmpTraps"] = to_json(*status.snmp_traps);
  return answer;
}

json get_values(const MethodContext& context, const json& /*params*/) {
  auto values = json::array();
  for (const auto& report : context.view.values(context.now)) values.push_back(to_json(report));
  return {{"values", values}};
}

}  // namespace bmsgw::rpc
