// All of the G1 protocol through the gateway: each sentence that can be sent, each row of the parameters'
// table. G1 Control Unit Serial Protocol 2.1.0, p. 8-58.
#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bmsgw/config/g1_parameters.hpp"

#include "support/command_rig.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;

const std::string kEverything =
    R"({"access": "read_write", "allow": ["CF2", "LG1", "SS1", "PW1", "PW2", "RC1", "RS1",
    "SC1", "FD1", "TC1", "TC2", "X18FF0001"]})";
const std::string kOften = R"({"commands": {"write_rate": 6000}})";

class ProtocolWalk : public ::testing::Test {
 protected:
  void SetUp() override { rig_.run(); }
  json call(const std::string& method, const json& params = json::object()) {
    auto answer = rig_.call(method, params).value_or(json::object());
    if (answer.value("code", "") != "confirm") return answer;
    auto confirmed = params;
    confirmed["confirm"] = answer["confirm"];
    return rig_.call(method, confirmed).value_or(json::object());
  }
  void expect_done(const std::string& method, const json& params = json::object()) {
    const auto answer = call(method, params);
    EXPECT_TRUE(answer.value("ok", false)) << method << params << ": " << answer;
  }

  CommandRig rig_{kEverything, {}, kOften};
};

TEST_F(ProtocolWalk, EveryParameterIsReadAndWritten) {
  for (const auto& parameter : config::g1_parameters()) {
    const auto id = fmt::format("{:04X}", parameter.id);
    const auto read = call("g1.getParameter", {{"parameter", id}});
    ASSERT_TRUE(read.value("ok", false)) << id << " " << read;
    EXPECT_EQ(read["name"], parameter.name);
    EXPECT_EQ(read["raw"].get<std::string>().size(), 2U * parameter.bytes) << id;
    const bool is_flags = parameter.kind == core::G1Parameter::Kind::flags;
    const auto written =
        is_flags ? call("g1.setBits", {{"parameter", id}, {"bits", read["bits"]}})
                 : call("g1.setParameter", {{"parameter", parameter.name}, {"value", read["value"]}});
    EXPECT_TRUE(written.value("ok", false)) << id << " " << written;
    EXPECT_THAT(rig_.tap().lines("CF2," + id + "," + read["raw"].get<std::string>()),
                testing::Not(testing::IsEmpty()))
        << id;
  }
}

TEST_F(ProtocolWalk, EverySentenceThatAsksIsAnswered) {
  for (const auto* const sentence :
       {"BB1", "BB2", "BC1", "BT1", "BT2", "BT3", "BT4", "BV1", "BV2", "CG1", "CS1", "CS2",
        "CV1", "DT1", "IN1", "LG1", "OT1", "PW1", "RS2", "SS1", "ST1", "TD1", "VR1"}) {
    expect_done("g1.read", {{"sentence", sentence}});
    EXPECT_THAT(rig_.tap().lines(sentence + std::string(",?")), testing::Not(testing::IsEmpty())) << sentence;
  }
}

TEST_F(ProtocolWalk, EveryTypedReadIsAnswered) {
  for (const auto* const method : {"g1.getVersion", "g1.getTime", "g1.getLog", "g1.getStatistics",
                                   "g1.getResetHistory", "g1.getAccess", "g1.getParameters"})
    expect_done(method);
  expect_done("g1.getStatistic", {{"id", 10}});
}

TEST_F(ProtocolWalk, EverySentenceThatOrdersIsObeyed) {
  const std::vector<std::tuple<std::string, json, std::string>> orders{
      {"g1.setPassword", {{"password", "secret12"}}, "PW2,"},
      {"g1.logOut", json::object(), "PW1,,"},
      {"g1.logIn", {{"password", "secret12"}}, "PW1,"},
      {"g1.setPassword", {{"password", ""}}, "PW2,,"},
      {"g1.clearLog", json::object(), "LG1,c"},
      {"g1.clearStatistics", json::object(), "SS1,c"},
      {"g1.resetCurrent", json::object(), "RC1,,"},
      {"g1.setStateOfCharge", {{"percent", 50}}, "SC1,32"},
      {"g1.calibrateInternalTemperature", {{"celsius", 20}}, "TC1,78"},
      {"g1.calibrateExternalTemperature",
       {{"cell", 0}, {"beta", 0}, {"gamma", 0}, {"delta", 0}},
       "TC2,0000,00,00,00"},
      {"g1.sendCan", {{"id", "X18FF0001"}, {"data", "0102"}}, "CN1,18FF0001,1,0,2,0102"},
      {"g1.factoryDefaults", json::object(), "FD1,,"},
      {"g1.reset", json::object(), "RS1,,"}};
  for (const auto& [method, params, line] : orders) {
    expect_done(method, params);
    EXPECT_THAT(rig_.tap().lines(line), testing::Not(testing::IsEmpty())) << line;
  }
}

}  // namespace
}  // namespace bmsgw::test
