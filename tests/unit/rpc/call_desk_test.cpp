#include <gtest/gtest.h>

#include "desk_rig.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using Kind = CallOrigin::Kind;
constexpr auto kServer = Kind::server;

struct BadCall {
  const char* name;
  const char* request;
  const char* code;
  const char* said;
};

class BadCalls : public ::testing::TestWithParam<BadCall> {};

TEST_P(BadCalls, AreAnsweredWithWhatIsWrong) {
  DeskRig rig;
  rig.host.devices_known = {{"serial0", Family::g1}};
  const auto answer = rig.answer_to(GetParam().request);
  EXPECT_EQ(answer["ok"], false);
  EXPECT_EQ(answer["code"], GetParam().code);
  EXPECT_NE(answer["reason"].get<std::string>().find(GetParam().said), std::string::npos) << answer;
  EXPECT_TRUE(rig.host.submitted.empty());
}

constexpr BadCall kBadCalls[] = {
    {"NoJson", "getStatus", "bad_request", "expected"},
    {"NoObject", "[]", "bad_request", "expected"},
    {"NoMethod", R"({"params":{}})", "bad_request", "method"},
    {"MethodIsNoText", R"({"method":7})", "bad_request", "method"},
    {"Unknown", R"({"method":"flyAway"})", "unknown_method", "listMethods"},
    {"OtherCase", R"({"method":"getstatus"})", "unknown_method", R"(is "getStatus" meant)"},
    {"NoParams", R"({"method":"limit"})", "bad_params", "\"value\" is missing"},
    {"ParamsAreAText", R"({"method":"limit","params":"5"})", "bad_params", "must be an object"},
    {"UnknownParam", R"({"method":"limit","params":{"value":1,"valeu":2}})", "bad_params",
     "takes no \"valeu\""},
    {"ValueIsText", R"({"method":"limit","params":{"value":"5"}})", "bad_params", "must be a number"},
    {"OutOfRange", R"({"method":"limit","params":{"value":500}})", "bad_params", "too much"},
    {"DryRunIsNoFlag", R"({"method":"limit","params":{"value":5,"dryRun":"yes"}})", "bad_params", "dryRun"},
    {"IdIsNoNumber", R"({"method":"getCommand","params":{"id":"7"}})", "bad_params", "whole number"},
    {"IdOutOfRange", R"({"method":"getCommand","params":{"id":0}})", "bad_params", "1 to"},
    {"UnknownCall", R"({"method":"getCommand","params":{"id":99}})", "unknown_id", "99"},
    {"BadLevel", R"({"method":"setLogLevel","params":{"level":"loud"}})", "bad_params", "debug"},
};
INSTANTIATE_TEST_SUITE_P(Table, BadCalls, ::testing::ValuesIn(kBadCalls),
                         [](const auto& bad) { return std::string(bad.param.name); });

