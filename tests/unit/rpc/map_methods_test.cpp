// can.send, modbus.* and snmp.*: what they ask of the device, and what they answer.
#include <gtest/gtest.h>

#include "desk_rig.hpp"
#include "rpc/method_table.hpp"

namespace bmsgw::rpc {
namespace {

using core::MapRequest;
using nlohmann::json;

class MapMethods : public testing::Test {
 protected:
  MapMethods() {
    rig_.host.devices_known = {{"can0", Family::can}, {"modbus0u1", Family::modbus}, {"snmp0", Family::snmp}};
  }
  /// The answer that there is at once.
  json call(const std::string& method, const json& params) {
    return rig_.answer_to(json{{"method", method}, {"params", params}}.dump());
  }
  [[nodiscard]] const Ask& asked() const { return rig_.host.submitted.front().second; }
  [[nodiscard]] const MapRequest& requested() const { return std::get<MapRequest>(asked().what); }
  [[nodiscard]] const core::CanFrame& sent() const {
    return std::get<core::CanFrame>(std::get<core::Command::What>(asked().what));
  }
  json answer(core::Reply reply) {
    reply.id = rig_.host.submitted.front().first;
    rig_.host.submitted.pop_front();
    rig_.desk.on_reply(reply, rig_.clock.now());
    return rig_.answers.empty() ? json() : rig_.answers.back().json;
  }

