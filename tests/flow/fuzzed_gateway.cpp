#include "fuzzed_gateway.hpp"

#include <regex>
#include <stdexcept>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "bmsgw/codec/can/frame_text.hpp"
#include "bmsgw/payload/thingsboard_topics.hpp"

#include "support/shipped_config.hpp"

namespace bmsgw::test {
namespace {

using core::milliseconds;
using nlohmann::json;

constexpr milliseconds kStep{5};
constexpr milliseconds kBetweenCalls{25};

/// Routes from the server to a bus that it may not write to are no configuration.
json params(bool with_routes) {
  auto params = json::parse(read_source_file("config/params_config.json"));
  auto& protocols = params["protocols"];
  protocols["can"] = json::parse(R"({"packets": {"Limits": {"id": "X18FF0001", "params": {"limit": {}}}}})");
  protocols["modbus"] = json::parse(R"({"packets": {"P": {"request_period": 1, "params": {
      "read": {"address": 0, "route_to_mqtt": "modbusRead"},
      "level": {"address": 1, "write": 6, "route_to_mqtt": "modbusLevel"}}}},
      "commands": {"go": {"write": {"address": 2, "value": 7}},
                   "stop": {"write": {"address": 3, "value": 9}}}})");
  protocols["snmp"] = json::parse(R"({"packets": {"P": {"request_period": 1, "params": {
      "read": {"oid": "1.3.6.1.4.1.1.1.0", "route_to_mqtt": "snmpRead"},
      "level": {"oid": "1.3.6.1.4.1.1.2.0", "write": true, "route_to_mqtt": "snmpLevel"}}}},
      "commands": {"go": {"write": {"oid": "1.3.6.1.4.1.1.3.0", "value": 1}}}})");
  if (!with_routes) return params;
  params["routes"].push_back(json::parse(
      R"({"from": {"prot": "mqtt", "param": "limit"}, "to": {"prot": "can", "packet": "Limits", "param": "limit"}})"));
  params["routes"].push_back(json::parse(
      R"({"from": {"prot": "mqtt", "param": "level"}, "to": {"prot": "modbus", "packet": "P", "param": "level"}})"));
  return params;
}

config::Config loaded(const Safety& safety) {
  const auto settings = R"({"serial": {"device": "/dev/ttyS0")" + safety.serial +
                        R"(}, "can": {"interface": "can0")" + safety.can + R"(}, "modbus": {"host": "h")" +
                        safety.modbus + R"(}, "snmp": {"host": "h")" + safety.snmp +
                        R"(}, "mqtt": {"uri": "mqtt://h"}, "commands": {"write_rate": 6000}})";
  config::Places places;
  places.config_dir = BMSGW_SOURCE_DIR "/config";
  auto loaded = config::load_text("settings.json", settings, "params_config.json",
                                  params(!safety.can.empty()).dump(), places);
  if (loaded.config) return std::move(*loaded.config);
  std::string all;
  for (const auto& problem : loaded.problems) all += config::to_string(problem) + "\n";
  throw std::runtime_error(all);
}

simulator::UnitConfig unit_config() {
  simulator::UnitConfig unit;
  unit.battery.cells = 16;
  unit.battery.seed = 7;
  return unit;
}

/// A question that changes nothing: not those sentences of which any form is an order.
bool is_read(const std::string& line) {
  static const std::regex kRead(R"((?!RC1|RS1|SC1|FD1|TC1|TC2|CN1|PW2)[A-Z0-9]{2,8},\?,[0-9A-F]{2}\r\n)");
  static const std::regex kReadOne(R"((CF2,[0-9A-F]{4},\?|SS1,[0-9A-F]{2}),[0-9A-F]{2}\r\n)");
  return std::regex_match(line, kRead) || std::regex_match(line, kReadOne);
}

}  // namespace

FuzzedGateway::FuzzedGateway(const Safety& safety) : config_(loaded(safety)), unit_(unit_config()) {
  for (const auto* const oid :
       {"1.3.6.1.2.1.1.3.0", "1.3.6.1.4.1.1.1.0", "1.3.6.1.4.1.1.2.0", "1.3.6.1.4.1.1.3.0"})
    agent_.set(oid, std::int64_t{5});
  gateway_ = std::make_unique<app::Gateway>(config_, app::compile(config_, registry_), "", parts());
  gateway_->start();
  mqtt_.accept();
  serial_->open(clock_.now());
  can_->open(clock_.now());
  modbus_->open(clock_.now());
  snmp_->open(clock_.now());
}

