#include "transport/can/health_keeper.hpp"

#include <gtest/gtest.h>

namespace bmsgw::transport {
namespace {

using core::milliseconds;

constexpr core::MonoTime kStart = core::MonoTime{} + std::chrono::hours(1);

ErrorReport state(ControllerState which) {
  return {which, std::nullopt, std::nullopt};
}

TEST(HealthKeeper, HasNothingToTellAtFirst) {
  const HealthKeeper keeper;
  EXPECT_EQ(keeper.due(), core::kNever);
}

TEST(HealthKeeper, TellsAStateAtOnceAndOnlyOnce) {
  HealthKeeper keeper;
  keeper.on_opened(ControllerState::error_active, 250000);
  EXPECT_EQ(keeper.due(), core::kLongAgo);
  keeper.told(kStart);
  EXPECT_EQ(keeper.due(), core::kNever);
  keeper.on_error_frame(state(ControllerState::bus_off));
  EXPECT_EQ(keeper.due(), core::kLongAgo) << "whenever the last one was told";
}

TEST(HealthKeeper, TellsCountersAtMostOnceASecond) {
  HealthKeeper keeper;
  keeper.on_overflow(3);
  EXPECT_LE(keeper.due(), kStart);
  keeper.told(kStart);
  for (int i = 0; i < 100; ++i) keeper.on_error_frame({});
  EXPECT_EQ(keeper.due(), kStart + milliseconds(1000));
  keeper.told(kStart + milliseconds(1000));
  EXPECT_EQ(keeper.due(), core::kNever);
  EXPECT_EQ(keeper.health().error_frames, 100U);
  EXPECT_EQ(keeper.health().overflows, 3U);
}

TEST(HealthKeeper, NothingLostIsNoNews) {
  HealthKeeper keeper;
  keeper.on_overflow(0);
  keeper.on_dropped_writes(0);
  EXPECT_EQ(keeper.due(), core::kNever);
  keeper.on_dropped_writes(1);
  EXPECT_NE(keeper.due(), core::kNever);
}

TEST(HealthKeeper, ABusOffIsCountedOnceUntilItIsOver) {
  HealthKeeper keeper;
  keeper.on_error_frame(state(ControllerState::bus_off));
  keeper.on_error_frame(state(ControllerState::bus_off));
  EXPECT_EQ(keeper.health().bus_offs, 1U);
  keeper.on_error_frame(state(ControllerState::error_active));
  keeper.on_error_frame(state(ControllerState::bus_off));
  EXPECT_EQ(keeper.health().bus_offs, 2U);
}

TEST(HealthKeeper, WhoHearsIsNotOffTheBus) {
  HealthKeeper keeper;
  keeper.on_error_frame(state(ControllerState::bus_off));
  keeper.told(kStart);
  keeper.on_heard();
  EXPECT_EQ(keeper.health().controller, ControllerState::unknown);
  EXPECT_EQ(keeper.due(), core::kLongAgo) << "told at once";
  keeper.told(kStart);
  keeper.on_heard();
  EXPECT_EQ(keeper.due(), core::kNever) << "and only once";
  keeper.on_error_frame({});
  EXPECT_EQ(keeper.health().controller, ControllerState::unknown);
}

TEST(HealthKeeper, AnyOtherStateOutlastsFrames) {
  for (const auto which : {ControllerState::error_active, ControllerState::error_warning,
                           ControllerState::error_passive, ControllerState::unknown}) {
    HealthKeeper keeper;
    keeper.on_error_frame(state(which));
    keeper.on_heard();
    EXPECT_EQ(keeper.health().controller, which) << to_string(which);
  }
}

TEST(HealthKeeper, OpenedAnewItForgetsTheStateAndKeepsTheCounts) {
  HealthKeeper keeper;
  keeper.on_error_frame({ControllerState::bus_off, std::uint8_t{200}, std::uint8_t{9}});
  keeper.on_opened(ControllerState::unknown, 0);
  EXPECT_EQ(keeper.health().controller, ControllerState::unknown);
  EXPECT_EQ(keeper.health().tx_errors, 0);
  EXPECT_EQ(keeper.health().bus_offs, 1U);
  EXPECT_EQ(keeper.health().error_frames, 1U);
}

TEST(ControllerStates, HaveTheirNames) {
  EXPECT_EQ(to_string(ControllerState::unknown), "unknown");
  EXPECT_EQ(to_string(ControllerState::error_active), "error-active");
  EXPECT_EQ(to_string(ControllerState::bus_off), "bus-off");
}

}  // namespace
}  // namespace bmsgw::transport
