#include "simulator/snmp/alarm_state.hpp"

#include <gtest/gtest.h>

namespace bmsgw::simulator::snmp {
namespace {

TEST(SnmpAlarmState, FollowsFromLimitsAndWhatItWas) {
  using enum AlarmState;
  const AlarmLimits all{10, 40, 15, 35};
  struct Case {
    const char* name;
    double value;
    AlarmLimits limits;
    AlarmState was, is;
  };
  const Case cases[] = {
      {"between", 20, all, normal, normal},
      {"below the alarm", 9.9, all, normal, alarm_low},
      {"at the limit", 10, all, normal, warn_low},
      {"back, but hardly", 10.05, all, alarm_low, alarm_low},
      {"back", 10.2, all, alarm_low, warn_low},
      {"warning", 36, all, normal, warn_high},
      {"warning becomes alarm", 41, all, warn_high, alarm_high},
      {"alarm, hardly back", 39.7, all, alarm_high, alarm_high},
      {"no limits", -1000, {}, normal, normal},
      {"only one", 1000, {10, {}, {}, {}}, normal, normal},
  };
  for (const auto& test : cases) EXPECT_EQ(state_of(test.value, test.limits, test.was), test.is) << test.name;
}

}  // namespace
}  // namespace bmsgw::simulator::snmp
