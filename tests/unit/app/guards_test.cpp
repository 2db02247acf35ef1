#include "bmsgw/app/guards.hpp"

#include <gtest/gtest.h>

namespace bmsgw::app {
namespace {

using core::Quality;

constexpr core::BusId kBus{0};
constexpr core::PointId kCharging{0};
constexpr core::PointId kCurrent{1};
constexpr core::PointId kText{2};

class GuardsTest : public testing::Test {
 protected:
  GuardsTest() { points_.resize(3); }

  void set(core::PointId point, const core::Value& value, Quality quality = Quality::good) {
    points_.set_value(point, value);
    points_.cell(point).quality = quality;
    points_.cell(point).heard = true;
  }
  static Guard guard(const char* name, Guard::Condition condition) {
    return {kBus, name, {std::move(condition)}, false};
  }
  /// Of a reset that wants the unit not to charge.
  [[nodiscard]] std::string reset_complaint() const {
    const Guards guards({guard("RS1", {kCharging, "serial0/ST1/charging", {0}, {}, {}})}, points_);
    return guards.complaint(kBus, {"RS1"});
  }

  core::PointTable points_;
};

TEST_F(GuardsTest, AValueThatIsAsWantedIsNoReason) {
  set(kCharging, false);
  EXPECT_EQ(reset_complaint(), "");
}

TEST_F(GuardsTest, AnotherValueIsTold) {
  set(kCharging, true);
  EXPECT_EQ(reset_complaint(), "RS1 is allowed only while serial0/ST1/charging is 0, and it is 1");
}

TEST_F(GuardsTest, AValueThatIsNotKnownNowIsAReason) {
  const std::string only = "RS1 is allowed only while serial0/ST1/charging is 0, and ";
  EXPECT_EQ(reset_complaint(), only + "it has not been heard since the start");
  for (const auto quality : {Quality::stale, Quality::invalid, Quality::unavailable}) {
    set(kCharging, false, quality);
    EXPECT_EQ(reset_complaint(), only + "its last value is " + std::string(to_string(quality)));
  }
  set(kCharging, core::Value{});
  EXPECT_EQ(reset_complaint(), only + "it is no number");
}

TEST_F(GuardsTest, APointThatIsNotThereIsAReason) {
  const Guards guards({guard("RS1", {core::kNoPoint, "x/y/z", {0}, {}, {}})}, points_);
  EXPECT_EQ(guards.complaint(kBus, {"RS1"}), "RS1 is allowed only while x/y/z is 0, and it isn't known");
}

struct WishCase {
  std::vector<double> is;
  std::optional<double> min;
  std::optional<double> max;
  core::Value value;
  const char* expected;
};

TEST_F(GuardsTest, WishesAreCompared) {
  const WishCase rows[] = {
      {{0, 2}, {}, {}, 2.0, ""},
      {{0, 2}, {}, {}, 1.0, "RS1 is allowed only while c is 0 or 2, and it is 1"},
      {{0.3}, {}, {}, 0.1 * 3, ""},
      {{-5}, {}, {}, std::int64_t{-5}, ""},
      {{}, 1, 2, 1.0, ""},
      {{}, 1, 2, 2.0, ""},
      {{}, 1, 2, 2.5, "RS1 is allowed only while c is at least 1 and at most 2, and it is 2.5"},
      {{}, 1, {}, 0.5, "RS1 is allowed only while c is at least 1, and it is 0.5"},
      {{}, {}, 1.5, 2.0, "RS1 is allowed only while c is at most 1.5, and it is 2"},
      {{},
       {},
       {},
       std::numeric_limits<double>::quiet_NaN(),
       "RS1 is allowed only while c is , and it is nan"},
  };
  for (const auto& row : rows) {
    set(kCurrent, row.value);
    const Guards guards({guard("RS1", {kCurrent, "c", row.is, row.min, row.max})}, points_);
    EXPECT_EQ(guards.complaint(kBus, {"RS1"}), row.expected);
  }
}

TEST_F(GuardsTest, ATextIsNeverAsWanted) {
  set(kText, std::string_view("0"));
  const Guards guards({guard("RS1", {kText, "t", {0}, {}, {}})}, points_);
  EXPECT_EQ(guards.complaint(kBus, {"RS1"}), "RS1 is allowed only while t is 0, and it is no number");
}

TEST_F(GuardsTest, HoldForWhatTheyNameOnTheirBus) {
  const Guards guards({guard("CF2", {kCharging, "c", {0}, {}, {}})}, points_);
  EXPECT_NE(guards.complaint(kBus, {"CF2", "0102"}), "") << "one of its names";
  EXPECT_EQ(guards.complaint(kBus, {"RS1"}), "");
  EXPECT_EQ(guards.complaint(kBus, {}), "") << "what is never a question of a state";
  EXPECT_EQ(guards.complaint(core::BusId{1}, {"CF2"}), "");
}

TEST_F(GuardsTest, HoldForAPointWithAndWithoutItsPacket) {
  for (const auto* const name : {"high", "Settings/high"}) {
    const Guards guards({guard(name, {kCharging, "c", {0}, {}, {}})}, points_);
    EXPECT_NE(guards.complaint(kBus, {"Settings/high"}), "") << name;
    EXPECT_NE(guards.complaint(kBus, {"high"}), "") << name;
    EXPECT_EQ(guards.complaint(kBus, {"Settings/veryhigh"}), "") << name;
  }
}

TEST_F(GuardsTest, AllEntriesOfOneNameHold) {
  set(kCharging, false);
  set(kCurrent, 7.0);
  const Guards guards({guard("RS1", {kCharging, "a", {0}, {}, {}}),
                       guard("RS1", {kCurrent, "b", {}, {}, 5}),
                       {kBus, "RS1", {}, true}},
                      points_);
  EXPECT_EQ(guards.complaint(kBus, {"RS1"}), "RS1 is allowed only while b is at most 5, and it is 7");
  EXPECT_TRUE(guards.wants_confirmation(kBus, {"RS1"}));
  EXPECT_FALSE(guards.wants_confirmation(kBus, {"SC1"}));
  EXPECT_FALSE(guards.wants_confirmation(core::BusId{1}, {"RS1"}));
}

}  // namespace
}  // namespace bmsgw::app
