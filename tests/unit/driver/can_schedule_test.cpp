#include "bmsgw/driver/can_schedule.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bmsgw::driver {
namespace {

using core::CanId;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kOverall = CanId::extended(0x19B50000);
constexpr auto kCells = CanId::extended(0x19B50100);

core::MonoTime at(milliseconds time) {
  return core::MonoTime{} + std::chrono::hours(1) + time;
}

class CanScheduleTest : public testing::Test {
 protected:
  /// The requests of a time, each answered if `answers` says so; `ms id` each.
  template <typename Answers>
  std::string pass(milliseconds from, milliseconds until, Answers answers) {
    std::string asked;
    for (auto time = from; time < until; time += milliseconds(10)) {
      if (schedule_.next_wake() > at(time)) continue;
      const auto request = schedule_.due(at(time));
      if (!request) continue;
      asked += std::to_string(time.count()) + " " + std::to_string(request->id.number() - 0x19B50000U) + "; ";
      if (answers(request->id)) schedule_.on_frame(request->id, at(time + milliseconds(5)));
    }
    return asked;
  }

  CanSchedule schedule_{{{0, kOverall, 1, seconds(1)}, {1, kCells, 2, seconds(5)}}};
};

bool always(CanId /*id*/) {
  return true;
}
bool never(CanId /*id*/) {
  return false;
}

TEST_F(CanScheduleTest, AsksEachIdOfARangeInItsPeriod) {
  schedule_.on_open(at(milliseconds(0)));
  EXPECT_EQ(pass(milliseconds(0), milliseconds(6000), always),
            "0 0; 10 256; 20 257; 1000 0; 2000 0; 3000 0; 4000 0; 5000 0; 5010 256; 5020 257; ");
  EXPECT_EQ(schedule_.unanswered(), 0U);
}

TEST_F(CanScheduleTest, AsksNothingBeforeTheBusIsOpen) {
  EXPECT_EQ(schedule_.next_wake(), core::kNever);
  EXPECT_FALSE(schedule_.due(at(milliseconds(0))));
}

TEST_F(CanScheduleTest, ADeadDeviceCostsOneQuestionASecond) {
  schedule_.on_open(at(milliseconds(0)));
  EXPECT_EQ(pass(milliseconds(0), milliseconds(4000), never),
            "0 0; 100 256; 200 257; 1300 0; 2400 0; 3500 0; ");
}

TEST_F(CanScheduleTest, AnIdThatNeverAnswersIsAskedRarely) {
  schedule_.on_open(at(milliseconds(0)));
  const auto answers = [](CanId id) { return id != kCells + 1; };
  EXPECT_EQ(
      pass(milliseconds(0), milliseconds(12000), answers),
      "0 0; 10 256; 20 257; 1000 0; 2000 0; 3000 0; 4000 0; 5000 0; 5010 256; 5020 257; 6000 0; 7000 0; "
      "8000 0; 9000 0; 10000 0; 10010 256; 10020 257; 11000 0; ");
  EXPECT_EQ(pass(milliseconds(12000), milliseconds(21000), answers),
            "12000 0; 13000 0; 14000 0; 15000 0; 15010 256; 16000 0; 17000 0; 18000 0; 19000 0; 20000 0; "
            "20010 256; ");
}

TEST_F(CanScheduleTest, WhatIsWantedMoreOftenIsAskedFirst) {
  schedule_ = CanSchedule({{0, kCells, 32, seconds(5)}, {1, kCells + 0x400, 1, seconds(1)}});
  schedule_.on_open(at(milliseconds(0)));
  EXPECT_EQ(pass(milliseconds(0), milliseconds(25), always), "0 1280; 10 256; 20 257; ");
}

TEST_F(CanScheduleTest, WhatHasAnsweredGoesBeforeWhatHasNot) {
  schedule_ = CanSchedule({{0, kOverall, 1, seconds(1)}, {1, kCells, 32, seconds(5)}});
  schedule_.on_open(at(milliseconds(0)));
  const auto asked = pass(milliseconds(0), milliseconds(2000), [](CanId id) { return id == kOverall; });
  EXPECT_NE(asked.find("1010 0; "), std::string::npos) << asked;
}

TEST_F(CanScheduleTest, IsGoneAfterThreeQuestionsThatItUsedToAnswer) {
  schedule_.on_open(at(milliseconds(0)));
  pass(milliseconds(0), milliseconds(1500), always);
  EXPECT_FALSE(schedule_.gone());
  pass(milliseconds(1500), milliseconds(4500), never);
  EXPECT_TRUE(schedule_.gone());
  schedule_.on_frame(kOverall, at(milliseconds(4500)));
  EXPECT_FALSE(schedule_.gone());
}

TEST_F(CanScheduleTest, AnEmptyFrameAnswersOnlyTheOpenRequest) {
  schedule_.on_open(at(milliseconds(0)));
  EXPECT_FALSE(schedule_.on_empty(kOverall, at(milliseconds(0))));
  ASSERT_TRUE(schedule_.due(at(milliseconds(0))));
  EXPECT_FALSE(schedule_.on_empty(kCells, at(milliseconds(5))));
  EXPECT_TRUE(schedule_.on_empty(kOverall, at(milliseconds(5))));
  EXPECT_FALSE(schedule_.on_empty(kOverall, at(milliseconds(6)))) << "another master's question";
}

TEST_F(CanScheduleTest, ALateAnswerShiftsNothingAndALostBeatIsNotMadeUpFor) {
  schedule_ = CanSchedule({{0, kOverall, 1, seconds(1)}});
  schedule_.on_open(at(milliseconds(0)));
  ASSERT_TRUE(schedule_.due(at(milliseconds(0))));
  schedule_.on_frame(kOverall, at(milliseconds(90)));
  EXPECT_EQ(schedule_.next_wake(), at(milliseconds(1000)));
  ASSERT_TRUE(schedule_.due(at(milliseconds(4200))));
  schedule_.on_frame(kOverall, at(milliseconds(4210)));
  EXPECT_EQ(schedule_.next_wake(), at(milliseconds(5210)));
}

}  // namespace
}  // namespace bmsgw::driver
