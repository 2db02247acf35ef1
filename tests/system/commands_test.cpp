// Commands of the server as a user meets them: the gateway, a simulated control unit on a pty that is
// listened to, and a server with ThingsBoard's rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/command_rig.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::IsEmpty;
using testing::SizeIs;

/// What may be written to the unit.
const std::string kReadOnly = "{}";
const std::string kCapacityOnly =
    R"({"access": "read_write", "allow": [{"name": "capacity", "min": 90, "max": 110}]})";
const std::string kChargeOnly = R"({"access": "read_write", "allow": ["SC1"]})";

json capacity(double value) {
  return {{"parameter", "capacity"}, {"value", value}};
}

TEST(Commands, TheServerReadsTheGatewayAndTheUnit) {
  CommandRig rig(kReadOnly);
  rig.run();
  const auto status = rig.server().ask("getStatus");
  EXPECT_EQ(status.value("ok", false), true) << status;
  EXPECT_EQ(status["buses"][0]["name"], "serial0");
  const auto read = rig.server().ask("g1.getParameter", {{"parameter", "capacity"}});
  EXPECT_EQ(read.value("ok", false), true) << read;
  EXPECT_EQ(read["value"], 100) << read;
  EXPECT_EQ(rig.server().ask("g1.getParameter", {{"bus", "serial0"}, {"parameter", "0102"}})["value"], 100);
  EXPECT_THAT(rig.server().violations(), IsEmpty());
}

TEST(Commands, OneWayCallsAreDoneToo) {
  CommandRig rig(kCapacityOnly);
  rig.run();
  const auto call = rig.server().rpc("g1.setParameter", capacity(101), {.two_way = false});
  EXPECT_EQ(call.result.get().end, RpcResult::End::delivered);
  EXPECT_TRUE(rig.server().wait_for("command"));
  EXPECT_THAT(rig.tap().lines("CF2,0102,03F2"), SizeIs(1));
}

TEST(Commands, NothingIsWrittenUntilTheSettingsSaySo) {
  CommandRig rig(kReadOnly);
  rig.run();
  const auto answer = rig.server().ask("g1.setParameter", capacity(100));
  EXPECT_EQ(answer["code"], "refused") << answer;
  EXPECT_THAT(rig.tap().lines("CF2,0102,03E8"), IsEmpty());
  EXPECT_TRUE(rig.server().wait_for("command"));
  EXPECT_EQ(rig.audits().at(0)["state"], "refused");
}

TEST(Commands, WhatIsAllowedIsWrittenReadBackAndTold) {
  CommandRig rig(kCapacityOnly);
  rig.run();
  const auto answer = rig.server().ask("g1.setParameter", capacity(105));
  EXPECT_EQ(answer.value("ok", false), true) << answer;
  EXPECT_EQ(rig.server().ask("g1.getParameter", {{"parameter", "0102"}})["value"], 105);
  ASSERT_TRUE(rig.server().wait_for("command"));
  const auto audit = rig.audits().at(0);
  EXPECT_EQ(audit["state"], "done");
  EXPECT_EQ(audit["method"], "g1.setParameter");
  EXPECT_EQ(audit["from"], "server");
  EXPECT_EQ(audit["device"], "serial0");
  EXPECT_EQ(audit["before"], 100);
  EXPECT_EQ(audit["after"], 105);
  EXPECT_THAT(rig.tap().lines("CF2,0102,041A"), SizeIs(1));
}

TEST(Commands, OutOfRangeIsRefusedAndNamed) {
  CommandRig rig(kCapacityOnly);
  rig.run();
  const auto answer = rig.server().ask("g1.setParameter", capacity(111));
  EXPECT_EQ(answer["code"], "refused") << answer;
  EXPECT_NE(answer["reason"].get<std::string>().find("110"), std::string::npos) << answer;
  EXPECT_EQ(rig.server().ask("g1.setParameter", {{"parameter", "0010"}, {"value", 2}})["code"], "refused");
  EXPECT_EQ(rig.server().ask("g1.reset", {})["code"], "refused");
  for (const auto* const sentence : {"CF2,0102,0456", "CF2,0010,1", "RS1"})
    EXPECT_THAT(rig.tap().lines(sentence), IsEmpty()) << sentence;
}

