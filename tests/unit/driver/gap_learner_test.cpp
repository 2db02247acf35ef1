#include "bmsgw/driver/gap_learner.hpp"

#include <gtest/gtest.h>

namespace bmsgw::driver {
namespace {

using std::chrono::seconds;

core::MonoTime at(seconds time) {
  return core::MonoTime{} + std::chrono::hours(1) + time;
}

TEST(GapLearner, OutagesBetweenShortGapsAreNoRhythm) {
  GapLearner gaps;
  seconds time(0);
  for (const int gap : {1, 1, 9, 1, 1, 26, 1, 1, 58, 1, 1}) gaps.on_heard(at(time += seconds(gap)));
  EXPECT_EQ(gaps.max_age(), seconds(10));
}

TEST(GapLearner, ASlowRhythmIsLearnt) {
  GapLearner gaps;
  for (int i = 0; i < 3; ++i) gaps.on_heard(at(seconds(20 * i)));
  EXPECT_EQ(gaps.max_age(), seconds(60));
}

TEST(GapLearner, AnInterruptedLineIsNoGap) {
  GapLearner gaps;
  seconds time(0);
  for (int i = 0; i < 5; ++i) {
    gaps.on_heard(at(time += seconds(30)));
    gaps.interrupt();
  }
  EXPECT_EQ(gaps.max_age(), seconds(10));
}

TEST(GapLearner, AtLeastTenSecondsAndThreeTimesTheLongestGap) {
  GapLearner gaps;
  gaps.on_heard(at(seconds(0)));
  gaps.on_heard(at(seconds(1)));
  EXPECT_EQ(gaps.max_age(), seconds(10));
  gaps.on_heard(at(seconds(6)));
  gaps.on_heard(at(seconds(11)));
  EXPECT_EQ(gaps.max_age(), seconds(15));
}

TEST(GapLearner, AnOutageIsNoRhythm) {
  GapLearner gaps;
  gaps.on_heard(at(seconds(0)));
  gaps.on_heard(at(seconds(3600)));
  EXPECT_EQ(gaps.max_age(), seconds(10));
}

TEST(GapLearner, LearntGapsAreBoundedToldOnesAreNot) {
  GapLearner gaps;
  for (int i = 0; i < 4; ++i) gaps.on_heard(at(seconds(100 * i)));
  EXPECT_EQ(gaps.max_age(), seconds(3 * 60));
  gaps.set_told(seconds(600));
  EXPECT_EQ(gaps.max_age(), seconds(1800));
  gaps.set_told(seconds(5));
  EXPECT_EQ(gaps.max_age(), seconds(3 * 60));
}

}  // namespace
}  // namespace bmsgw::driver
