#include "bmsgw/driver/gap_learner.hpp"

#include <gtest/gtest.h>

namespace bmsgw::driver {
namespace {

using std::chrono::seconds;

core::MonoTime at(seconds time) {
  return core::MonoTime{} + std::chrono::hours(1) + time;
}

TEST(GapLearner, AtLeastTenSecondsAndThreeTimesTheLongestGap) {
  GapLearner gaps;
  gaps.on_heard(at(seconds(0)));
  gaps.on_heard(at(seconds(1)));
  EXPECT_EQ(gaps.max_age(), seconds(10));
  gaps.on_heard(at(seconds(6)));
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
  seconds time(0);
  for (const int gap : {0, 9, 26, 59, 100, 170}) gaps.on_heard(at(time += seconds(gap)));
  EXPECT_EQ(gaps.max_age(), seconds(3 * 59));
  gaps.on_told(seconds(600));
  EXPECT_EQ(gaps.max_age(), seconds(1800));
}

}  // namespace
}  // namespace bmsgw::driver