app::GatewayParts FuzzedGateway::parts() {
  const auto keep = [](auto*& place, auto link) {
    place = link.get();
    return link;
  };
  return {
      clock_,
      [this, keep](const config::SerialBus& /*bus*/) { return keep(serial_, std::make_unique<FakeLink>()); },
      [this, keep](const config::CanBus& /*bus*/, const driver::CanBusPlan& /*plan*/) {
        return keep(can_, std::make_unique<FakeCanLink>());
      },
      [this, keep](const config::ModbusBus& /*bus*/) {
        return keep(modbus_, std::make_unique<FakeModbusLink>());
      },
      [this, keep](const config::SnmpBus& /*bus*/) { return keep(snmp_, std::make_unique<FakeSnmpLink>()); },
      {},
      mqtt_,
      outbox_,
      1};
}

std::vector<json> FuzzedGateway::examples() {
  return json::parse(R"([
    {"method": "limit", "params": {"value": 5}},
    {"method": "level", "params": {"value": 5}},
    {"method": "g1.setParameter", "params": {"parameter": "capacity", "value": 100}},
    {"method": "g1.setParameter", "params": {"parameter": "0102", "value": 200}},
    {"method": "can.send", "params": {"id": "X18FF0001", "data": "0102"}},
    {"method": "can.send", "params": {"id": "X18FF50E5", "data": "0102"}},
    {"method": "modbus.command", "params": {"bus": "modbus0u1", "command": "go"}},
    {"method": "modbus.command", "params": {"bus": "modbus0u1", "command": "stop"}},
    {"method": "modbus.write", "params": {"bus": "modbus0u1", "point": "level", "value": 5}},
    {"method": "snmp.command", "params": {"bus": "snmp0", "command": "go"}},
    {"method": "snmp.set", "params": {"bus": "snmp0", "point": "P/level", "value": 5}}])");
}

std::string FuzzedGateway::call(std::uint64_t id, const std::string& payload) {
  mqtt_.message("v1/devices/me/rpc/request/" + std::to_string(id), payload);
  pass(kBetweenCalls);
  const auto found = answers_.find(id);
  return found == answers_.end() ? "" : found->second.front();
}

void FuzzedGateway::pass(milliseconds time) {
  for (milliseconds passed{0}; passed < time; passed += kStep) {
    step();
    clock_.advance(kStep);
  }
}

void FuzzedGateway::step() {
  if (gateway_->next_wake() <= clock_.now().mono) gateway_->on_time(clock_.now());
  gateway_->settle(clock_.now());
  hear_serial();
  hear_can();
  hear_modbus();
  hear_snmp();
  gateway_->settle(clock_.now());
  hear_server();
}

void FuzzedGateway::note(bool is_read, const std::string& what) {
  if (is_read) {
    ++reads_;
  } else {
    writes_.push_back(what);
  }
}

void FuzzedGateway::hear_serial() {
  const auto now = simulator::Elapsed(clock_.time());
  unit_.on_time(now);
  for (const auto& line : serial_->take()) {
    note(is_read(line), "serial " + line);
    unit_.on_bytes(line, now);
  }
  for (const auto& sentence : unit_.take_output()) serial_->bytes(sentence, clock_.now());
}

void FuzzedGateway::hear_can() {
  for (const auto& frame : can_->take()) note(false, "can " + codec::can::format_frame(frame));
}

void FuzzedGateway::hear_modbus() {
  if (!modbus_->pending()) return;
  const auto& request = *modbus_->pending();
  const auto function = static_cast<int>(request.function);
  note(function <= 4, fmt::format("modbus {}@{}", function, request.address));
  FakeModbusLink::Reply reply;
  reply.values.assign(request.count, 5);
  modbus_->answer(reply, clock_.now());
}

void FuzzedGateway::hear_snmp() {
  if (!snmp_->pending()) return;
  const auto request = *snmp_->pending();
  note(request.kind != core::SnmpRequest::Kind::set,
       request.sets.empty() ? "" : "snmp " + request.sets[0].oid);
  snmp_->answer(agent_.answer(request), clock_.now());
}

void FuzzedGateway::hear_server() {
  mqtt_.acknowledge_all();
  const std::string responses = "v1/devices/me/rpc/response/";
  for (const auto& message : std::exchange(mqtt_.published, {})) {
    if (message.topic.starts_with(responses))
      answers_[std::stoull(message.topic.substr(responses.size()))].push_back(message.payload);
  }
}

}  // namespace bmsgw::test
