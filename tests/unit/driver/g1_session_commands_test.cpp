// Commands and polls on one line.
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "g1_command_harness.hpp"

namespace bmsgw::driver {
namespace {

TEST_F(G1SessionCommandsTest, ACommandGoesOutAtOnce) {
  make_known();
  read(1, "CF2", "0102", milliseconds(10'100));
  EXPECT_EQ(written(), Lines{"CF2,0102,?"});
  hear("CF2,0102,0960", milliseconds(10'110));
  EXPECT_EQ(outcome(), Outcome::ok);
  EXPECT_EQ(sink_.replies[0].lines, Lines{"CF2,0102,0960"});
}

TEST_F(G1SessionCommandsTest, ACommandWaitsForThePollUnderWayAndGoesBeforeTheNext) {
  make_known();
  answers_.clear();
  asked_.clear();
  pass(seconds(10), milliseconds(10'100));
  ASSERT_EQ(sent_, Lines{"BV1,?"});
  read(1, "CF2", "0102", milliseconds(10'100));
  EXPECT_EQ(written(), Lines{});
  hear("BV1,0050", milliseconds(10'150));
  EXPECT_EQ(written(), Lines{"CF2,0102,?"});
  pass(milliseconds(10'150), milliseconds(11'100));  // the poll at 11 s waits
  EXPECT_EQ(count_sent("BV1"), 1);
  hear("CF2,0102,0960", milliseconds(11'100));
  EXPECT_EQ(written(), Lines{"BV1,?"});
  EXPECT_EQ(outcome(), Outcome::ok);
}

TEST_F(G1SessionCommandsTest, ManyCommandsLeaveThePollsTheirRate) {
  make_known();
  answers_["CF2,0102"] = "CF2,0102,0960";
  std::uint64_t id = 0;
  for (auto time = milliseconds(10'000); time < seconds(20); time += milliseconds(50)) {
    while (id < sink_.replies.size() + 10) {
      read(++id, "CF2", "0102", time);
    }
    pass(time, time + milliseconds(50));
  }
  EXPECT_GE(count_sent("BV1"), 9);
  EXPECT_GE(sink_.replies.size(), 500U);
  std::uint64_t expected = 0;
  for (const auto& reply : sink_.replies) {
    EXPECT_EQ(reply.id, ++expected);
    EXPECT_EQ(reply.outcome, Outcome::ok);
  }
}

TEST_F(G1SessionCommandsTest, AReadOfAPolledSentenceLeavesThePollItsAnswers) {
  struct Case {
    const char* name;
    Answer answer;
    milliseconds silent;  // so long the unit doesn't answer
  };
  for (const auto& c : {Case{"a list ends by quiet", Answer::list, milliseconds(0)},
                        Case{"the second try is answered", Answer::one, milliseconds(500)}}) {
    SCOPED_TRACE(c.name);
    make();
    asked_.clear();
    make_known();
    const auto unanswered = session_->status().unanswered;
    pass(milliseconds(10'000), milliseconds(10'100));
    const auto answers = c.silent.count() > 0 ? std::exchange(answers_, {}) : answers_;
    read(1, "BV1", "", milliseconds(10'100), c.answer);
    pass(milliseconds(10'100), milliseconds(10'100) + c.silent);
    answers_ = answers;
    pass(milliseconds(10'100) + c.silent, seconds(30));
    EXPECT_EQ(outcome(), Outcome::ok);
    sink_.replies.clear();
    EXPECT_GE(count_sent("BV1"), 18);
    EXPECT_EQ(session_->status().unanswered, unanswered);
  }
}

TEST_F(G1SessionCommandsTest, WithoutAnyPollCommandsGoOutAllTheSame) {
  plan_.packets.clear();
  make();
  link_.open(at(milliseconds(0)));
  pass(milliseconds(0), seconds(6));
  for (int id = 1; id <= 3; ++id) {
    read(static_cast<std::uint64_t>(id), "CF2", "0102", seconds(6 * id));
    EXPECT_EQ(written(), Lines{"CF2,0102,?"}) << id;
    pass(seconds(6 * id), seconds(6 * id + 6));  // the unit doesn't answer
  }
  EXPECT_EQ(sink_.replies.size(), 3U);
}

TEST_F(G1SessionCommandsTest, TooManyCommandsAreBusy) {
  make_known();
  for (std::uint64_t id = 1; id <= 20; ++id) read(id, "CF2", "0102", milliseconds(10'100));
  ASSERT_EQ(sink_.replies.size(), 3U);  // one is under way, sixteen wait
  for (const auto& reply : sink_.replies) EXPECT_EQ(reply.outcome, Outcome::busy);
  EXPECT_EQ(sink_.replies[0].id, 18U);
}

TEST_F(G1SessionCommandsTest, WhatARouteWritesGoesTheSameWay) {
  make_known();
  for (int i = 0; i < 20; ++i) write(0, "SC1", fmt::format("{:02X}", i), Answer::none, milliseconds(9990));
  EXPECT_EQ(written().size(), 20U);
  EXPECT_TRUE(sink_.replies.empty());
  EXPECT_EQ(session_->status().unanswered, 0U);
  pass(milliseconds(9990), milliseconds(10'200));
  read(1, "CF2", "0102", milliseconds(10'200));
  for (int i = 0; i < 20; ++i) write(0, "SC1", "64", Answer::none, milliseconds(10'200));
  EXPECT_EQ(session_->status().unanswered, 4U);
}

TEST_F(G1SessionCommandsTest, PollsGoOnWhileALogInMightBeAskedFor) {
  make_known();
  write(1, "SC1", "64", Answer::none, milliseconds(10'000));
  pass(milliseconds(10'000), milliseconds(10'290));
  EXPECT_EQ(count_sent("BV1"), 1);
  EXPECT_TRUE(sink_.replies.empty());
  pass(milliseconds(10'290), milliseconds(10'310));
  EXPECT_EQ(outcome(), Outcome::ok);
}

TEST_F(G1SessionCommandsTest, AUnitThatWantsALogInSaysSo) {
  make_known();
  write(1, "CF2", "0102,0960", Answer::one, milliseconds(10'100));
  hear("PW1,?", milliseconds(10'120));
  EXPECT_EQ(outcome(), Outcome::login_needed);
}

TEST_F(G1SessionCommandsTest, ARestartIsHeard) {
  make_known();
  write(1, "RS1", "", Answer::restart, milliseconds(10'100));
  pass(milliseconds(10'100), milliseconds(12'000));
  EXPECT_EQ(count_sent("BV1"), 0);  // nothing is asked of a unit that restarts
  link_.bytes("#\r\n", at(milliseconds(12'000)));
  EXPECT_EQ(outcome(), Outcome::ok);
}

TEST_F(G1SessionCommandsTest, AnAnswerToACommandIsDecodedAndShowsThatTheUnitIsThere) {
  plan_.points.push_back({core::PointId{1}, "ST1", 1, {}, false, {}});
  plan_.packets.push_back({"ST1", std::nullopt, false});
  make();
  link_.open(at(milliseconds(0)));
  read(1, "ST1", "", milliseconds(100));
  hear("ST1,01", milliseconds(110));
  EXPECT_EQ(sink_.heard, 1U);
  EXPECT_TRUE(sink_.is_online);
  EXPECT_EQ(outcome(), Outcome::ok);
}

TEST_F(G1SessionCommandsTest, AnAnswerToACommandIsNotVolunteered) {
  link_.open(at(milliseconds(0)));
  answers_ = {{"BV1", "BV1,0050"}};
  pass(milliseconds(0), seconds(6));
  ASSERT_NE(session_->status().detail.find("each sentence is asked for"), std::string::npos);
  read(1, "ST1", "", milliseconds(6100));
  hear("ST1,01", milliseconds(6110));
  EXPECT_NE(session_->status().detail.find("each sentence is asked for"), std::string::npos);
}

TEST_F(G1SessionCommandsTest, OnALineThatIsDownNothingWaits) {
  link_.down(std::errc::no_such_device, at(milliseconds(0)));
  read(1, "CF2", "0102", milliseconds(100));
  EXPECT_EQ(outcome(), Outcome::bus_down);
  EXPECT_EQ(sink_.replies[0].reason, session_->status().detail);
}

TEST_F(G1SessionCommandsTest, BeforeTheFirstOpeningNothingWaits) {
  read(1, "CF2", "0102", milliseconds(100));
  EXPECT_EQ(outcome(), Outcome::bus_down);
  EXPECT_NE(sink_.replies[0].reason, "");
}

TEST_F(G1SessionCommandsTest, ALineThatIsLostEndsWhatWaits) {
  make_known();
  write(1, "CF2", "0102,0960", Answer::one, milliseconds(10'100));
  read(2, "CF2", "0102", milliseconds(10'100));
  link_.down(std::errc::no_such_device, at(milliseconds(10'200)));
  ASSERT_EQ(sink_.replies.size(), 2U);
  EXPECT_EQ(sink_.replies[0].outcome, Outcome::bus_down);
  EXPECT_EQ(sink_.replies[1].outcome, Outcome::bus_down);
  link_.take();
  link_.open(at(milliseconds(10'300)));
  EXPECT_EQ(written(), Lines{});
}

TEST_F(G1SessionCommandsTest, ASilentUnitIsTriedAllTheSame) {
  link_.open(at(milliseconds(0)));
  read(1, "CF2", "0102", milliseconds(100));
  pass(milliseconds(100), milliseconds(2200));
  EXPECT_EQ(count_sent("CF2,0102"), 2);
  EXPECT_EQ(outcome(), Outcome::timed_out);
}

TEST_F(G1SessionCommandsTest, StoppingAnswersAll) {
  make_known();
  read(1, "CF2", "0102", milliseconds(10'100));
  read(2, "CF2", "0102", milliseconds(10'100));
  session_->stop(at(milliseconds(10'200)));
  ASSERT_EQ(sink_.replies.size(), 2U);
  for (const auto& reply : sink_.replies) EXPECT_EQ(reply.outcome, Outcome::refused);
  read(3, "CF2", "0102", milliseconds(10'300));
  ASSERT_EQ(sink_.replies.size(), 3U);
  EXPECT_EQ(sink_.replies[2].outcome, Outcome::refused);
}

TEST_F(G1SessionCommandsTest, OnALineThatEchoesAnEchoConfirmsNothing) {
  make_known();
  answers_.clear();
  pass(milliseconds(10'000), milliseconds(10'020));
  ASSERT_EQ(count_sent("BV1,?"), 1);
  hear("BV1,?", milliseconds(10'021));
  hear("BV1,0050", milliseconds(10'022));
  write(1, "CF2", "0102,0960", Answer::one, milliseconds(10'100));
  hear("CF2,0102,0960", milliseconds(10'101));
  EXPECT_TRUE(sink_.replies.empty());
  hear("CF2,0102,0960", milliseconds(10'120));
  EXPECT_EQ(outcome(), Outcome::ok);
}

TEST_F(G1SessionCommandsTest, AMasterClearHasTheLineForItself) {
  make_known();
  answers_.clear();
  submit({1, core::BusId{0}, Kind::write, core::MasterClear{}}, milliseconds(10'001));
  read(2, "CF2", "0102", milliseconds(10'002));
  ASSERT_EQ(sink_.replies.size(), 1U);
  EXPECT_EQ(sink_.replies[0].outcome, Outcome::busy);
  EXPECT_EQ(written(), Lines{"RS1,"});
  EXPECT_NE(session_->status().detail, "");
  link_.bytes("#", at(milliseconds(10'500)));
  pass(milliseconds(10'500), seconds(60));
  ASSERT_EQ(sink_.replies.size(), 2U);  // it has ended, whatever became of it
  EXPECT_EQ(sink_.replies[1].id, 1U);
  sent_.clear();
  hear("BV1,0050", seconds(60));
  pass(seconds(60), seconds(66));
  EXPECT_GE(count_sent("BV1"), 1);
}

TEST_F(G1SessionCommandsTest, ADialogueThatIsLongIsNoSilence) {
  make_known();
  answers_.clear();
  submit({1, core::BusId{0}, Kind::write, core::MasterClear{}}, milliseconds(10'001));
  hear("PW1,?", milliseconds(10'010));
  auto time = milliseconds(10'020);
  for (; sink_.replies.empty() && time < seconds(300); time += milliseconds(100)) {
    pass(time, time + milliseconds(100));
    EXPECT_TRUE(sink_.is_online) << time.count();
  }
  ASSERT_EQ(sink_.replies.size(), 1U);
  ASSERT_GT(time, seconds(40)) << "too short to show anything";
  pass(time, time + seconds(1));
  EXPECT_TRUE(sink_.is_online) << "it has had no time to say anything";
  pass(time + seconds(1), time + seconds(60));
  EXPECT_FALSE(sink_.is_online);
}

TEST_F(G1SessionCommandsTest, ADialogueThatHasWaitedForTooLongNeverStarts) {
  make_known();
  answers_.clear();
  pass(milliseconds(10'000), milliseconds(10'020));
  ASSERT_EQ(sent_, Lines{"BV1,?"});
  submit({1, core::BusId{0}, Kind::write, core::MasterClear{}, {}, at(milliseconds(10'500)).mono},
         milliseconds(10'030));
  pass(milliseconds(10'030), milliseconds(11'100));
  EXPECT_EQ(count_sent("RS1"), 0);
  EXPECT_EQ(outcome(), Outcome::busy);
  EXPECT_GE(count_sent("BV1"), 2) << "the polls go on";
}

TEST_F(G1SessionCommandsTest, AMasterClearIsNotAborted) {
  make_known();
  answers_.clear();
  pass(milliseconds(10'000), milliseconds(10'020));
  ASSERT_EQ(sent_, Lines{"BV1,?"});
  submit({1, core::BusId{0}, Kind::write, core::MasterClear{}}, milliseconds(10'030));
  for (std::uint64_t id = 2; id <= 3; ++id) {  // it waits; it runs
    submit({id, core::BusId{0}, Kind::write, core::FirmwareAbort{}}, milliseconds(10'035));
    ASSERT_EQ(sink_.replies.size(), 1U);
    EXPECT_EQ(sink_.replies[0].id, id);
    EXPECT_EQ(sink_.replies[0].outcome, Outcome::refused);
    sink_.replies.clear();
    hear("BV1,0050", milliseconds(10'040));
  }
  EXPECT_EQ(written(), Lines{"RS1,"});
}

TEST_F(G1SessionCommandsTest, AnUpgradeThatWaitsIsAborted) {
  make_known();
  answers_.clear();
  pass(milliseconds(10'000), milliseconds(10'020));
  ASSERT_EQ(sent_, Lines{"BV1,?"});
  core::FirmwareUpgrade upgrade{std::make_shared<core::FirmwareImage>()};
  submit({1, core::BusId{0}, Kind::write, upgrade}, milliseconds(10'030));
  submit({2, core::BusId{0}, Kind::write, core::FirmwareAbort{}}, milliseconds(10'035));
  ASSERT_EQ(sink_.replies.size(), 2U);
  EXPECT_EQ(sink_.replies[0].id, 1U);
  EXPECT_EQ(sink_.replies[0].outcome, Outcome::refused);
  EXPECT_EQ(sink_.replies[1].id, 2U);
  EXPECT_EQ(sink_.replies[1].outcome, Outcome::ok);
  hear("BV1,0050", milliseconds(10'040));
  EXPECT_EQ(written(), Lines{});
}

TEST_F(G1SessionCommandsTest, ADialogueStartsAfterThePollUnderWay) {
  make_known();
  answers_.clear();
  pass(milliseconds(10'000), milliseconds(10'020));
  ASSERT_EQ(sent_, Lines{"BV1,?"});
  submit({1, core::BusId{0}, Kind::write, core::MasterClear{}}, milliseconds(10'030));
  EXPECT_EQ(written(), Lines{});
  hear("BV1,0050", milliseconds(10'040));
  EXPECT_EQ(written(), Lines{"RS1,"});
}

TEST_F(G1SessionCommandsTest, ThereIsNothingToAbort) {
  make_known();
  submit({1, core::BusId{0}, Kind::write, core::FirmwareAbort{}}, milliseconds(10'100));
  EXPECT_EQ(outcome(), Outcome::refused);
}

}  // namespace
}  // namespace bmsgw::driver
