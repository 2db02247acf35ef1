#include <gtest/gtest.h>

#include "driver/g1/master_clear_run.hpp"

namespace bmsgw::driver {
namespace {

using codec::g1::encode_sentence;
using core::Outcome;
using std::chrono::milliseconds;
using std::chrono::seconds;

core::Stamp at(milliseconds time) {
  return {time.count(), core::MonoTime{} + std::chrono::hours(1) + time};
}

const std::string kVersion = encode_sentence("VR1", "BMS1,00000382,2.1.0") + "\r\n";
const std::string kBoot = encode_sentence("VR1", "BMS1,00000382,boot") + "\r\n";
const std::string kPassword = encode_sentence("PW1", "?") + "\r\n";

class MasterClearRunTest : public testing::Test {
 protected:
  MasterClearRunTest() { written_.push_back(run_.start(at(now_)).write); }
  void hear(const std::string& bytes) { note(run_.on_bytes({bytes.data(), bytes.size()}, at(now_))); }
  void wait() {
    ASSERT_NE(run_.next_wake(), core::kNever);
    now_ = std::chrono::duration_cast<milliseconds>(run_.next_wake() - at(milliseconds(0)).mono);
    note(run_.on_time(at(now_)));
  }
  void note(const G1Exclusive::Effects& effects) {
    if (!effects.write.empty()) written_.push_back(effects.write);
  }
  void expect_end(Outcome outcome, const std::string& reason) {
    ASSERT_NE(run_.finished(), nullptr);
    EXPECT_EQ(run_.finished()->outcome, outcome);
    EXPECT_NE(run_.finished()->reason.find(reason), std::string::npos) << run_.finished()->reason;
    EXPECT_EQ(run_.next_wake(), core::kNever);
  }

