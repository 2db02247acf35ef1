#include "simulator/can_misbehaviour.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <linux/can/error.h>

#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

std::vector<core::CanFrame> hundred() {
  core::CanFrame frame;
  frame.id = core::CanId::extended(0x19B50001);
  frame.length = 7;
  return std::vector<core::CanFrame>(100, frame);
}

std::vector<BusFrame> spoil(const std::string& misdeed, Elapsed now = 5_s) {
  CanMisbehaviour bus({std::get<CanMisdeed>(parse_can_misdeed(misdeed))}, CanIds{}, 1);
  return bus.apply(hundred(), now);
}

template <typename Predicate>
std::ptrdiff_t count(const std::vector<BusFrame>& frames, Predicate predicate) {
  return std::ranges::count_if(frames, predicate);
}

bool is_intact(const BusFrame& frame) {
  return frame.error_class == 0 && !frame.frame.remote && frame.frame.length == 7 &&
         frame.frame.id == core::CanId::extended(0x19B50001);
}

TEST(CanMisbehaviour, LeavesFramesAloneOutsideItsTime) {
  for (const auto& known : can_misdeed_names()) {
    for (const auto* time : {"@6", "@1+3"}) {
      const auto frames = spoil(std::string(known.name) + time);
      EXPECT_EQ(frames.size(), 100U) << known.name;
      EXPECT_EQ(count(frames, is_intact), 100) << known.name;
    }
  }
}

TEST(CanMisbehaviour, WrongLengthSpoilsItsShare) {
  EXPECT_NEAR(static_cast<double>(count(spoil("wrong-length"), is_intact)), 50, 20);
  const auto all = spoil("wrong-length:100");
  EXPECT_EQ(all.size(), 100U);
  EXPECT_EQ(count(all, [](const BusFrame& frame) { return frame.frame.length == 7; }), 0);
  EXPECT_EQ(count(all, [](const BusFrame& frame) { return frame.frame.length == 0; }), 0);
  EXPECT_GT(count(all, [](const BusFrame& frame) { return frame.frame.length == 8; }), 0);
}

TEST(CanMisbehaviour, StrangersHaveIdsOfTheirOwn) {
  const auto frames = spoil("unknown-ids:100");
  EXPECT_EQ(frames.size(), 200U);
  EXPECT_EQ(count(frames, is_intact), 100);
  EXPECT_EQ(count(frames, [](const BusFrame& frame) { return !CanIds{}.is_own(frame.frame.id); }), 100);
}

TEST(CanMisbehaviour, SilenceAndBurst) {
  EXPECT_TRUE(spoil("silence").empty());
  EXPECT_EQ(spoil("burst").size(), 2000U);
  EXPECT_EQ(spoil("burst:3").size(), 300U);
}

/// A flood runs by the clock, also when the unit is silent.
TEST(CanMisbehaviour, FloodsLastAsLongAsTold) {
  const struct {
    const char* misdeed;
    bool (*is_of_flood)(const BusFrame&);
  } cases[]{
      {"rtr-storm:200@1+2", [](const BusFrame& frame) { return frame.frame.remote; }},
      {"error-frames:200@1+2",
       [](const BusFrame& frame) { return frame.error_class != 0 && frame.frame.length == CAN_ERR_DLC; }},
  };
  for (const auto& test : cases) {
    CanMisbehaviour bus({std::get<CanMisdeed>(parse_can_misdeed(test.misdeed))}, CanIds{}, 1);
    std::ptrdiff_t seen = 0;
    Elapsed now{0};
    for (; now != kNotDue; now = bus.next_wake(now)) {
      const auto frames = bus.apply({}, now);
      seen += count(frames, test.is_of_flood);
      EXPECT_TRUE(frames.empty() || (now >= 1_s && now < 3_s)) << now.count();
    }
    EXPECT_NEAR(static_cast<double>(seen), 400, 2) << test.misdeed;
  }
}

TEST(CanMisbehaviour, RefusesWrongNumbers) {
  for (const auto* wrong :
       {"wrong-length:0", "wrong-length:101", "unknown-ids:101", "burst:1001", "silence:1",
        "rtr-storm:100001", "error-frames:0", "cut", "silence@x", "burst:-1"})
    EXPECT_TRUE(std::holds_alternative<std::string>(parse_can_misdeed(wrong))) << wrong;
}

TEST(BusFrame, LogLines) {
  core::CanFrame frame;
  frame.id = core::CanId::extended(0x19B50000);
  frame.length = 2;
  frame.data = {1, 2};
  EXPECT_EQ(to_log_line({frame}, "vcan0", 1'436'509'052'249'713), "(1436509052.249713) vcan0 19B50000#0102");
  frame.id = core::CanId::standard(0x1B);
  EXPECT_EQ(to_log_line({frame}, "can1", 1'000'001), "(0000000001.000001) can1 01B#0102");
  frame.remote = true;
  EXPECT_EQ(to_log_line({frame}, "can1", 0), "(0000000000.000000) can1 01B#R2");
  frame.length = 0;
  EXPECT_EQ(to_log_line({frame}, "can1", 0), "(0000000000.000000) can1 01B#R");
  EXPECT_EQ(to_log_line({frame, CAN_ERR_BUSOFF}, "can1", 0), "(0000000000.000000) can1 20000040#");
}

TEST(BusFrame, KeepsItsFormOrIsAnErrorFrame) {
  core::CanFrame frame;
  frame.id = core::CanId::extended(0x19B50001);
  frame.length = 3;
  frame.data = {9, 8, 7};
  auto kernel = to_kernel({frame});
  EXPECT_EQ(kernel.size, std::size_t{CAN_MTU});
  EXPECT_EQ(kernel.raw.can_id, 0x99B50001U);
  EXPECT_EQ(kernel.raw.data[2], 7);
  frame.remote = true;
  EXPECT_EQ(to_kernel({frame}).raw.can_id, 0x99B50001U | CAN_RTR_FLAG);
  frame.remote = false;
  kernel = to_kernel({frame, CAN_ERR_CRTL | CAN_ERR_CNT});
  EXPECT_EQ(kernel.size, std::size_t{CAN_MTU});
  EXPECT_EQ(kernel.raw.can_id, CAN_ERR_FLAG | CAN_ERR_CRTL | CAN_ERR_CNT) << "the frame's id means nothing";
  EXPECT_EQ(kernel.raw.len, 3);
  EXPECT_EQ(kernel.raw.data[0], 9) << "an error's details";
}

}  // namespace
}  // namespace bmsgw::simulator
