#include <gtest/gtest.h>

#include "desk_rig.hpp"

namespace bmsgw::rpc {
namespace {

using core::FirmwareProgress;
using core::Outcome;
using nlohmann::json;
using std::chrono::minutes;
using State = FirmwareProgress::State;

class FirmwareMethodsTest : public testing::Test {
 protected:
  FirmwareMethodsTest() {
    rig_.host.devices_known = {{"serial0", Family::g1}};
    rig_.host.image = std::make_shared<const core::FirmwareImage>(
        core::FirmwareImage{"unit.txt", "abc", "BMS1", "2.1.0", "", {"\1", "\2"}});
  }
  static std::string request(const std::string& method, json params) {
    params["bus"] = "serial0";
    return json{{"method", method}, {"params", params}}.dump();
  }
  /// Called a second time, as asked for. The answer, if there is one at once.
  json confirmed(const std::string& method, json params = json::object()) {
    const auto question = rig_.answer_to(request(method, params));
    EXPECT_EQ(question.value("code", ""), "confirm") << question;
    EXPECT_TRUE(rig_.host.submitted.empty());
    params["confirm"] = question.value("confirm", "");
    return rig_.answer_to(request(method, params));
  }
  template <typename What>
  const What& submitted(std::size_t number = 0) {
    return std::get<What>(std::get<core::Command::What>(rig_.host.submitted.at(number).second.what));
  }
  /// Empty: none.
  void reply_line(const std::string& line) {
    if (line.empty()) return rig_.reply(Outcome::timed_out, "no answer");
    rig_.reply(Outcome::ok, "", {line});
  }
  void progress(State state, std::uint32_t frame) {
    rig_.host.progress = FirmwareProgress{state, "serial0", "unit.txt", "2.1.0", frame, 2, 0, "why"};
  }

