#include <gtest/gtest.h>

#include "snmp_harness.hpp"

namespace bmsgw::driver {
namespace {

using core::Outcome;
using Kind = core::MapRequest::Kind;

constexpr const char* kCommand = "1.3.6.1.4.1.3808.1.1.7.6.1.2.0";
constexpr const char* kResult = "1.3.6.1.4.1.3808.1.1.7.6.1.3.0";
constexpr const char* kLimit = "1.3.6.1.4.1.3808.1.1.7.3.15.0";
constexpr std::int64_t kProcessing = 2;
constexpr std::int64_t kComplete = 3;
constexpr std::int64_t kRejected = 9;

/// A measurement as a CyberPower unit does it, and a limit that can be written.
class SnmpCommandsTest : public testing::Test {
 protected:
  SnmpCommandsTest() {
    world_.add_group("Resistances", seconds(600));
    world_.add_point(kResult, 0);
    core::SnmpCommandSpec test;
    test.name = "irTest";
    test.sets = {{kCommand, false, 2, {}}};
    test.verify = false;
    test.until = core::SnmpUntil{kResult, kComplete, {{kRejected, "the device rejects it"}}, 2, 60};
    test.then_read = {"Resistances"};
    core::SnmpCommandSpec limit;
    limit.name = "Configuration/limitVoltLow";
    core::FieldFormat format;
    format.factor = 0.01;
    limit.sets = {{kLimit, true, 0, format}};
    limit.argument = core::ValueRange{1, 20};
    world_.plan.commands = {test};
    world_.plan.writables = {limit};
    world_.agent.set(kResult, std::int64_t{1});
    world_.agent.set(kLimit, std::int64_t{1000});
  }
  void start(bool read_write = true) {
    world_.start(read_write);
    world_.open();
    world_.run_for(seconds(3));
  }
  CommandTaker::Accepted command(const std::string& name, std::optional<double> argument = {}) {
    return request(Kind::command, name, argument);
  }
  CommandTaker::Accepted write(const std::string& name, double value) {
    return request(Kind::write, name, value);
  }
  CommandTaker::Accepted read(const std::string& name) { return request(Kind::read, name); }
  CommandTaker::Accepted request(Kind kind, const std::string& name, std::optional<double> argument = {}) {
    const core::MapRequest made{kind, name, argument};
    const auto judged = world_.session->judge("snmp0", made, world_.now());
    auto taken = world_.session->request("snmp0", made, world_.now());
    const auto* const refusal = std::get_if<CommandTaker::NotTaken>(&taken);
    EXPECT_EQ(judged.has_value(), refusal != nullptr) << "judge() says what request() does";
    if (judged && refusal != nullptr) {
      EXPECT_EQ(judged->reason, refusal->reason);
    }
    return taken;
  }
  static std::string reason_of(const CommandTaker::Accepted& taken) {
    const auto* const refusal = std::get_if<CommandTaker::NotTaken>(&taken);
    return refusal != nullptr ? refusal->reason : "";
  }
  CommandState state_of(const CommandTaker::Accepted& taken) {
    if (!reason_of(taken).empty()) ADD_FAILURE() << reason_of(taken);
    return *world_.session->command_state(std::get<std::uint64_t>(taken));
  }