  MasterClearRun run_;
  milliseconds now_{0};
  std::vector<std::string> written_;
};

TEST_F(MasterClearRunTest, TheSequenceGoesOutWhenTheFirmwareRuns) {
  hear("#");
  EXPECT_EQ(written_, (std::vector<std::string>{"RS1,,3F\r\n"}));  // the boot loader would eat it
  now_ = seconds(1);
  hear(kVersion);
  EXPECT_EQ(written_, (std::vector<std::string>{"RS1,,3F\r\n", "xxxxx\r"}));
  hear("#");
  expect_end(Outcome::ok, "");
}

TEST_F(MasterClearRunTest, WithoutAVersionItGoesOutWithinTheWindow) {
  hear("#");
  wait();
  EXPECT_EQ(written_.size(), 2U);
  EXPECT_EQ(now_, seconds(2));
  hear("#");
  expect_end(Outcome::ok, "");
}

TEST_F(MasterClearRunTest, TheVersionOfTheStartBeforeTheSequenceIsNoRestart) {
  hear("#");
  wait();
  hear(kVersion);  // late, of the same start
  EXPECT_EQ(run_.finished(), nullptr);
  EXPECT_EQ(written_.size(), 3U);
  EXPECT_EQ(written_.back(), "xxxxx\r");
  hear(kVersion);
  expect_end(Outcome::ok, "");
}

TEST_F(MasterClearRunTest, AStartThatOnlyComesAfterABlindSequenceGetsItAgain) {
  wait();
  ASSERT_EQ(written_.size(), 2U);
  now_ = seconds(5);
  hear("#");  // that of RS1
  EXPECT_EQ(run_.finished(), nullptr);
  now_ = seconds(6);
  hear(kVersion);
  EXPECT_EQ(run_.finished(), nullptr);
  EXPECT_EQ(written_, (std::vector<std::string>{"RS1,,3F\r\n", "xxxxx\r", "xxxxx\r"}));
  hear("#");
  expect_end(Outcome::ok, "");
}

TEST_F(MasterClearRunTest, AVersionAfterABlindSequenceGetsItAgain) {
  wait();
  hear(kVersion);
  EXPECT_EQ(run_.finished(), nullptr);
  EXPECT_EQ(written_.size(), 3U);
  wait();
  expect_end(Outcome::failed, "isn't known");
}

TEST_F(MasterClearRunTest, ALateAnswerToAPollIsNoStart) {
  now_ = milliseconds(300);
  hear(kVersion);
  EXPECT_EQ(written_.size(), 1U);
  now_ = milliseconds(1200);
  hear(kVersion + "#");
  EXPECT_EQ(written_.size(), 1U);
  now_ = milliseconds(2200);
  hear(kVersion);
  EXPECT_EQ(written_.size(), 2U);
}

TEST_F(MasterClearRunTest, AVersionAfterASecondOfQuietIsAStart) {
  hear(encode_sentence("BV1", "01,02,03") + "\r\n");
  now_ = seconds(2);
  hear(kVersion);
  EXPECT_EQ(written_.back(), "xxxxx\r");
  hear("#");
  expect_end(Outcome::ok, "");
}

TEST_F(MasterClearRunTest, ALineThatComesAndGoesDoesNotKeepItAlive) {
  while (run_.finished() == nullptr && now_ < std::chrono::minutes(10)) {
    now_ += seconds(1);
    note(run_.on_down(at(now_)));
    note(run_.on_opened(at(now_)));
    if (run_.next_wake() <= at(now_).mono) note(run_.on_time(at(now_)));
  }
  EXPECT_EQ(now_, seconds(100));
  expect_end(Outcome::timed_out, "nothing was cleared");
}

TEST_F(MasterClearRunTest, AUnitThatSaysNothingGetsItAllTheSame) {
  wait();
  EXPECT_EQ(written_.back(), "xxxxx\r");
  EXPECT_EQ(now_, seconds(4));
  wait();
  expect_end(Outcome::failed, "hasn't restarted");
}

TEST_F(MasterClearRunTest, SentencesOfTheOldRunAreNoSign) {
  hear(encode_sentence("BV1", "01,02,03") + "\r\n");
  EXPECT_EQ(written_.size(), 1U);
}

TEST_F(MasterClearRunTest, AForgottenPasswordIsClearedAfterThePowerWasOff) {
  hear(kPassword);
  EXPECT_NE(run_.detail().find("turn it off and on"), std::string::npos);
  now_ = seconds(30);
  hear("#");
  hear(kVersion);
  EXPECT_EQ(written_.back(), "xxxxx\r");
  hear("#");
  expect_end(Outcome::ok, "");
}

TEST_F(MasterClearRunTest, APasswordThatNobodyGetsAroundIsToldOf) {
  hear(kPassword);
  wait();
  EXPECT_EQ(now_, seconds(60));
  EXPECT_EQ(written_.size(), 1U);
  expect_end(Outcome::login_needed, "nothing was cleared");
}

TEST_F(MasterClearRunTest, ABootLoaderCannotBeCleared) {
  hear("#");
  hear(kBoot);
  EXPECT_EQ(written_.size(), 1U);
  expect_end(Outcome::failed, "boot loader");
}

TEST_F(MasterClearRunTest, ALineThatGoesWithTheResetComesBack) {
  note(run_.on_down(at(now_)));
  now_ = seconds(6);
  note(run_.on_opened(at(now_)));
  hear(kVersion);
  EXPECT_EQ(written_.back(), "xxxxx\r");
}

TEST_F(MasterClearRunTest, ALineThatStaysAwayEndsIt) {
  note(run_.on_down(at(now_)));
  wait();
  EXPECT_EQ(written_.size(), 1U);
  expect_end(Outcome::bus_down, "nothing was cleared");
}

TEST_F(MasterClearRunTest, StoppingSaysWhatIsKnown) {
  note(run_.stop(at(now_)));
  expect_end(Outcome::refused, "nothing was cleared");
}

TEST_F(MasterClearRunTest, StoppingAfterTheSequenceSaysThatNothingIsKnown) {
  hear("#" + kVersion);
  note(run_.stop(at(now_)));
  expect_end(Outcome::failed, "isn't known");
}

TEST_F(MasterClearRunTest, ItIsNoUpgradeThatCouldBeAborted) {
  core::Reply answer;
  note(run_.abort(at(now_), answer));
  EXPECT_EQ(answer.outcome, Outcome::refused);
  EXPECT_EQ(run_.finished(), nullptr);
}

}  // namespace
}  // namespace bmsgw::driver
