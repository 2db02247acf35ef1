#include "simulator/modbus/unit_clock.hpp"

#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using core::ClockPart;

constexpr std::int64_t kStartUs = 1'700'000'000'000'000;  // Tuesday 2023-11-14 22:13:20 UTC

std::vector<std::int64_t> parts(const UnitClock& clock, Elapsed now) {
  std::vector<std::int64_t> parts;
  for (const auto part : {ClockPart::year, ClockPart::month, ClockPart::day, ClockPart::hour,
                          ClockPart::minute, ClockPart::second, ClockPart::weekday})
    parts.push_back(clock.part(part, true, now));
  return parts;
}

TEST(UnitClock, IsTheSystemsAndGoesOn) {
  const UnitClock clock(kStartUs);
  EXPECT_EQ(parts(clock, 0_s), (std::vector<std::int64_t>{2023, 11, 14, 22, 13, 20, 2}));
  EXPECT_EQ(parts(clock, 7200_s), (std::vector<std::int64_t>{2023, 11, 15, 0, 13, 20, 3}));
  EXPECT_EQ(clock.part(ClockPart::epoch, true, 1_s), 1'700'000'001);
  EXPECT_EQ(clock.part(ClockPart::year2, true, 0_s), 23);
}

TEST(UnitClock, IsSetPartByPart) {
  UnitClock clock(kStartUs);
  const std::pair<ClockPart, std::int64_t> steps[]{
      {ClockPart::day, 31},   // November has 30
      {ClockPart::month, 2},  // February 28
      {ClockPart::year2, 31},  {ClockPart::day, 3},     {ClockPart::hour, 4},
      {ClockPart::minute, 59}, {ClockPart::second, 58}, {ClockPart::weekday, 7},
  };
  for (const auto& [part, value] : steps) clock.set(part, true, value, 5_s);
  EXPECT_EQ(parts(clock, 5_s), (std::vector<std::int64_t>{2031, 2, 3, 4, 59, 58, 1}));
  EXPECT_EQ(parts(clock, 7_s), (std::vector<std::int64_t>{2031, 2, 3, 5, 0, 0, 1}));
}

TEST(UnitClock, IsSetAsAWhole) {
  UnitClock clock(kStartUs);
  clock.set(ClockPart::epoch, true, 946'684'800, 10_s);
  EXPECT_EQ(parts(clock, 10_s), (std::vector<std::int64_t>{2000, 1, 1, 0, 0, 0, 6}));
}

TEST(UnitClock, LocalTimeIsTheSystems) {
  UnitClock clock(kStartUs);
  const auto hour = clock.part(ClockPart::hour, false, 0_s);
  clock.set(ClockPart::hour, false, hour, 0_s);
  clock.set(ClockPart::minute, false, 30, 0_s);
  EXPECT_EQ(clock.part(ClockPart::hour, false, 0_s), hour);
  EXPECT_EQ(clock.part(ClockPart::minute, false, 0_s), 30);
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