  DeskRig rig_;
};

TEST_F(MapMethods, APointIsRead) {
  for (const auto* const method : {"modbus.read", "snmp.get"}) {
    EXPECT_TRUE(call(method, {{"point", "Packet/volts"}}).is_null()) << "it is under way";
    EXPECT_EQ(requested().kind, MapRequest::Kind::read);
    EXPECT_EQ(requested().name, "Packet/volts");
    EXPECT_EQ(asked().kind, core::Command::Kind::read);
    core::Reply reply;
    reply.after = 12.5;
    EXPECT_EQ(answer(reply), json::parse(R"({"ok":true,"point":"Packet/volts","value":12.5})")) << method;
  }
}

TEST_F(MapMethods, RegistersAreReadRaw) {
  EXPECT_TRUE(call("modbus.read", {{"function", 4}, {"address", 65535}}).is_null());
  const auto& request = std::get<core::ModbusRequest>(std::get<core::Command::What>(asked().what));
  EXPECT_EQ(request.function, core::ModbusFunction::read_input_registers);
  EXPECT_EQ(request.address, 65535);
  EXPECT_EQ(request.count, 1);
  core::Reply reply;
  reply.words = {0x3333};
  EXPECT_EQ(answer(reply), json::parse(R"({"ok":true,"function":4,"address":65535,"values":[13107]})"));
}

TEST_F(MapMethods, AWriteTellsBeforeAndAfterAndItsAudit) {
  EXPECT_TRUE(call("modbus.write", {{"point", "irHigh"}, {"value", 3.5}}).is_null());
  EXPECT_EQ(requested().kind, MapRequest::Kind::write);
  EXPECT_EQ(requested().argument, 3.5);
  EXPECT_EQ(rig_.host.judged, std::vector<std::string>{"modbus0u1"});
  core::Reply reply;
  reply.before = 3.2;
  reply.after = 3.5;
  EXPECT_EQ(answer(reply), json::parse(R"({"ok":true,"point":"irHigh","before":3.2,"after":3.5})"));
  ASSERT_FALSE(rig_.audits.empty());
  EXPECT_EQ(rig_.audits.back()["what"], "irHigh = 3.5");
}

TEST_F(MapMethods, AWriteThatWentWrongTellsWhatIsSo) {
  EXPECT_TRUE(call("snmp.set", {{"point", "limit"}, {"value", true}}).is_null());
  EXPECT_EQ(requested().argument, 1);
  core::Reply reply;
  reply.outcome = core::Outcome::failed;
  reply.reason = "reads back otherwise";
  reply.before = 0;
  reply.after = 0;
  const auto told = answer(reply);
  EXPECT_EQ(told["code"], "failed");
  EXPECT_EQ(told["after"], 0);
}

TEST_F(MapMethods, ACommandMayTakeLong) {
  EXPECT_TRUE(call("snmp.command", {{"command", "irTest"}}).is_null());
  EXPECT_EQ(requested().kind, MapRequest::Kind::command);
  EXPECT_FALSE(requested().argument);
  rig_.pass(std::chrono::minutes(30));
  EXPECT_TRUE(rig_.answers.empty());
  EXPECT_EQ(answer({}), json::parse(R"({"ok":true,"command":"irTest"})"));
}

TEST_F(MapMethods, AFrameIsSent) {
  EXPECT_TRUE(call("can.send", {{"id", "X18FF0001"}, {"data", "0102fF"}}).is_null());
  EXPECT_EQ(to_string(sent().id), "X18FF0001");
  EXPECT_EQ(sent().length, 3);
  EXPECT_EQ(sent().data[2], 0xFF);
  EXPECT_EQ(asked().kind, core::Command::Kind::write);
  core::Reply reply;
  reply.reason = "handed to the interface";
  EXPECT_EQ(answer(reply), json::parse(R"({"ok":true,"detail":"handed to the interface"})"));
  EXPECT_TRUE(call("can.send", {{"id", "S7FF"}, {"remote", true}}).is_null());
  EXPECT_TRUE(sent().remote);
}

TEST_F(MapMethods, WhatMakesNoSenseIsRefusedBeforeAnybodyIsAsked) {
  struct Case {
    const char* method;
    json params;
    const char* code;
  };
  const std::string ten(20, '0');
  const std::vector<Case> cases{
      {"can.send", {{"id", "18FF0001"}}, "bad_params"},
      {"can.send", {{"id", "S800"}}, "bad_params"},
      {"can.send", {{"id", "X18FF50E5"}, {"data", "00"}}, "refused"},
      {"can.send", {{"id", "S1"}, {"data", "0"}}, "bad_params"},
      {"can.send", {{"id", "S1"}, {"data", ten}}, "bad_params"},
      {"can.send", {{"id", "S1"}, {"data", ten}, {"fd", true}}, "bad_params"},
      {"can.send", {{"id", "S1"}, {"data", "00"}, {"remote", true}}, "bad_params"},
      {"can.send", {{"id", "S1"}, {"fd", true}, {"remote", true}}, "bad_params"},
      {"modbus.read", json::object(), "bad_params"},
      {"modbus.read", {{"function", 3}}, "bad_params"},
      {"modbus.read", {{"point", "a"}, {"count", 2}}, "bad_params"},
      {"modbus.read", {{"function", 5}, {"address", 0}}, "bad_params"},
      {"modbus.read", {{"function", 3}, {"address", 0}, {"count", 126}}, "bad_params"},
      {"modbus.write", {{"point", "a"}, {"value", "1"}}, "bad_params"},
      {"modbus.write", {{"point", "a"}}, "bad_params"},
      {"snmp.command", {{"command", "a"}, {"argument", json::array()}}, "bad_params"},
      {"snmp.get", {{"bus", "snmp1"}, {"point", "a"}}, "unknown_device"},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(call(one.method, one.params).value("code", ""), one.code) << one.method << one.params;
  }
  EXPECT_TRUE(rig_.host.submitted.empty());
}

TEST_F(MapMethods, TheExamplesAreGoodCalls) {
  for (const auto& method : built_in_methods()) {
    const auto& info = method.info;
    if (info.group != "can" && info.group != "modbus" && info.group != "snmp") continue;
    const auto answered = call(std::string(info.name), json::parse(info.example));
    EXPECT_TRUE(answered.is_null()) << info.name << answered;
    EXPECT_TRUE(json::parse(info.answer)["ok"].get<bool>()) << info.name;
    ASSERT_EQ(rig_.host.submitted.size(), 1U) << info.name;
    (void)answer({});
  }
}

}  // namespace
}  // namespace bmsgw::rpc