TEST(CallDesk, WhatIsTooLargeOrTooDeepIsNotParsed) {
  DeskRig rig;
  EXPECT_EQ(rig.answer_to(std::string(CallDesk::kMaxRequestBytes + 1, ' '))["code"], "too_large");
  EXPECT_EQ(rig.answer_to(R"({"method":"getStatus","params":)" + std::string(40'000, '['))["code"],
            "too_large");
  EXPECT_EQ(rig.answer_to(R"({"method":"[[[[[[[[[[[[[[[[[[[["})")["code"], "unknown_method");
}

TEST(CallDesk, ReadsTheGatewaysState) {
  DeskRig rig;
  const auto status = rig.answer_to(R"({"method":"getStatus"})", kServer);
  EXPECT_EQ(status["ok"], true);
  EXPECT_EQ(status["version"], "1.2.3");
  EXPECT_EQ(rig.answer_to(R"({"method":"getConfig"})")["config"]["mqtt"]["password"], "***");
  EXPECT_EQ(rig.answer_to(R"({"method":"getConfig","params":{"file":"params"}})")["file"], "params");
  const auto methods = rig.answer_to(R"({"method":"listMethods"})")["methods"];
  EXPECT_TRUE(std::ranges::any_of(methods, [](const json& method) { return method["method"] == "limit"; }));
  EXPECT_TRUE(rig.audits.empty());
}

TEST(CallDesk, ATaskMayWaitBetweenItsAsks) {
  DeskRig rig;
  rig.host.devices_known = {{"serial0", Family::g1}};
  const auto says = [&rig](const char* line) {
    core::Reply reply;
    reply.id = rig.host.submitted.front().first;
    rig.host.submitted.pop_front();
    reply.lines = {line};
    rig.desk.on_reply(reply, rig.clock.now());
  };
  rig.call(R"({"method":"g1.setStateOfCharge","params":{"percent":90}})");
  says("BC1,000456F0,00057E40,1EDC");
  rig.reply();                         // to the write
  says("BC1,000456F0,00057E40,1EDC");  // not taken in yet
  EXPECT_TRUE(rig.host.submitted.empty());
  rig.pass(milliseconds(499));
  EXPECT_TRUE(rig.host.submitted.empty());
  rig.pass(milliseconds(1));
  ASSERT_EQ(rig.host.submitted.size(), 1U);
  says("BC1,000456F0,00057E40,2328");
  ASSERT_EQ(rig.answers.size(), 1U);
  EXPECT_EQ(rig.answers[0].json["after"], 90);
  rig.call(R"({"method":"g1.setStateOfCharge","params":{"percent":90}})");
  says("BC1,000456F0,00057E40,1EDC");
  rig.reply();
  says("BC1,000456F0,00057E40,1EDC");
  rig.desk.stop(rig.clock.now());  // while it waits
  EXPECT_EQ(rig.answers.size(), 2U);
  EXPECT_EQ(rig.desk.next_wake(), core::kNever);
}

TEST(CallDesk, AWriteIsAnsweredByItsReplyAndTold) {
  DeskRig rig;
  rig.call(DeskRig::route(R"({"value":5})"), kServer, 17);
  ASSERT_EQ(rig.host.submitted.size(), 1U);
  EXPECT_TRUE(rig.answers.empty());
  rig.reply();
  ASSERT_EQ(rig.answers.size(), 1U);
  EXPECT_EQ(rig.answers[0].origin.id, 17U);
  EXPECT_EQ(rig.answers[0].json["ok"], true);
  ASSERT_EQ(rig.audits.size(), 1U);
  EXPECT_EQ(rig.audits[0]["state"], "done");
  EXPECT_EQ(rig.audits[0]["rpc"], 17);
  EXPECT_EQ(rig.audits[0]["method"], "limit");
  EXPECT_EQ(rig.audits[0]["what"], "limit frame");
  EXPECT_EQ(rig.audits[0]["after"], 5.0);
}

TEST(CallDesk, ABareValueIsAValue) {
  DeskRig rig;
  rig.call(DeskRig::route("true"), kServer);
  EXPECT_EQ(rig.host.submitted.size(), 1U);
}

TEST(CallDesk, AFailureHasTheRepliesCode) {
  DeskRig rig;
  rig.call(DeskRig::route(R"({"value":5})"));
  rig.reply(core::Outcome::device_refused, "it says no");
  ASSERT_EQ(rig.answers.size(), 1U);
  EXPECT_EQ(rig.answers[0].json, (json{{"ok", false}, {"code", "device_refused"}, {"reason", "it says no"}}));
  EXPECT_EQ(rig.audits.at(0)["state"], "failed");
  EXPECT_EQ(rig.audits.at(0)["code"], "device_refused");
}

TEST(CallDesk, WhatTheSettingsForbidReachesNoDevice) {
  DeskRig rig;
  rig.host.verdict.refusal = Refusal{"refused", "the bus is read-only"};
  EXPECT_EQ(rig.answer_to(DeskRig::route(R"({"value":5})"))["code"], "refused");
  EXPECT_TRUE(rig.host.submitted.empty());
  EXPECT_TRUE(rig.host.kept.empty());
  EXPECT_EQ(rig.audits.at(0)["state"], "refused");
  EXPECT_EQ(rig.audits.at(0)["reason"], "the bus is read-only");
  EXPECT_EQ(rig.audits.at(0)["wanted"], 5.0);
  EXPECT_FALSE(rig.audits.at(0).contains("after"));
}

TEST(CallDesk, ADryRunSaysWhatWouldBeAndWritesNothing) {
  for (const bool by_setting : {true, false}) {
    CallSettings settings;
    settings.dry_run = by_setting;
    DeskRig rig(settings);
    const auto answer =
        rig.answer_to(DeskRig::route(by_setting ? R"({"value":5})" : R"({"value":5,"dryRun":true})"));
    EXPECT_EQ(answer["ok"], true);
    EXPECT_EQ(answer["would"], "limit frame");
    EXPECT_TRUE(rig.host.submitted.empty());
    EXPECT_TRUE(rig.host.kept.empty());
    EXPECT_EQ(rig.audits.at(0)["state"], "dryRun");
  }
}

class Confirming : public ::testing::Test {
 protected:
  Confirming() { rig_.host.verdict.confirm = true; }
  std::string token(const std::string& params = R"({"value":5})") {
    const auto answer = rig_.answer_to(DeskRig::route(params));
    EXPECT_EQ(answer["code"], "confirm");
    EXPECT_TRUE(rig_.host.submitted.empty());
    return answer["confirm"];
  }
  static std::string confirmed(const std::string& token, int value = 5) {
    return json{{"value", value}, {"confirm", token}}.dump();
  }
  DeskRig rig_;
};

TEST_F(Confirming, TheSecondCallIsDone) {
  rig_.call(DeskRig::route(confirmed(token())));
  EXPECT_EQ(rig_.host.submitted.size(), 1U);
  EXPECT_EQ(rig_.audits.at(0)["state"], "confirm");
}

TEST_F(Confirming, ATokenIsGoodOnce) {
  const auto word = token();
  rig_.call(DeskRig::route(confirmed(word)));
  rig_.reply();
  EXPECT_EQ(rig_.answer_to(DeskRig::route(confirmed(word)))["code"], "confirm");
}

TEST_F(Confirming, ATokenIsOfItsParametersAndItsMethod) {
  EXPECT_EQ(rig_.answer_to(DeskRig::route(confirmed(token(), 6)))["code"], "confirm");
  EXPECT_EQ(rig_.answer_to(DeskRig::route(confirmed(token()), "other"))["code"], "confirm");
}

TEST_F(Confirming, ATokenIsOfItsCaller) {
  EXPECT_EQ(rig_.answer_to(DeskRig::route(confirmed(token())), kServer)["code"], "confirm");
}

TEST_F(Confirming, ATokenIsGoodForAMinute) {
  const auto word = token();
  rig_.pass(milliseconds(60'000));
  EXPECT_EQ(rig_.answer_to(DeskRig::route(confirmed(word)))["code"], "confirm");
}

TEST(CallDesk, ARepeatedRequestIsAnsweredAgainAndNotDoneAgain) {
  DeskRig rig;
  const auto request = DeskRig::route(R"({"value":5})");
  rig.call(request, kServer, 9);
  rig.call(request, kServer, 9);
  ASSERT_EQ(rig.host.submitted.size(), 1U);
  rig.reply();
  EXPECT_EQ(rig.answers.size(), 1U);
  rig.call(request, kServer, 9);
  ASSERT_EQ(rig.answers.size(), 2U);
  EXPECT_EQ(rig.answers[1].json, rig.answers[0].json);
  EXPECT_TRUE(rig.host.submitted.empty());
}

TEST(CallDesk, AnotherRequestOfTheSameIdIsDone) {
  DeskRig rig;
  rig.call(DeskRig::route(R"({"value":5})"), kServer, 9);
  rig.call(DeskRig::route(R"({"value":6})", "third"), kServer, 9);
  EXPECT_EQ(rig.host.submitted.size(), 2U);
}

TEST(CallDesk, WhatWasLostWithTheConnectionIsNotDoneTwice) {
  DeskRig rig;
  const auto request = DeskRig::route(R"({"value":5})");
  rig.call(request, kServer, 9, 1);
  rig.call(request, kServer, 9, 2);  // the server repeats it in its next session
  ASSERT_EQ(rig.host.submitted.size(), 1U);
  rig.reply();
  ASSERT_EQ(rig.answers.size(), 1U);
  EXPECT_EQ(rig.answers[0].origin.session, 2U);
  rig.pass(milliseconds(31'000));
  rig.call(request, kServer, 9, 3);  // ids that are counted anew
  EXPECT_EQ(rig.host.submitted.size(), 1U);
}

TEST(CallDesk, AWriteIsRememberedBeforeReads) {
  CallSettings settings;
  settings.rate = 1000;
  DeskRig rig(settings);
  const auto write = DeskRig::route(R"({"value":5})");
  rig.call(write, kServer, 9);
  for (std::uint64_t id = 100; id < 500; ++id) rig.call(R"({"method":"getStatus"})", kServer, id);
  rig.call(write, kServer, 9);
  ASSERT_EQ(rig.host.submitted.size(), 1U);
  rig.reply();
  for (std::uint64_t id = 500; id < 900; ++id) rig.call(R"({"method":"getStatus"})", kServer, id);
  rig.call(write, kServer, 9);
  EXPECT_TRUE(rig.host.submitted.empty());
}

TEST(CallDesk, TheServersRateIsBounded) {
  CallSettings settings;
  settings.rate = 5;
  DeskRig rig(settings);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(rig.answer_to(R"({"method":"getStatus"})", kServer)["ok"], true);
  EXPECT_EQ(rig.answer_to(R"({"method":"getStatus"})", kServer)["code"], "rate_limited");
  EXPECT_EQ(rig.answer_to(R"({"method":"getStatus"})")["ok"], true);  // here nobody floods
  rig.pass(milliseconds(200));
  EXPECT_EQ(rig.answer_to(R"({"method":"getStatus"})", kServer)["ok"], true);
}

TEST(CallDesk, TheRateOfWritesIsBoundedForAll) {
  CallSettings settings;
  settings.write_rate = 3;
  DeskRig rig(settings);
  for (int i = 0; i < 3; ++i) {
    rig.call(DeskRig::route(R"({"value":5})"));
    rig.reply();
  }
  EXPECT_EQ(rig.answer_to(DeskRig::route(R"({"value":5})"))["code"], "rate_limited");
  rig.pass(milliseconds(20'000));
  rig.call(DeskRig::route(R"({"value":5})"));
  EXPECT_EQ(rig.host.submitted.size(), 1U);
}

TEST(CallDesk, ADeviceHasOneWriterAtATime) {
  DeskRig rig;
  rig.call(DeskRig::route(R"({"value":5})"), Kind::local, 1);
  rig.call(DeskRig::route(R"({"value":6})", "other"), Kind::local, 2);
  rig.call(DeskRig::route(R"({"value":7})", "third"), Kind::local, 3);
  ASSERT_EQ(rig.host.submitted.size(), 2U);
  EXPECT_EQ(rig.host.submitted[1].second.device, "can1");
  rig.reply();
  EXPECT_EQ(rig.host.kept, std::vector<std::string>{"limit"});
  ASSERT_EQ(rig.host.submitted.size(), 2U);
  EXPECT_EQ(rig.host.submitted[1].second.device, "can0");
}

TEST(CallDesk, AValueThatWasNotTakenIsNotKept) {
  DeskRig rig;
  rig.call(DeskRig::route(R"({"value":5})"));
  rig.reply(core::Outcome::bus_down, "gone");
  EXPECT_TRUE(rig.host.kept.empty());
}

TEST(CallDesk, WhoseTurnDoesNotComeHasWrittenNothing) {
  DeskRig rig;
  rig.call(DeskRig::route(R"({"value":5})"), Kind::local, 1);
  rig.call(DeskRig::route(R"({"value":6})"), Kind::local, 2);
  rig.pass(milliseconds(10'000));
  ASSERT_EQ(rig.answers.size(), 1U);
  EXPECT_EQ(rig.answers[0].origin.id, 2U);
  EXPECT_EQ(rig.answers[0].json["code"], "busy");
  rig.reply();
  EXPECT_TRUE(rig.host.submitted.empty());
}

TEST(CallDesk, TheQueueOfADeviceIsBounded) {
  DeskRig rig;
  for (std::size_t i = 0; i <= CallDesk::kMostWaiting; ++i) rig.call(DeskRig::route(R"({"value":5})"));
  EXPECT_TRUE(rig.answers.empty());
  EXPECT_EQ(rig.answer_to(DeskRig::route(R"({"value":5})"))["code"], "busy");
  EXPECT_EQ(rig.host.submitted.size(), 1U);
}

TEST(CallDesk, ALongCallIsAnsweredWithRunningAndItsEndIsKept) {
  DeskRig rig;
  rig.call(DeskRig::route(R"({"value":5})"), kServer, 4);
  rig.pass(milliseconds(4499));
  EXPECT_TRUE(rig.answers.empty());
  rig.pass(milliseconds(1));
  ASSERT_EQ(rig.answers.size(), 1U);
  EXPECT_EQ(rig.answers[0].json["state"], "running");
  const auto id = rig.answers[0].json["id"].get<int>();
  const auto ask = R"({"method":"getCommand","params":{"id":)" + std::to_string(id) + "}}";
  EXPECT_EQ(rig.answer_to(ask)["state"], "running");
  rig.answers.clear();
  rig.reply();
  EXPECT_TRUE(rig.answers.empty());  // one answer each
  const auto ended = rig.answer_to(ask);
  EXPECT_EQ(ended["state"], "done");
  EXPECT_EQ(ended["answer"]["ok"], true);
  EXPECT_EQ(rig.audits.at(0)["state"], "done");
}

TEST(CallDesk, WhoDoesNotWaitIsAnsweredAtOnce) {
  DeskRig rig;
  rig.call(R"({"method":"limit","params":{"value":5},"wait":false})");
  rig.pass(milliseconds(0));
  ASSERT_EQ(rig.answers.size(), 1U);
  EXPECT_EQ(rig.answers[0].json["state"], "running");
}

TEST(CallDesk, WhatNeverEndsIsGivenUp) {
  DeskRig rig;
  rig.call(DeskRig::route(R"({"value":5})"));
  rig.pass(std::chrono::hours(2) - milliseconds(1));
  EXPECT_TRUE(rig.answers.empty());
  rig.pass(milliseconds(1));
  ASSERT_EQ(rig.answers.size(), 1U);
  EXPECT_EQ(rig.answers[0].json["code"], "timed_out");
  rig.reply();  // too late
  EXPECT_EQ(rig.answers.size(), 1U);
}

TEST(CallDesk, TheHostsRefusalIsAnAnswerToo) {
  DeskRig rig;
  rig.host.submit_refusal = Refusal{"bus_down", "the cable is out"};
  const auto answer = rig.answer_to(DeskRig::route(R"({"value":5})"));
  EXPECT_EQ(answer["code"], "bus_down");
  EXPECT_EQ(answer["reason"], "the cable is out");
}

TEST(CallDesk, StoppingAnswersAll) {
  DeskRig rig;
  rig.call(DeskRig::route(R"({"value":5})"), kServer, 1);
  rig.call(DeskRig::route(R"({"value":5})", "third"), kServer, 2);
  rig.desk.stop(rig.clock.now());
  ASSERT_EQ(rig.answers.size(), 2U);
  EXPECT_EQ(rig.answers[0].json["code"], "failed");
  EXPECT_EQ(rig.audits.size(), 2U);
}

TEST(CallDesk, AnAttributeIsWrittenWithoutAnAnswerButTold) {
  DeskRig rig;
  rig.call(DeskRig::route(R"({"value":5})"), Kind::attribute, 0, 0);
  rig.reply();
  EXPECT_EQ(rig.audits.at(0)["from"], "attribute");
}

TEST(CallDesk, WhatTheServerMayDoToTheGatewayIsListed) {
  CallSettings settings;
  settings.allow = {"setLogLevel"};
  DeskRig rig(settings);
  EXPECT_EQ(
      rig.answer_to(R"({"method":"setLogLevel","params":{"level":"debug","minutes":2}})", kServer)["ok"],
      true);
  EXPECT_EQ(rig.host.log_level, "debug 120000");
  EXPECT_EQ(rig.answer_to(R"({"method":"restart"})", kServer)["code"], "refused");
  const auto token = rig.answer_to(R"({"method":"restart"})")["confirm"].get<std::string>();
  EXPECT_EQ(rig.host.restarts, 0);
  EXPECT_EQ(rig.answer_to(R"({"method":"restart","params":{"confirm":")" + token + R"("}})")["ok"], true);
  EXPECT_EQ(rig.host.restarts, 1);
}

TEST(CallDesk, AFloodOfRefusalsIsCountedInTheAudit) {
  DeskRig rig;
  rig.host.verdict.refusal = Refusal{"refused", "no"};
  for (int i = 0; i < 500; ++i) rig.call(DeskRig::route(R"({"value":5})"));
  EXPECT_EQ(rig.answers.size(), 500U);
  EXPECT_EQ(rig.audits.size(), 50U);
  rig.pass(milliseconds(1000));
  rig.call(DeskRig::route(R"({"value":5})"));
  EXPECT_EQ(rig.audits.back()["suppressed"], 450);
}

}  // namespace
}  // namespace bmsgw::rpc
