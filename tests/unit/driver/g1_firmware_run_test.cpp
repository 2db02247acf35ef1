#include <gtest/gtest.h>

#include "driver/g1/firmware_run.hpp"
#include "support/fake_boot_loader.hpp"

namespace bmsgw::driver {
namespace {

using namespace std::string_literals;
using codec::g1::encode_sentence;
using core::FirmwareProgress;
using core::Outcome;
using std::chrono::milliseconds;
using std::chrono::seconds;
using State = FirmwareProgress::State;

core::Stamp at(milliseconds time) {
  return {time.count(), core::MonoTime{} + std::chrono::hours(1) + time};
}

std::string version(const std::string& text, const std::string& hardware = "BMS1") {
  return encode_sentence("VR1", hardware + ",00000382," + text) + "\r\n";
}

const std::string kAsk = encode_sentence("VR1", "?") + "\r\n";

core::FirmwareUpgrade upgrade_of(std::size_t frames, bool reset = true) {
  core::FirmwareImage image{"unit.txt", "", "BMS1", "2.1.0", "382", {}};
  for (std::size_t i = 0; i < frames; ++i)
    image.frames.push_back("\0\3"s + static_cast<char>('A' + i % 26) + static_cast<char>('a' + i / 26) + "z");
  return {std::make_shared<const core::FirmwareImage>(std::move(image)), reset};
}

class FirmwareRunTest : public testing::Test {
 protected:
  void make(const core::FirmwareUpgrade& upgrade) {
    image_ = upgrade.image;
    run_ = std::make_unique<FirmwareRun>(upgrade, "serial0");
    written_.clear();
    take(run_->start(at(now_)));
    if (!upgrade.reset) return;
    EXPECT_EQ(taken(), kAsk);
    hear(version("2.0.18"));
  }
  void hear(const std::string& bytes) { take(run_->on_bytes({bytes.data(), bytes.size()}, at(now_))); }
  /// To the next deadline.
  void wait() {
    ASSERT_NE(run_->next_wake(), core::kNever);
    now_ = std::chrono::duration_cast<milliseconds>(run_->next_wake() - at(milliseconds(0)).mono);
    take(run_->on_time(at(now_)));
  }
  void boot() {
    hear("#");
    hear(version("boot"));
  }
  /// The loader takes what is out, and so on.
  void load(test::FakeBootLoader& loader) {
    while (!run_->finished() && progress_.state == State::sending) {
      auto bytes = taken();
      if (bytes.empty()) {
        wait();
      } else if (const auto answer = loader.feed(bytes); !answer.empty()) {
        hear(answer);
      }
    }
  }
  void take(G1Exclusive::Effects effects) {
    written_ += effects.write;
    if (!effects.progress) return;
    progress_ = *effects.progress;
    states_.push_back(progress_.state);
  }
  std::string taken() { return std::exchange(written_, {}); }
  [[nodiscard]] Outcome outcome() const {
    EXPECT_NE(run_->finished(), nullptr);
    return run_->finished() == nullptr ? Outcome::busy : run_->finished()->outcome;
  }
  void expect_reason(const std::string& part) const {
    ASSERT_NE(run_->finished(), nullptr);
    EXPECT_NE(run_->finished()->reason.find(part), std::string::npos) << run_->finished()->reason;
    EXPECT_EQ(run_->finished()->reason, progress_.reason);
  }