TEST(Commands, ADryRunWritesNothing) {
  CommandRig rig(kCapacityOnly);
  rig.run();
  auto params = capacity(100);
  params["dryRun"] = true;
  EXPECT_EQ(rig.server().ask("g1.setParameter", params).value("ok", false), true);
  EXPECT_THAT(rig.tap().lines("CF2,0102,03E8"), IsEmpty());
}

TEST(Commands, ARequestThatComesTwiceIsDoneOnce) {
  CommandRig rig(kCapacityOnly);
  rig.run();
  const auto call = rig.server().rpc("g1.setParameter", capacity(105));
  ASSERT_EQ(call.result.get().end, RpcResult::End::answered);
  rig.server().send_again(call);
  ASSERT_TRUE(rig.server().until([&] { return rig.server().answers(call).size() == 2; }));
  EXPECT_EQ(rig.server().answers(call)[0], rig.server().answers(call)[1]);
  EXPECT_THAT(rig.tap().lines("CF2,0102,041A"), SizeIs(1));
  EXPECT_THAT(rig.server().violations(), IsEmpty());
}

TEST(Commands, AfterALostSessionTheServerIsHeardAgain) {
  CommandRig rig(kCapacityOnly);
  rig.run();
  const auto before = rig.server().sessions();
  rig.server().drop_connection();
  const auto waiting = rig.server().rpc("g1.setParameter", capacity(105), {.persistent = true});
  EXPECT_EQ(waiting.result.get().answer.value("ok", false), true) << waiting.result.get().answer;
  EXPECT_EQ(rig.server().sessions(), before + 1);
  EXPECT_THAT(rig.tap().lines("CF2,0102,041A"), SizeIs(1));
  EXPECT_THAT(rig.server().violations(), IsEmpty());
}

