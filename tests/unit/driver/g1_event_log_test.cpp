// A control unit's event log on a line with polls.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "g1_command_harness.hpp"

namespace bmsgw::driver {
namespace {

class G1EventLogTest : public G1SessionCommandsTest {
 protected:
  G1EventLogTest() {
    plan_.event_log_period = seconds(60);
    make();
    answers_ = {{"BV1", "BV1,0050"},
                {"CF2,0010", "CF2,0010,0A"},
                {"CF2,0111", "CF2,0111,0A"},
                {"CF2,1600", "CF2,1600,00001000"},
                {"TD1", "TD1,2023,11,14,22,13,20,00,00000000"},
                {"LG1", "LG1,00,16,FFFFFF,2CE6A900"}};
    link_.open(at(milliseconds(0)));
  }
};

TEST_F(G1EventLogTest, IsReadAfterTheClockAndToldOnce) {
  hear("BV1,0050", milliseconds(0));
  pass(milliseconds(0), seconds(200));
  EXPECT_EQ(count_sent("TD1,?"), 4);
  EXPECT_EQ(count_sent("LG1,?"), 4);
  EXPECT_LT(std::ranges::find(sent_, "TD1,?"), std::ranges::find(sent_, "LG1,?"));
  EXPECT_EQ(sink_.events, std::vector<std::uint32_t>{0x16});
  ASSERT_EQ(kept_.size(), 1U);
  EXPECT_EQ(kept_[0], "{\"told\":\"2CE6A900.16.1\"}\n");
}

TEST_F(G1EventLogTest, AClockThatIsVolunteeredIsNotAskedFor) {
  for (auto time = milliseconds(0); time < seconds(200); time += milliseconds(1000)) {
    hear("TD1,2023,11,14,22,13,20,00,00000000", time);
    pass(time, time + milliseconds(1000));
  }
  EXPECT_EQ(count_sent("TD1"), 0);
  EXPECT_EQ(count_sent("LG1"), 4);
}

TEST_F(G1EventLogTest, WhatEarlierRunsHaveToldIsNotToldAgain) {
  plan_.event_log_state = "{\"told\":\"2CE6A900.16.1\"}\n";
  make();
  link_.open(at(milliseconds(0)));
  hear("BV1,0050", milliseconds(0));
  pass(milliseconds(0), seconds(100));
  EXPECT_GE(count_sent("LG1"), 1);
  EXPECT_TRUE(sink_.events.empty());
  EXPECT_TRUE(kept_.empty());
}

TEST_F(G1EventLogTest, AUnitWithoutAClockIsReadAllTheSame) {
  answers_.erase("TD1");
  hear("BV1,0050", milliseconds(0));
  pass(milliseconds(0), seconds(200));
  ASSERT_EQ(sink_.event_times.size(), 1U);
  // The unit may be in any time zone: what it says isn't told as ours.
  EXPECT_GT(sink_.event_times[0], at(seconds(0)).unix_ms);
  EXPECT_LE(sink_.event_times[0], at(seconds(200)).unix_ms);
}

TEST_F(G1EventLogTest, AUnitWithoutALogIsRarelyAskedForIt) {
  answers_.erase("LG1");
  hear("BV1,0050", milliseconds(0));
  pass(milliseconds(0), seconds(600));
  EXPECT_LE(count_sent("LG1"), 11);
  EXPECT_TRUE(sink_.is_online);
}

TEST_F(G1EventLogTest, NothingIsAskedOfAUnitThatIsNotHeard) {
  answers_.clear();
  pass(milliseconds(0), seconds(60));
  EXPECT_EQ(count_sent("LG1"), 0);
  EXPECT_EQ(count_sent("TD1"), 0);
}

}  // namespace
}  // namespace bmsgw::driver