  DeskRig rig_;
};

struct ClearCase {
  const char* name;
  const char* before;  ///< the count's line; empty: no answer
  Outcome outcome;
  const char* after;
  bool ok;
  const char* code;
  const char* text;  ///< of reason or detail
  int reads_after = 1;
};

TEST_F(FirmwareMethodsTest, AMasterClearIsProvedByItsCount) {
  const std::vector<ClearCase> cases{
      {"cleared", "SS1,07,,0002,", Outcome::ok, "SS1,07,,0003,", true, "", ""},
      {"restarted only", "SS1,07,,0002,", Outcome::ok, "SS1,07,,0002,", false, "failed",
       "nothing was cleared: the unit counts 2"},
      {"cleared, restart not heard", "SS1,07,,0002,", Outcome::failed, "SS1,07,,0003,", true, "",
       "wasn't heard"},
      {"not even restarted", "SS1,07,,0002,", Outcome::failed, "SS1,07,,0002,", false, "failed",
       "nothing was"},
      {"silent afterwards", "SS1,07,,0002,", Outcome::ok, "", true, "", "isn't proven", 5},
      {"silent before", "", Outcome::ok, "SS1,07,,0003,", true, "", "isn't proven"},
      {"a count that isn't told", "SS1,07,,,", Outcome::ok, "SS1,07,,,", true, "", "isn't proven", 5},
      {"nothing known", "", Outcome::failed, "", false, "failed", "why", 5},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_TRUE(confirmed("g1.masterClear").is_null());
    EXPECT_EQ(submitted<core::SentenceCommand>().fields, "07");
    reply_line(c.before);
    submitted<core::MasterClear>();
    rig_.reply(c.outcome, c.outcome == Outcome::ok ? "" : "why");
    for (int i = 0; i < c.reads_after; ++i) {
      ASSERT_TRUE(rig_.answers.empty());
      reply_line(c.after);
    }
    ASSERT_EQ(rig_.answers.size(), 1U);
    const auto& answer = rig_.answers[0].json;
    EXPECT_EQ(answer.at("ok"), c.ok) << answer;
    EXPECT_EQ(answer.value("code", ""), c.code);
    EXPECT_NE(answer.value(c.ok ? "detail" : "reason", "").find(c.text), std::string::npos) << answer;
  }
}

TEST_F(FirmwareMethodsTest, AMasterClearThatCannotBeginIsAnsweredAtOnce) {
  confirmed("g1.masterClear");
  rig_.reply(Outcome::bus_down, "no line");
  ASSERT_EQ(rig_.answers.size(), 1U);
  EXPECT_EQ(rig_.answers[0].json.at("code"), "bus_down");

  confirmed("g1.masterClear");
  reply_line("SS1,07,,0002,");
  rig_.reply(Outcome::login_needed, "log in");
  ASSERT_EQ(rig_.answers.size(), 1U);
  EXPECT_EQ(rig_.answers[0].json.at("code"), "login_needed");
}

TEST_F(FirmwareMethodsTest, ARefusedUpgradeSaysNothingOfAnEarlierOne) {
  progress(State::done, 2);
  confirmed("g1.upgradeFirmware", {{"file", "unit.txt"}});
  rig_.reply(Outcome::busy, "the line is taken");
  ASSERT_EQ(rig_.answers.size(), 1U);
  EXPECT_FALSE(rig_.answers[0].json.contains("state")) << rig_.answers[0].json;

  progress(State::failed, 1);
  confirmed("g1.upgradeFirmware", {{"file", "unit.txt"}});
  rig_.reply(Outcome::failed, "why");  // it ended as the one before
  ASSERT_EQ(rig_.answers.size(), 1U);
  EXPECT_EQ(rig_.answers[0].json.value("state", ""), "failed");
}

TEST_F(FirmwareMethodsTest, AnUpgradeIsConfirmedAndTellsItsEnd) {
  EXPECT_TRUE(confirmed("g1.upgradeFirmware", {{"file", "unit.txt"}}).is_null());
  EXPECT_EQ(submitted<core::FirmwareUpgrade>().image, rig_.host.image);
  EXPECT_TRUE(submitted<core::FirmwareUpgrade>().reset);
  rig_.pass(minutes(20));
  EXPECT_TRUE(rig_.answers.empty());
  progress(State::done, 2);
  rig_.reply();
  ASSERT_EQ(rig_.answers.size(), 1U);
  const auto& answer = rig_.answers[0].json;
  EXPECT_EQ(answer.at("ok"), true);
  EXPECT_EQ(answer.at("state"), "done");
  EXPECT_EQ(answer.at("frame"), 2);
  EXPECT_NE(rig_.audits.back().dump().find("SHA-256 abc"), std::string::npos);
}

TEST_F(FirmwareMethodsTest, AnUpgradeThatFailedSaysWhereAndWhy) {
  confirmed("g1.upgradeFirmware", {{"file", "unit.txt"}});
  progress(State::failed, 1);
  rig_.reply(core::Outcome::bus_down, "why");
  ASSERT_EQ(rig_.answers.size(), 1U);
  const auto& answer = rig_.answers[0].json;
  EXPECT_EQ(answer.at("ok"), false);
  EXPECT_EQ(answer.at("code"), "bus_down");
  EXPECT_EQ(answer.at("reason"), "why");
  EXPECT_EQ(answer.at("state"), "failed");
  EXPECT_EQ(answer.at("frame"), 1);
}

TEST_F(FirmwareMethodsTest, AFileThatIsNoneIsRefusedBeforeAnythingIsAsked) {
  const auto answer = rig_.answer_to(request("g1.upgradeFirmware", {{"file", "other.txt"}}));
  EXPECT_EQ(answer.value("code", ""), "bad_params");
  EXPECT_EQ(answer.value("reason", ""), "there is no other.txt");
}

struct ResetCase {
  const char* name;
  std::optional<std::pair<State, std::uint32_t>> last;
  json params;
  bool reset;
};

TEST_F(FirmwareMethodsTest, AUnitThatMayHaveNoFirmwareIsNotReset) {
  const std::vector<ResetCase> cases{
      {"never", {}, {}, true},
      {"done", {{State::done, 2}}, {}, true},
      {"failed before the first frame", {{State::failed, 0}}, {}, true},
      {"failed in the middle", {{State::failed, 1}}, {}, false},
      {"interrupted", {{State::interrupted, 0}}, {}, false},
      {"interrupted, but told to", {{State::interrupted, 0}}, {{"reset", true}}, true},
      {"told not to", {}, {{"reset", false}}, false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    rig_.host.progress.reset();
    if (c.last) progress(c.last->first, c.last->second);
    json params{{"file", "unit.txt"}};
    if (c.params.is_object()) params.update(c.params);
    confirmed("g1.upgradeFirmware", params);
    ASSERT_EQ(rig_.host.submitted.size(), 1U);
    EXPECT_EQ(submitted<core::FirmwareUpgrade>().reset, c.reset);
    rig_.reply();
  }
}

TEST_F(FirmwareMethodsTest, TheStateIsToldWithoutAskingTheUnit) {
  EXPECT_EQ(rig_.answer_to(request("g1.firmwareState", json::object())),
            (json{{"ok", true}, {"state", "none"}}));
  progress(State::interrupted, 1);
  const auto answer = rig_.answer_to(request("g1.firmwareState", json::object()));
  EXPECT_EQ(answer.at("state"), "interrupted");
  EXPECT_EQ(answer.at("frames"), 2);
  EXPECT_EQ(answer.at("detail"), "why");
  EXPECT_TRUE(rig_.host.submitted.empty());
}

TEST_F(FirmwareMethodsTest, AnAbortDoesNotWaitForTheUpgradeThatItEnds) {
  confirmed("g1.upgradeFirmware", {{"file", "unit.txt"}});
  rig_.answers.clear();
  rig_.call(request("g1.abortFirmware", json::object()), CallOrigin::Kind::local, 77);
  ASSERT_EQ(rig_.host.submitted.size(), 2U);
  submitted<core::FirmwareAbort>(1);
  rig_.reply(core::Outcome::refused, "stopped on request");
  rig_.reply(core::Outcome::ok, "stopped on request");
  ASSERT_EQ(rig_.answers.size(), 2U);
  EXPECT_EQ(rig_.answers[0].json.at("code"), "refused");
  EXPECT_EQ(rig_.answers[1].origin.id, 77U);
  EXPECT_EQ(rig_.answers[1].json.at("ok"), true);
}

}  // namespace
}  // namespace bmsgw::rpc