  std::shared_ptr<const core::FirmwareImage> image_;
  std::unique_ptr<FirmwareRun> run_;
  milliseconds now_{0};
  std::string written_;
  FirmwareProgress progress_;
  std::vector<State> states_;
};

TEST_F(FirmwareRunTest, AnUpgradeGoesThroughAllItsStates) {
  make(upgrade_of(3));
  EXPECT_EQ(taken(), "RS1,,3F\r\n");
  hear("BV1,01,02,03\r\n");  // half a sentence of a unit that hasn't reset yet
  EXPECT_EQ(taken(), "");
  hear("#");
  EXPECT_EQ(taken(), "#");
  hear(version("boot"));
  EXPECT_EQ(written_, image_->frames[0]);
  test::FakeBootLoader loader(image_->frames);
  load(loader);
  EXPECT_EQ(loader.accepted(), image_->frames);
  EXPECT_EQ(run_->finished(), nullptr);
  hear("#");
  EXPECT_EQ(taken(), "");  // it shall start its firmware now
  hear(version("2.1.0"));
  EXPECT_EQ(outcome(), Outcome::ok);
  EXPECT_EQ(run_->finished()->reason, "");
  EXPECT_EQ(states_,
            (std::vector{State::waiting, State::booting, State::sending, State::restarting, State::done}));
  EXPECT_EQ(progress_, (FirmwareProgress{State::done, "serial0", "unit.txt", "2.1.0", 3, 3, 0, ""}));
  EXPECT_EQ(run_->next_wake(), core::kNever);
}

TEST_F(FirmwareRunTest, CrcErrorsAndLostBytesAreMadeUpFor) {
  make(upgrade_of(30));
  boot();
  taken();
  written_ = image_->frames[0];
  test::FakeBootLoader loader(image_->frames);
  loader.refuse_frames = {3, 9};
  loader.lose_bytes = {14, 71};
  load(loader);
  hear("#" + version("2.1.0"));
  EXPECT_EQ(outcome(), Outcome::ok);
  EXPECT_EQ(loader.accepted(), image_->frames);
  EXPECT_EQ(progress_.repeated, 4U);
}

TEST_F(FirmwareRunTest, WithoutResetItWaitsForThePower) {
  make(upgrade_of(1, false));
  EXPECT_EQ(taken(), "");
  EXPECT_NE(progress_.reason.find("turn the unit off and on"), std::string::npos);
  now_ = seconds(100);
  hear("#");
  EXPECT_EQ(taken(), "#");
  EXPECT_EQ(progress_.state, State::booting);
  EXPECT_EQ(progress_.reason, "");
}

TEST_F(FirmwareRunTest, AUnitThatDoesNotResetIsWaitedForAndGivenUp) {
  make(upgrade_of(1));
  wait();
  EXPECT_EQ(now_, seconds(10));
  EXPECT_NE(progress_.reason.find("turn the unit off and on"), std::string::npos);
  wait();
  EXPECT_EQ(now_, seconds(120));
  EXPECT_EQ(outcome(), Outcome::timed_out);
  expect_reason("old firmware");
}

TEST_F(FirmwareRunTest, ALateHashIsTaken) {
  make(upgrade_of(1));
  wait();
  now_ = seconds(60);
  taken();
  boot();
  EXPECT_EQ(taken(), "#" + image_->frames[0]);
}

TEST_F(FirmwareRunTest, AHashIsSentBackOnceUntilTheLoaderAsksAgain) {
  make(upgrade_of(1));
  taken();
  hear("##");
  hear("#");
  EXPECT_EQ(taken(), "#");
  now_ = seconds(1);
  hear("#");
  EXPECT_EQ(taken(), "#");
}

TEST_F(FirmwareRunTest, ALoaderThatSaysNothingIsWaitedForAnew) {
  make(upgrade_of(1));
  hear("#");
  wait();
  EXPECT_EQ(now_, seconds(5));
  EXPECT_EQ(progress_.state, State::waiting);
  taken();
  boot();
  EXPECT_EQ(taken(), "#" + image_->frames[0]);
}

TEST_F(FirmwareRunTest, AUnitThatStartsItsFirmwareIsWaitedForAnew) {
  make(upgrade_of(1));
  hear("#");
  hear(version("2.0.18"));
  EXPECT_EQ(progress_.state, State::waiting);
  EXPECT_NE(progress_.reason.find("without entering"), std::string::npos);
}

TEST_F(FirmwareRunTest, NothingIsSentToOtherHardware) {
  make(upgrade_of(1));
  hear("#");
  taken();
  hear(version("boot", "BMS2"));
  EXPECT_EQ(taken(), "");
  EXPECT_EQ(outcome(), Outcome::failed);
  expect_reason("\"BMS1\"");
  expect_reason("nothing was sent");
}

TEST_F(FirmwareRunTest, NothingIsSentToAnotherSerialNumber) {
  auto upgrade = upgrade_of(1);
  auto image = *upgrade.image;
  image.serial = "00000383";
  upgrade.image = std::make_shared<const core::FirmwareImage>(image);
  make(upgrade);
  hear("#");
  taken();
  hear(version("boot"));
  EXPECT_EQ(taken(), "");
  expect_reason("serial number");
}

TEST_F(FirmwareRunTest, AVersionWithAWrongCrcIsNone) {
  make(upgrade_of(1));
  hear("#");
  taken();
  hear("VR1,BMS1,00000382,boot,00\r\n");
  EXPECT_EQ(taken(), "");
}

TEST_F(FirmwareRunTest, AUnitThatWantsAPasswordIsToldOf) {
  make(upgrade_of(1));
  hear(encode_sentence("PW1", "?") + "\r\n");
  EXPECT_EQ(outcome(), Outcome::login_needed);
  expect_reason("log in");
}

TEST_F(FirmwareRunTest, ItCanBeAbortedBeforeTheFirstFrameOnly) {
  make(upgrade_of(2));
  core::Reply answer;
  hear("#");
  take(run_->abort(at(now_), answer));
  EXPECT_EQ(answer.outcome, Outcome::ok);
  EXPECT_EQ(outcome(), Outcome::refused);
  EXPECT_EQ(progress_.state, State::aborted);

  make(upgrade_of(2));
  boot();
  take(run_->abort(at(now_), answer));
  EXPECT_EQ(answer.outcome, Outcome::refused);
  EXPECT_NE(answer.reason.find("half a firmware"), std::string::npos);
  EXPECT_EQ(run_->finished(), nullptr);
}

TEST_F(FirmwareRunTest, ALineThatGoesInTheMiddleEndsIt) {
  make(upgrade_of(2));
  boot();
  hear("\x11");
  take(run_->on_down(at(now_)));
  EXPECT_EQ(outcome(), Outcome::bus_down);
  expect_reason("frame 2 of 2");
  expect_reason("boot loader");
}

TEST_F(FirmwareRunTest, ALineThatGoesWithTheResetComesBack) {
  make(upgrade_of(1));
  take(run_->on_down(at(now_)));
  now_ = seconds(3);
  take(run_->on_opened(at(now_)));
  taken();
  hear("#");
  take(run_->on_down(at(now_)));
  EXPECT_EQ(progress_.state, State::waiting);
  take(run_->on_opened(at(now_)));
  boot();
  EXPECT_EQ(taken(), "##" + image_->frames[0]);
}

TEST_F(FirmwareRunTest, AStopInTheMiddleSaysSo) {
  make(upgrade_of(2));
  take(run_->stop(at(now_)));
  EXPECT_EQ(progress_.state, State::aborted);

  make(upgrade_of(2));
  boot();
  hear("\x11");
  take(run_->stop(at(now_)));
  EXPECT_EQ(progress_.state, State::interrupted);
  EXPECT_EQ(progress_.frame, 1U);
  expect_reason("boot loader");

  make(upgrade_of(1));
  boot();
  hear("\x11");
  take(run_->stop(at(now_)));
  EXPECT_EQ(progress_.state, State::failed);
  expect_reason("g1.getVersion");
}

struct EndCase {
  const char* name;
  std::string heard;
  Outcome outcome;
  State state;
  const char* reason;
};

TEST_F(FirmwareRunTest, WhatTheUnitSaysAfterTheLastFrameDecides) {
  const std::vector<EndCase> cases{
      {"silent", "", Outcome::failed, State::failed,
       "hasn't told its version within 30 s; turn the unit off"},
      {"a hash only", "#", Outcome::failed, State::failed, "hasn't told its version"},
      {"the old version", "#" + version("2.0.18"), Outcome::failed, State::failed, "\"2.0.18\" as before"},
      {"the file's version", "#" + version("2.1.0"), Outcome::ok, State::done, ""},
      {"another version", "#" + version("2.0.9"), Outcome::ok, State::done, "\"2.0.9\""},
      {"boot", "#" + version("boot"), Outcome::failed, State::failed, "back in its boot loader"},
      {"offers the loader", "###", Outcome::failed, State::failed, "offers its boot loader"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    now_ = milliseconds(0);
    make(upgrade_of(1));
    boot();
    hear("\x11");
    ASSERT_EQ(progress_.state, State::restarting);
    hear(c.heard);
    if (run_->finished() == nullptr) wait();
    EXPECT_EQ(outcome(), c.outcome);
    EXPECT_EQ(progress_.state, c.state);
    expect_reason(c.reason);
  }
}

TEST_F(FirmwareRunTest, TheSameFirmwareOnceMoreIsDone) {
  auto upgrade = upgrade_of(1);
  auto image = *upgrade.image;
  image.version = "2.0.18";
  upgrade.image = std::make_shared<const core::FirmwareImage>(image);
  make(upgrade);
  boot();
  hear("\x11");
  hear(version("2.0.18"));
  EXPECT_EQ(progress_.state, State::done);
  EXPECT_EQ(progress_.reason, "");
}

TEST_F(FirmwareRunTest, TheVersionOfAStartWithoutTheLoaderIsTheOldOne) {
  make(upgrade_of(1, false));
  hear("#");
  hear(version("2.0.17"));
  now_ = seconds(20);
  boot();
  hear("\x11");
  hear(version("2.0.17"));
  EXPECT_EQ(progress_.state, State::failed);
  expect_reason("\"2.0.17\" as before");
}

TEST_F(FirmwareRunTest, AUnitThatDoesNotTellItsVersionIsResetAllTheSame) {
  const auto upgrade = upgrade_of(1);
  run_ = std::make_unique<FirmwareRun>(upgrade, "serial0");
  take(run_->start(at(now_)));
  EXPECT_EQ(taken(), kAsk);
  wait();
  EXPECT_EQ(now_, seconds(1));
  EXPECT_EQ(taken(), "RS1,,3F\r\n");
  boot();
  hear("\x11");
  hear(version("2.0.18"));
  EXPECT_EQ(progress_.state, State::done);
  expect_reason("the file says \"2.1.0\"");
}

TEST_F(FirmwareRunTest, AUnitThatOffersItsLoaderWithoutEndIsGivenUp) {
  make(upgrade_of(1));
  for (now_ = seconds(1); run_->finished() == nullptr && now_ < seconds(2000); now_ += seconds(1)) {
    hear("#");
    if (run_->next_wake() <= at(now_).mono) take(run_->on_time(at(now_)));
  }
  EXPECT_EQ(now_, seconds(1501));
  EXPECT_EQ(outcome(), Outcome::timed_out);
  expect_reason("after 25 minutes; nothing was sent");
  EXPECT_EQ(run_->next_wake(), core::kNever);
}

TEST_F(FirmwareRunTest, AnEndlessUpgradeIsGivenUp) {
  make(upgrade_of(400));
  boot();
  for (now_ = seconds(9); run_->finished() == nullptr && now_ < seconds(2000); now_ += seconds(9)) {
    if (run_->next_wake() <= at(now_).mono) take(run_->on_time(at(now_)));
    hear("\x11");
  }
  EXPECT_EQ(outcome(), Outcome::timed_out);
  expect_reason("166 of 400 frames were accepted");
  expect_reason("boot loader without a whole firmware");
}

TEST_F(FirmwareRunTest, AFailureNamesTheFrameAndTheRemedy) {
  make(upgrade_of(3));
  boot();
  hear("\x11");
  while (run_->finished() == nullptr) wait();
  EXPECT_EQ(outcome(), Outcome::failed);
  expect_reason("frame 2 of 3");
  expect_reason("\"reset\":false");
  EXPECT_LT(now_, seconds(120));
}

TEST_F(FirmwareRunTest, ProgressIsToldEachSecondAndPercent) {
  make(upgrade_of(400));
  boot();
  states_.clear();
  for (int i = 0; i < 399; ++i) {
    now_ += milliseconds(100);
    hear("\x11");
  }
  EXPECT_GE(states_.size(), 35U);
  EXPECT_LE(states_.size(), 40U);
  now_ += seconds(1);
  hear("\x22");
  states_.clear();
  now_ += seconds(1);
  hear("\x22");  // no frame more: nothing to be told
  EXPECT_TRUE(states_.empty());
  EXPECT_EQ(run_->detail(), "a firmware upgrade: frame 400 of 400");
}

}  // namespace
}  // namespace bmsgw::driver