TEST(Commands, WhatIsNoCallIsAnsweredToo) {
  CommandRig rig(kReadOnly);
  rig.run();
  const auto code_of = [&rig](const std::string& payload) {
    return rig.server().rpc_text(payload).result.get().answer.value("code", "");
  };
  EXPECT_EQ(code_of(R"({"method":"getstatus","params":{}})"), "unknown_method");
  EXPECT_EQ(code_of(R"({"method":"g1.getParameter","params":{"parameter":7}})"), "bad_params");
  EXPECT_EQ(code_of(R"({"method":"g1.getParameter","params":{"bus":"x","parameter":"0102"}})"),
            "unknown_device");
  EXPECT_EQ(code_of("{"), "bad_request");
  EXPECT_EQ(
      code_of(R"({"method":"getStatus","params":)" + std::string(1000, '[') + std::string(1000, ']') + "}"),
      "too_large");
  EXPECT_EQ(code_of(R"({"method":")" + std::string(65'000, 'x') + R"(","params":{}})"), "unknown_method");
  EXPECT_EQ(code_of('"' + std::string(70'000, 'x') + '"'), "too_large");
  EXPECT_THAT(rig.server().violations(), IsEmpty());
}

TEST(Commands, AUnitThatIsSilentIsNamedInTime) {
  CommandRig rig(kReadOnly);
  rig.run();
  rig.control("silence 1000");
  ASSERT_TRUE(rig.server().wait_for(
      "serial0Online", [](const json& online) { return online == false; }, seconds(40)));
  const auto call = rig.server().rpc("g1.getParameter", {{"parameter", "capacity"}});
  const auto result = call.result.get();
  EXPECT_EQ(result.answer.value("code", ""), "timed_out") << result.answer;
  EXPECT_LT(result.took, seconds(5));
}

TEST(Commands, PasswordsAreNowhere) {
  CommandRig rig(R"({"access": "read_write", "allow": ["PW1"]})", {"--password1", "topsecr"});
  rig.run();
  const auto answer = rig.server().ask("g1.logIn", {{"password", "topsecr"}});
  EXPECT_EQ(answer.value("ok", false), true) << answer;
  ASSERT_TRUE(rig.server().wait_for("command"));
  EXPECT_THAT(rig.tap().lines("PW1,topsecr"), SizeIs(1));
  EXPECT_EQ(json(rig.server().table()).dump().find("topsecr"), std::string::npos);
  EXPECT_EQ(rig.gateway().err().find("topsecr"), std::string::npos);
  EXPECT_EQ(answer.dump().find("topsecr"), std::string::npos);
}

/// The shipped configuration with a method `setSoc` that writes SC1.
json with_route(bool is_attribute) {
  auto params = json::parse(read_text(BMSGW_SOURCE_DIR "/config/params_config.json"));
  params["protocols"]["g1"]["packets"]["SC1"] = {{"params", {{"Soc", {{"bits", 8}}}}}};
  json from{{"prot", "mqtt"}, {"param", "setSoc"}};
  if (is_attribute) from["attribute"] = true;
  params["routes"].push_back(
      {{"from", from}, {"to", {{"prot", "g1"}, {"sentence", "SC1"}, {"param", "Soc"}}}});
  return params;
}

TEST(Commands, ARouteMakesAMethodAndASharedAttribute) {
  CommandRig rig(kChargeOnly);
  rig.use_params(with_route(true));
  rig.run();
  const auto answer = rig.server().ask("setSoc", {{"value", 50}});
  EXPECT_EQ(answer.value("ok", false), true) << answer;
  EXPECT_EQ(rig.server().ask("setSoc", 51).value("ok", false), true);
  EXPECT_THAT(rig.tap().lines("SC1,"), SizeIs(2));
  ASSERT_TRUE(rig.server().until([&] { return rig.server().is_subscribed("v1/devices/me/attributes"); }));
  rig.server().set_shared_attribute("setSoc", 60);
  EXPECT_TRUE(rig.server().until([&] { return rig.tap().lines("SC1,").size() == 3; })) << rig.gateway().err();
  EXPECT_THAT(rig.server().violations(), IsEmpty());
}

TEST(Commands, ASharedAttributeAtStartIsNotWritten) {
  CommandRig rig(kChargeOnly);
  rig.use_params(with_route(true));
  rig.start_server();
  rig.server().set_shared_attribute("setSoc", 60);
  rig.run();
  EXPECT_EQ(rig.server().ask("getStatus").value("ok", false), true);
  EXPECT_THAT(rig.tap().lines("SC1,"), IsEmpty());
}

/// Up to twenty calls a second, up to eight at once, while everything is polled: each answer is that of its
/// question.
TEST(Commands, ManyAtOnceLoseAndSwapNothing) {
  constexpr std::size_t kMostOpen = 8;
  CommandRig rig(kReadOnly);
  auto params = json::parse(read_text(BMSGW_SOURCE_DIR "/config/params_config.json"));
  for (auto& packet : params["protocols"]["g1"]["packets"]) packet["request_period"] = 0.5;
  rig.use_params(params);
  rig.run();
  const std::vector<std::string> parameters{"0102", "0010", "0111", "0100"};
  std::map<std::string, json> expected;
  for (const auto& id : parameters) expected[id] = rig.server().ask("g1.getParameter", {{"parameter", id}});
  std::vector<std::pair<std::string, RpcCall>> calls;
  auto due = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < 100; ++i, due += milliseconds(50)) {
    GatewayRig::await([due] { return std::chrono::steady_clock::now() >= due; });
    ASSERT_TRUE(rig.server().until([&rig] { return rig.server().unanswered().size() < kMostOpen; }));
    const auto& id = parameters[i % parameters.size()];
    calls.emplace_back(id, rig.server().rpc("g1.getParameter", {{"parameter", id}}));
  }
  for (const auto& [id, call] : calls) EXPECT_EQ(call.result.get().answer, expected[id]) << call.id;
  EXPECT_THAT(rig.server().unanswered(), IsEmpty());
  EXPECT_THAT(rig.server().violations(), IsEmpty());
}

}  // namespace
}  // namespace bmsgw::test
