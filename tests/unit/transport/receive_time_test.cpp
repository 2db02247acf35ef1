#include "transport/can/receive_time.hpp"

#include <gtest/gtest.h>

namespace bmsgw::transport {
namespace {

using core::milliseconds;

constexpr core::Stamp kNow{1'700'000'000'500, core::MonoTime{} + std::chrono::hours(1)};
constexpr timespec kRealNow{1'700'000'000, 500'000'000};

struct TimeCase {
  const char* name;
  timespec kernel;
  milliseconds age;
};

class ReceiveTime : public testing::TestWithParam<TimeCase> {};

TEST_P(ReceiveTime, IsNowMinusTheAge) {
  const core::Stamp at = received_at(GetParam().kernel, kRealNow, kNow);
  EXPECT_EQ(at.mono, kNow.mono - GetParam().age);
  EXPECT_EQ(at.unix_ms, kNow.unix_ms - GetParam().age.count());
}

INSTANTIATE_TEST_SUITE_P(
    Tables, ReceiveTime,
    testing::Values(TimeCase{"of_now", {1'700'000'000, 500'000'000}, milliseconds(0)},
                    TimeCase{"twenty_milliseconds_ago", {1'700'000'000, 480'000'000}, milliseconds(20)},
                    TimeCase{"in_the_second_before", {1'699'999'999, 900'000'000}, milliseconds(600)},
                    TimeCase{"a_second_ago", {1'699'999'999, 500'000'000}, milliseconds(1000)},
                    TimeCase{"too_old", {1'699'999'999, 499'000'000}, milliseconds(0)},
                    TimeCase{"from_the_future", {1'700'000'000, 500'000'001}, milliseconds(0)},
                    TimeCase{"not_told_at_all", {0, 0}, milliseconds(0)}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace bmsgw::transport
