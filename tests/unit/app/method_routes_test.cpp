#include "bmsgw/app/method_routes.hpp"

#include <gtest/gtest.h>

namespace bmsgw::app {
namespace {

using rpc::Refusal;
using rpc::RouteWrite;

codec::can::SignalSpec byte_signal(std::uint16_t byte) {
  codec::can::SignalSpec signal;
  signal.place.pieces = {{static_cast<std::uint16_t>(byte * 8), 8}};
  return signal;
}

/// Frame X18FF0001 with a (0-100) and b; point Settings/high of modbus0u1.
MethodPlan plan() {
  MethodPlan made;
  BridgePlan::CanTarget target;
  target.blank.id = *core::parse_can_id("X18FF0001");
  target.blank.length = 2;
  target.signals = {byte_signal(0), byte_signal(1)};
  BridgePlan::Packet packet;
  packet.name = "can0/Limits";
  packet.target = target;
  packet.slots.resize(2);
  packet.slots[0].least = 0;
  packet.slots[0].most = 100;
  made.packets = {packet};
  made.methods = {{"a", "can0", false, MethodPlan::Slot{0, 0}},
                  {"b", "can0", false, MethodPlan::Slot{0, 1}},
                  {"high", "modbus0u1", false, MethodPlan::Point{"Settings/high"}}};
  return made;
}

std::string code_of(const std::variant<RouteWrite, Refusal>& made) {
  const auto* const refused = std::get_if<Refusal>(&made);
  return refused != nullptr ? refused->code : std::get<RouteWrite>(made).what;
}

class MethodRoutesTest : public ::testing::Test {
 protected:
  std::string made(const std::string& method, double value, bool keep = true) {
    return code_of(routes_.make(method, value, keep));
  }
  MethodPlan plan_ = plan();
  MethodRoutes routes_{plan_};
};

TEST_F(MethodRoutesTest, APacketGoesOutOnceAllItsValuesAreGiven) {
  EXPECT_EQ(made("a", 5), "incomplete");
  EXPECT_EQ(made("b", 7), "X18FF0001 0507");
  EXPECT_EQ(made("a", 6), "X18FF0001 0607");
}

TEST_F(MethodRoutesTest, WhatIsOnlyLookedAtIsNotKept) {
  EXPECT_EQ(made("a", 5, false), "incomplete");
  EXPECT_EQ(made("b", 7), "incomplete");
  EXPECT_EQ(made("a", 9, false), "X18FF0001 0907");
  EXPECT_EQ(made("a", 6), "X18FF0001 0607");
  EXPECT_EQ(made("a", 9, false), "X18FF0001 0907");
  EXPECT_EQ(made("b", 8), "X18FF0001 0608");
}

TEST_F(MethodRoutesTest, AValueThatDoesNotFitIsNotKept) {
  EXPECT_EQ(made("b", 7), "incomplete");
  EXPECT_EQ(made("a", 101), "bad_params");
  EXPECT_EQ(made("a", 5), "X18FF0001 0507");
  EXPECT_EQ(made("b", 300), "bad_params");
  EXPECT_EQ(made("a", 5), "X18FF0001 0507");
}

TEST_F(MethodRoutesTest, AValueOutOfItsBoundsIsNotKeptForLater) {
  EXPECT_EQ(made("a", 9999), "bad_params");
  EXPECT_EQ(made("b", 7), "incomplete");
}

TEST_F(MethodRoutesTest, APointOfAMapIsWrittenByItsName) {
  const auto made = routes_.make("high", 3.5, true);
  const auto& write = std::get<RouteWrite>(made);
  EXPECT_EQ(write.what, "Settings/high = 3.5");
  EXPECT_EQ(write.ask.device, "modbus0u1");
  const auto& request = std::get<core::MapRequest>(write.ask.what);
  EXPECT_EQ(request.name, "Settings/high");
  EXPECT_EQ(request.argument, 3.5);
}

TEST_F(MethodRoutesTest, NoRouteNoMethod) {
  EXPECT_EQ(made("c", 1), "unknown_method");
}

}  // namespace
}  // namespace bmsgw::app