  SnmpWorld world_;
};

TEST_F(SnmpCommandsTest, AMeasurementRunsUntilTheDeviceSaysSoAndIsReadThen) {
  start();
  const auto taken = command("irTest");
  world_.agent.set(kResult, kProcessing);
  world_.run_for(seconds(10));
  ASSERT_EQ(world_.agent.sets.size(), 1U);
  EXPECT_EQ(world_.agent.sets[0], (core::SnmpSet{kCommand, std::int64_t{2}}));
  EXPECT_EQ(state_of(taken).phase, CommandState::Phase::running);
  const auto reads = world_.sink.times[0].size();
  world_.agent.set(kResult, kComplete);
  world_.run_for(seconds(3));
  EXPECT_EQ(state_of(taken).phase, CommandState::Phase::done);
  EXPECT_EQ(world_.sink.times[0].size(), reads + 1);
}

TEST_F(SnmpCommandsTest, WhatTheDeviceRejectsHasItsReason) {
  start();
  const auto taken = command("irTest");
  world_.agent.set(kResult, kProcessing);
  world_.run_for(seconds(1));
  world_.agent.set(kResult, kRejected);
  world_.run_for(seconds(3));
  EXPECT_EQ(state_of(taken).phase, CommandState::Phase::failed);
  EXPECT_EQ(state_of(taken).reason, "the device rejects it");
}

/// What the device still tells of the measurement before is no result of this one, for a while.
TEST_F(SnmpCommandsTest, AnOldResultIsNotTakenForThisOnes) {
  world_.agent.set(kResult, kComplete);
  start();
  const auto taken = command("irTest");
  world_.run_for(seconds(5));
  EXPECT_EQ(state_of(taken).phase, CommandState::Phase::running);
  world_.agent.set(kResult, kProcessing);
  world_.run_for(seconds(3));
  world_.agent.set(kResult, kComplete);
  world_.run_for(seconds(3));
  EXPECT_EQ(state_of(taken).phase, CommandState::Phase::done);
  const auto quick = command("irTest");
  world_.run_for(seconds(13));
  EXPECT_EQ(state_of(quick).phase, CommandState::Phase::done) << "one that was over before it was looked at";
}

TEST_F(SnmpCommandsTest, ARefusedSetNamesWhatMayStandBehindIt) {
  start();
  world_.agent.refuse_sets = core::kSnmpReadOnly;
  const auto taken = command("irTest");
  world_.run_for(seconds(3));
  EXPECT_EQ(state_of(taken).phase, CommandState::Phase::failed);
  EXPECT_NE(state_of(taken).reason.find("readOnly (4)"), std::string::npos);
  EXPECT_NE(state_of(taken).reason.find("logged in at the unit's web page"), std::string::npos);
}

TEST_F(SnmpCommandsTest, AMeasurementThatNeverEndsHasFailed) {
  start();
  const auto taken = command("irTest");
  world_.agent.set(kResult, kProcessing);
  world_.run_for(seconds(70));
  EXPECT_EQ(state_of(taken).phase, CommandState::Phase::failed);
  EXPECT_EQ(state_of(taken).reason, "not done within 60 s");
}

TEST_F(SnmpCommandsTest, NothingIsSetOnAReadOnlyBus) {
  start(false);
  EXPECT_NE(reason_of(command("irTest")).find("read-only"), std::string::npos);
  world_.run_for(seconds(5));
  EXPECT_TRUE(world_.agent.sets.empty());
}

TEST_F(SnmpCommandsTest, APointIsWrittenScaledAndReadBack) {
  start();
  const auto taken = write("limitVoltLow", 10.8);
  world_.run_for(seconds(1));
  EXPECT_EQ(state_of(taken).phase, CommandState::Phase::done);
  ASSERT_EQ(world_.agent.sets.size(), 1U);
  EXPECT_EQ(world_.agent.sets[0], (core::SnmpSet{kLimit, std::int64_t{1080}}));
  EXPECT_EQ(reason_of(write("limitVoltLow", 21)), "Configuration/limitVoltLow is 1 to 20, not 21");
  EXPECT_EQ(reason_of(write("nothing", 1)), "snmp0 has no point nothing that can be written");
}

TEST_F(SnmpCommandsTest, WhatDoesNotReadBackHasFailed) {
  start();
  world_.answer_with = [this](const core::SnmpRequest& request) {
    auto reply = world_.agent.answer(request);
    world_.agent.set(kLimit, std::int64_t{1000});
    return reply;
  };
  const auto taken = write("limitVoltLow", 10.8);
  world_.run_for(seconds(3));
  EXPECT_EQ(state_of(taken).phase, CommandState::Phase::failed);
  EXPECT_EQ(state_of(taken).reason, "set, but it doesn't read back as 1080");
  EXPECT_EQ(world_.agent.sets.size(), 1U) << "nothing is set twice";
}

/// The datagram may have arrived: what is there now tells.
TEST_F(SnmpCommandsTest, ASetWithoutAnswerIsReadBack) {
  start();
  bool is_lost = true;
  world_.answer_with = [this, &is_lost](const core::SnmpRequest& request) {
    auto reply = world_.agent.answer(request);
    const bool is_set = request.kind == core::SnmpRequest::Kind::set;
    return is_set && std::exchange(is_lost, false) ? SnmpWorld::failure(SnmpOutcome::timeout) : reply;
  };
  const auto taken = write("limitVoltLow", 10.8);
  world_.run_for(seconds(5));
  EXPECT_EQ(state_of(taken).phase, CommandState::Phase::done);
  EXPECT_EQ(world_.agent.sets.size(), 1U);
}

TEST_F(SnmpCommandsTest, ACommandThatIsUnderWayIsNotStartedTwice) {
  start();
  (void)command("irTest");
  EXPECT_EQ(reason_of(command("irTest")), "irTest is under way already");
  EXPECT_EQ(reason_of(command("irTest", 3)), "irTest takes no argument");
  EXPECT_EQ(reason_of(command("nothing")), "snmp0 has no command nothing");
}

TEST_F(SnmpCommandsTest, AWorkerThatDiesFailsWhatHasToBeSet) {
  start();
  const auto taken = command("irTest");
  world_.link.down("bms-snmp-worker died", world_.now());
  EXPECT_EQ(state_of(taken).phase, CommandState::Phase::failed);
  EXPECT_EQ(state_of(taken).reason,
            "the agent was lost: bms-snmp-worker died; it may have been taken all the same");
  EXPECT_EQ(reason_of(command("irTest")).find("the agent can't be asked"), 0U);
}

TEST_F(SnmpCommandsTest, AWriteTellsWhatThePointWasAndIs) {
  start();
  const auto taken = write("limitVoltLow", 10.8);
  world_.run_for(seconds(1));
  EXPECT_EQ(state_of(taken).outcome, Outcome::ok);
  EXPECT_DOUBLE_EQ(state_of(taken).before.value(), 10);
  EXPECT_DOUBLE_EQ(state_of(taken).after.value(), 10.8);
}

TEST_F(SnmpCommandsTest, AnAgentThatSaysNothingIsGivenNothing) {
  start();
  world_.answer_with = [](const core::SnmpRequest&) { return SnmpWorld::failure(SnmpOutcome::timeout); };
  const auto taken = write("limitVoltLow", 10.8);
  world_.run_for(seconds(5));
  EXPECT_EQ(state_of(taken).outcome, Outcome::timed_out);
  EXPECT_EQ(state_of(taken).reason, "no answer; nothing was set");
  EXPECT_TRUE(world_.agent.sets.empty());
}

TEST_F(SnmpCommandsTest, APointIsReadAnewAndTold) {
  start();
  const auto told = world_.sink.times[0].size();
  world_.agent.set(kResult, std::int64_t{7});
  const auto taken = read("p0");
  world_.run_for(milliseconds(100));
  EXPECT_EQ(state_of(taken).outcome, Outcome::ok);
  EXPECT_EQ(state_of(taken).after, 7);
  EXPECT_EQ(world_.sink.times[0].size(), told + 1);
  EXPECT_EQ(world_.sink.last[0].number, 7);
}

TEST_F(SnmpCommandsTest, WhatTheAgentDoesNotHaveIsNoValue) {
  start();
  world_.agent.remove(kResult);
  const auto by_error = read("p0");
  world_.run_for(milliseconds(100));
  EXPECT_EQ(state_of(by_error).outcome, Outcome::device_refused);
  world_.agent.is_v1 = false;
  const auto by_exception = read("p0");
  world_.run_for(milliseconds(100));
  EXPECT_EQ(state_of(by_exception).outcome, Outcome::device_refused);
  EXPECT_EQ(state_of(by_exception).reason, "the agent has no such object");
  EXPECT_FALSE(state_of(by_exception).after);
}

TEST_F(SnmpCommandsTest, ListsAndTextsAreNotReadAnew) {
  world_.add_list("1.3.6.1.4.1.3808.1.1.7.9.1", 4);
  world_.add_point("1.3.6.1.4.1.3808.1.1.7.9.9.0").place.is_text = true;
  start();
  EXPECT_EQ(reason_of(read("p1")), "Packet/p1 is a list: only single values can be read anew");
  EXPECT_EQ(reason_of(read("p2")), "Packet/p2 is a text: only numbers can be read anew");
  EXPECT_EQ(reason_of(read("nothing")), "snmp0 has no point nothing");
}

TEST_F(SnmpCommandsTest, EachEndHasItsCodeAndIsToldOnce) {
  struct Case {
    const char* name;
    SnmpWorld::Reply reply;
    Outcome outcome;
  };
  SnmpWorld::Reply no;
  no.outcome = SnmpOutcome::error;
  no.status = core::kSnmpGenErr;
  const std::vector<Case> cases{
      {"error-status", no, Outcome::device_refused},
      {"denied", SnmpWorld::failure(SnmpOutcome::denied), Outcome::device_refused},
      {"silence", SnmpWorld::failure(SnmpOutcome::timeout), Outcome::timed_out},
      {"unreachable", SnmpWorld::failure(SnmpOutcome::unreachable), Outcome::bus_down},
      {"garbled", SnmpWorld::failure(SnmpOutcome::bad_answer), Outcome::failed},
  };
  start();
  for (const auto& one : cases) {
    world_.answer_with = [&one](const core::SnmpRequest&) { return one.reply; };
    const auto set = command("irTest");
    const auto asked = read("p0");
    world_.run_for(seconds(10));
    EXPECT_EQ(state_of(set).outcome, one.outcome) << one.name;
    EXPECT_EQ(state_of(asked).outcome, one.outcome) << one.name;
    EXPECT_EQ(world_.session->take_ended().size(), 2U) << one.name;
    EXPECT_TRUE(world_.session->take_ended().empty()) << one.name;
  }
}

TEST_F(SnmpCommandsTest, APointHasItsFullNameHoweverItIsCalled) {
  start();
  EXPECT_EQ(world_.session->full_name("snmp0", {Kind::write, "limitVoltLow"}), "Configuration/limitVoltLow");
  EXPECT_EQ(world_.session->full_name("snmp0", {Kind::command, "irTest"}), "irTest");
}

TEST_F(SnmpCommandsTest, WhatNeverGetsOutEndsInTime) {
  start();
  world_.link.refusing = true;
  const auto taken = write("limitVoltLow", 10.8);
  world_.run_for(seconds(30));
  EXPECT_EQ(state_of(taken).outcome, Outcome::timed_out);
  EXPECT_EQ(state_of(taken).reason, "not done within 20 s");
}

}  // namespace
}  // namespace bmsgw::driver
