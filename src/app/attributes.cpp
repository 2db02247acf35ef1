#include "attributes.hpp"

#include <fmt/core.h>

#include "bmsgw/payload/json_writer.hpp"

namespace bmsgw::app {
namespace {

void append_can(std::string& json, const std::string& bus, const rpc::CanReport& can) {
  json += fmt::format(R"(,"bus.{0}.controller":"{1}","bus.{0}.errorFrames":{2},"bus.{0}.busOffs":{3})", bus,
                      can.controller, can.error_frames, can.bus_offs);
  json += fmt::format(R"(,"bus.{0}.overflows":{1},"bus.{0}.droppedWrites":{2})", bus, can.overflows,
                      can.dropped_writes);
  json += fmt::format(R"(,"bus.{0}.txErrors":{1},"bus.{0}.rxErrors":{2})", bus, can.tx_errors, can.rx_errors);
}

void append_modbus(std::string& json, const std::string& bus, const rpc::ModbusReport& modbus) {
  json += fmt::format(R"(,"bus.{}.load":{:.3f})", bus, modbus.load);
  for (const auto& unit : modbus.units) {
    json += fmt::format(R"(,"bus.{0}.state":"{1}","bus.{0}.errors":{2})", unit.name, unit.state,
                        unit.errors + unit.unanswered);
    if (unit.age_s) json += fmt::format(R"(,"bus.{}.age":{:.1f})", unit.name, *unit.age_s);
  }
}

void append_snmp(std::string& json, const std::string& bus, const rpc::SnmpReport& snmp) {
  json += fmt::format(R"(,"bus.{0}.alarms":{1},"bus.{0}.traps":{2})", bus, snmp.alarms, snmp.traps);
  json += fmt::format(R"(,"bus.{0}.droppedEvents":{1})", bus, snmp.dropped_events);
}

void append_bus(std::string& json, const rpc::BusReport& bus) {
  json += fmt::format(R"(,"bus.{0}.state":"{1}","bus.{0}.errors":{2})", bus.name, bus.state, bus.errors);
  if (bus.age_s) json += fmt::format(R"(,"bus.{}.age":{:.1f})", bus.name, *bus.age_s);
  if (bus.can) append_can(json, bus.name, *bus.can);
  if (bus.modbus) append_modbus(json, bus.name, *bus.modbus);
  if (bus.snmp) append_snmp(json, bus.name, *bus.snmp);
}

}  // namespace

std::string attributes_json(const rpc::GatewayStatus& status) {
  std::string json = R"({"version":)";
  payload::append_json_text(json, status.version);
  json += fmt::format(R"(,"uptime":{},"configSource":)", status.uptime_s);
  payload::append_json_text(json, status.config_source);
  json += fmt::format(R"(,"outbox.waiting":{},"outbox.dropped":{})", status.outbox.waiting,
                      status.outbox.dropped);
  for (const auto& bus : status.buses) append_bus(json, bus);
  return json + "}";
}

}  // namespace bmsgw::app
