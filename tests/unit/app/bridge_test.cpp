#include "bmsgw/app/bridge.hpp"

#include <gtest/gtest.h>

namespace bmsgw::app {
namespace {

using core::CanId;
using core::Quality;

constexpr core::PointId kCurrent{0};
constexpr core::PointId kSoc{1};

/// A frame of two values and a sentence of one.
class BridgeTest : public testing::Test {
 protected:
  BridgeTest() {
    points_.resize(2);
    BridgePlan::CanTarget frame;
    frame.blank.id = CanId::extended(0x18FF0001);
    frame.blank.length = 3;
    frame.signals.resize(2);
    frame.signals[0].place.pieces = {{0, 16}};
    frame.signals[0].format.factor = 0.1;
    frame.signals[0].format.is_signed = true;
    frame.signals[1].place.pieces = {{16, 8}};
    plan_.packets.push_back({core::BusId{1}, "can0/Limits", frame, {{kCurrent}, {kSoc, 0, 100}}, 0});
    core::FieldFormat soc;
    BridgePlan::SentenceTarget sentence{"SC1", 2, {{2, 2, codec::g1::FieldCodec(soc)}}};
    plan_.packets.push_back({core::BusId{0}, "serial0/SC1", sentence, {{kSoc}}, 2});
    bridge_ = std::make_unique<Bridge>(plan_, points_);
  }

  void hear(core::PointId point, double number, Quality quality = Quality::good) {
    points_.set_value(point, number);
    points_.cell(point).quality = quality;
  }
  std::vector<core::Command> give(std::vector<route::SlotValue> values) {
    bridge_->take(values);
    return bridge_->take_commands(core::MonoTime{});
  }

  core::PointTable points_;
  BridgePlan plan_;
  std::unique_ptr<Bridge> bridge_;
};

constexpr route::SlotId slot(std::uint32_t number) {
  return route::SlotId{number};
}

TEST_F(BridgeTest, AFrameWaitsForAllItsValues) {
  hear(kCurrent, -12.5);
  EXPECT_TRUE(give({{slot(0), -12.5}}).empty());
  hear(kSoc, 80);
  const auto commands = give({{slot(1), 80}});
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].bus, core::BusId{1});
  EXPECT_EQ(commands[0].kind, core::Command::Kind::write);
  const auto& frame = std::get<core::CanFrame>(commands[0].what);
  EXPECT_EQ(to_string(frame.id), "X18FF0001");
  ASSERT_EQ(frame.length, 3);
  EXPECT_EQ(frame.data[0], 0xFF);
  EXPECT_EQ(frame.data[1], 0x83);
  EXPECT_EQ(frame.data[2], 80);
}

TEST_F(BridgeTest, SeveralValuesAtOnceAreOneFrame) {
  hear(kCurrent, 1);
  hear(kSoc, 80);
  EXPECT_EQ(give({{slot(0), 1}, {slot(1), 80}}).size(), 1U);
  EXPECT_TRUE(give({}).empty()) << "nothing new, nothing sent";
}

TEST_F(BridgeTest, WhatHasGrownOldIsNotSentWithTheRest) {
  hear(kCurrent, 1);
  hear(kSoc, 80);
  give({{slot(0), 1}, {slot(1), 80}});
  hear(kCurrent, 1, Quality::stale);
  EXPECT_TRUE(give({{slot(1), 81}}).empty());
}

TEST_F(BridgeTest, WhatDoesNotFitIsNotSent) {
  hear(kCurrent, 1e6);
  hear(kSoc, 80);
  EXPECT_TRUE(give({{slot(0), 1e6}, {slot(1), 80}}).empty());
}

TEST_F(BridgeTest, WhatIsOutOfTheTargetsBoundsIsNotSent) {
  hear(kCurrent, 1);
  hear(kSoc, 101);
  EXPECT_TRUE(give({{slot(0), 1}, {slot(1), 101}}).empty());
  hear(kSoc, 100);
  EXPECT_EQ(give({{slot(1), 100}}).size(), 1U);
}

TEST_F(BridgeTest, ASentenceLeavesOtherFieldsEmpty) {
  hear(kSoc, 100);
  const auto commands = give({{slot(2), 100}});
  ASSERT_EQ(commands.size(), 1U);
  const auto& sentence = std::get<core::SentenceCommand>(commands[0].what);
  EXPECT_EQ(sentence.sentence, "SC1");
  EXPECT_EQ(sentence.fields, ",64");
}

}  // namespace
}  // namespace bmsgw::app
