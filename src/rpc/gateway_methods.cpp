// The gateway itself: its state and its present values.
#include "gateway_methods.hpp"

#include <array>

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

json status_of(const MethodCall& call) {
  const auto status = call.view.status(call.now);
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

Begun get_status(const MethodCall& call) {
  return status_of(call);
}

Begun get_values(const MethodCall& call) {
  auto values = json::array();
  for (const auto& report : call.view.values(call.now)) values.push_back(to_json(report));
  return json{{"values", values}};
}

constexpr std::array<TaskMethod, 2> kMethods{{
    {{"getStatus",
      "gateway",
      "the state of the gateway, its buses, its session and its outbox",
      Effect::reads,
      {},
      false,
      "",
      "{}",
      R"({"ok":true,"version":"0.1.0","uptime":42,"configSource":"/etc/bms-gateway","samples":1200,"records":600,"buses":[{"name":"serial0","where":"/dev/ttyUSB0","state":"ok","detail":"","frames":310,"errors":0,"unknown":0,"requests":21,"unanswered":0,"age":0.2}],"mqtt":{"state":"connected","detail":"","server":"mqtts://example.org","messages":200,"sessions":1},"outbox":{"waiting":0,"waitingBytes":0,"dropped":0,"oversized":0}})"},
     get_status},
    {{"getValues",
      "gateway",
      "the present value of every routed point",
      Effect::reads,
      {},
      false,
      "",
      "{}",
      R"({"ok":true,"values":[{"key":"minVolt","point":"serial0/BV1/Min","value":3.31,"units":"V","quality":"good","age":0.2}]})"},
     get_values},
}};

}  // namespace

MethodList gateway_state_methods() {
  return kMethods;
}

}  // namespace bmsgw::rpc
