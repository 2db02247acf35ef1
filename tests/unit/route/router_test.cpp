#include "bmsgw/route/router.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bmsgw::route {
namespace {

using core::Quality;
using core::Sample;
using core::Value;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t kStart = 1'700'000'000'000;
constexpr core::PointId kValue{0};
constexpr core::PointId kFlag{1};
constexpr core::PointId kGated{2};

/// A router over three points: a value, a flag, and a value that the flag makes valid.
class RouterTest : public testing::Test {
 protected:
  void SetUp() override { build({}, {}); }

  void build(core::ReportPolicy report, PointRule rule, bool second_key = false) {
    rule.point = kValue;
    PointRule gated;
    gated.point = kGated;
    gated.gate = kFlag;
    std::vector<Route> routes;
    routes.push_back({kValue, core::DeviceId{0}, {"value", -1, false, false, {}}, report});
    if (second_key) routes.push_back({kValue, core::DeviceId{0}, {"copy", -1, false, false, {}}, {}});
    routes.push_back({kGated, core::DeviceId{0}, {"gated", -1, false, false, {}}, {}});
    router_.reset();
    table_ = std::make_unique<RouteTable>(3, std::vector<PointRule>{rule, gated}, routes,
                                          std::vector<std::string>{"serial0"});
    router_ = std::make_unique<Router>(*table_, out_);
    router_->on_time(at(milliseconds(0)));
    out_.clear();
  }

  static core::Stamp at(milliseconds time) {
    return {kStart + time.count(), core::MonoTime{} + std::chrono::hours(1) + time};
  }

  void hear(core::PointId point, Value value, milliseconds time, Quality quality = Quality::good) {
    const Sample sample{point, quality, value};
    router_->apply({&sample, 1}, at(time), seconds(10));
  }
  void sweep(milliseconds time) { router_->on_time(at(time)); }

  static std::string text_of(const Value& value, const RouteTable& table) {
    if (const auto number = core::number_of(value)) return std::to_string(*number).substr(0, 4);
    if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
    if (const auto* keys = std::get_if<core::KeyList>(&value)) {
      std::string all = "[";
      for (const auto& key : *keys) {
        all += table.outputs()[core::index_of(key.output)].key;
        all += key.element == core::KeyRef::kWhole ? " " : "_" + std::to_string(key.element) + " ";
      }
      return all + "]";
    }
    if (const auto* list = std::get_if<core::List>(&value)) {
      std::string all = "[";
      for (const auto& element : *list) all += element ? std::to_string(*element).substr(0, 4) + " " : "- ";
      return all + "]";
    }
    return "nothing";
  }

  /// What went out since the last look: `key=value@milliseconds`, with the quality where it is told.
  std::vector<std::string> take() {
    std::vector<std::string> seen;
    for (const auto& record : out_.records()) {
      seen.push_back(table_->outputs()[core::index_of(record.output)].key + "=" +
                     text_of(out_.value_of(record), *table_) + "@" + std::to_string(record.unix_ms - kStart) +
                     (record.tell_quality ? " " + std::string(to_string(record.quality)) : ""));
    }
    out_.clear();
    return seen;
  }

  using Lines = std::vector<std::string>;
  core::RecordBatch out_;
  std::unique_ptr<RouteTable> table_;
  std::unique_ptr<Router> router_;
};

TEST_F(RouterTest, SendsEachSampleWithoutPolicy) {
  hear(kValue, 3.5, milliseconds(0));
  hear(kValue, 3.5, milliseconds(1000));
  EXPECT_EQ(take(), (Lines{"value=3.50@0", "value=3.50@1000"}));
}

TEST_F(RouterTest, SendsToEachKeyOfAPoint) {
  build({0.0, {}, {}}, {}, true);
  hear(kValue, 1.0, milliseconds(0));
  hear(kValue, 1.0, milliseconds(1000));
  EXPECT_EQ(take(), (Lines{"value=1.00@0", "copy=1.00@0", "copy=1.00@1000"}));
}

TEST_F(RouterTest, DeadbandHoldsSmallMovesBack) {
  build({0.5, {}, {}}, {});
  hear(kValue, 10.0, milliseconds(0));
  hear(kValue, 10.5, milliseconds(1000));
  hear(kValue, 10.51, milliseconds(2000));
  EXPECT_EQ(take(), (Lines{"value=10.0@0", "value=10.5@2000"}));
}

TEST_F(RouterTest, DeadbandSeesASlowDrift) {
  build({0.5, {}, {}}, {});
  for (int i = 0; i <= 20; ++i) hear(kValue, 10.0 + 0.1 * i, milliseconds(1000 * i));
  EXPECT_EQ(take().size(), 4U);  // 10.0, 10.6, 11.2, 11.8
}

TEST_F(RouterTest, MaxIntervalRepeatsOnlyWhatIsHeard) {
  build({0.0, {}, 60.0}, {});
  hear(kValue, true, milliseconds(0));
  for (int second = 1; second <= 61; ++second) hear(kValue, true, seconds(second));
  EXPECT_EQ(take(), (Lines{"value=1.00@0", "value=1.00@60000"}));
  sweep(seconds(200));  // nothing heard: nothing is sent again
  EXPECT_EQ(take(), (Lines{"serial0Stale=[value ]@200000"}));
}

TEST_F(RouterTest, MinIntervalSendsTheLastValueLater) {
  build({0.0, 2.0, {}}, {});
  hear(kValue, 1.0, milliseconds(0));
  hear(kValue, 2.0, milliseconds(500));
  hear(kValue, 3.0, milliseconds(1000));
  EXPECT_EQ(take(), (Lines{"value=1.00@0"}));
  sweep(milliseconds(1900));
  EXPECT_EQ(take(), (Lines{}));
  sweep(milliseconds(2150));
  EXPECT_EQ(take(), (Lines{"value=3.00@1000"}));
}

TEST_F(RouterTest, MinIntervalForgetsAMoveThatWentBack) {
  build({0.0, 2.0, {}}, {});
  hear(kValue, 1.0, milliseconds(0));
  hear(kValue, 2.0, milliseconds(500));
  hear(kValue, 1.0, milliseconds(1000));
  sweep(milliseconds(2150));
  EXPECT_EQ(take(), (Lines{"value=1.00@0"}));
}

TEST_F(RouterTest, OutOfBoundsIsNotSentAndItsKeyIsStale) {
  build({}, {kValue, 2.0, 4.0, false, {}, core::kNoPoint, false});
  hear(kValue, 3.0, milliseconds(0));
  hear(kValue, 9.0, milliseconds(100));
  sweep(milliseconds(250));
  EXPECT_EQ(take(), (Lines{"value=3.00@0", "serial0Stale=[value ]@250"}));
  EXPECT_EQ(router_->points().cell(kValue).quality, Quality::invalid);
  EXPECT_EQ(router_->counters().invalid, 1U);
  hear(kValue, 4.0, milliseconds(300));
  sweep(milliseconds(500));
  EXPECT_EQ(take(), (Lines{"value=4.00@300", "serial0Stale=[]@500"}));
}

TEST_F(RouterTest, SendInvalidTellsTheQualityWithTheValue) {
  build({0.0, {}, {}}, {kValue, 2.0, 4.0, true, {}, core::kNoPoint, false});
  hear(kValue, 3.0, milliseconds(0));
  hear(kValue, 9.0, milliseconds(100));
  hear(kValue, 3.0, milliseconds(200));
  sweep(milliseconds(250));
  EXPECT_EQ(take(), (Lines{"value=3.00@0", "value=9.00@100 invalid", "value=3.00@200 good"}));
}

TEST_F(RouterTest, AListsElementOutOfBoundsIsMissing) {
  build({}, {kValue, 2.0, 4.0, false, {}, core::kNoPoint, false});
  const std::vector<core::ListElement> list{3.0, 0.5, std::nullopt, 4.0};
  hear(kValue, core::List(list), milliseconds(0));
  EXPECT_EQ(take(), (Lines{"value=[3.00 - - 4.00 ]@0"}));
}

TEST_F(RouterTest, AnUnavailableValueIsSaidAtOnce) {
  hear(kValue, 3.0, milliseconds(0));
  hear(kValue, Value{}, milliseconds(1000), Quality::unavailable);
  sweep(milliseconds(1010));
  EXPECT_EQ(take(), (Lines{"value=3.00@0", "serial0Stale=[value ]@1010"}));
  hear(kValue, 3.0, milliseconds(2000));
  sweep(milliseconds(2250));
  EXPECT_EQ(take(), (Lines{"value=3.00@2000", "serial0Stale=[]@2250"}));
}

TEST_F(RouterTest, WhatWasNeverSentIsNotStale) {
  hear(kValue, Value{}, milliseconds(0), Quality::unavailable);
  sweep(seconds(60));
  EXPECT_EQ(take(), (Lines{}));
}

TEST_F(RouterTest, AgeMakesStaleAndOnlyAGoodSampleRenewsIt) {
  hear(kValue, 3.0, milliseconds(0));
  sweep(seconds(10));
  EXPECT_EQ(take(), (Lines{"value=3.00@0"}));
  sweep(milliseconds(10'250));
  EXPECT_EQ(take(), (Lines{"serial0Stale=[value ]@10250"}));
  EXPECT_EQ(router_->points().cell(kValue).quality, Quality::stale);
  hear(kValue, 3.0, milliseconds(20'000));
  sweep(milliseconds(20'250));
  EXPECT_EQ(take(), (Lines{"value=3.00@20000", "serial0Stale=[]@20250"}));
}

TEST_F(RouterTest, ARulesMaxAgeOverridesTheDrivers) {
  build({}, {kValue, {}, {}, false, milliseconds(2000), core::kNoPoint, false});
  hear(kValue, 3.0, milliseconds(0));
  sweep(milliseconds(2250));
  EXPECT_EQ(router_->points().cell(kValue).quality, Quality::stale);
}

TEST_F(RouterTest, AFlagNotYetHeardGatesNothing) {
  hear(kGated, 3.0, milliseconds(0));
  EXPECT_EQ(take(), (Lines{"gated=3.00@0"}));
}

TEST_F(RouterTest, AFlagThatDeniesMakesInvalidAtOnce) {
  hear(kFlag, true, milliseconds(0));
  hear(kGated, 3.0, milliseconds(100));
  hear(kFlag, false, milliseconds(200));
  sweep(milliseconds(250));  // without a new sample of the value
  EXPECT_EQ(take(), (Lines{"gated=3.00@100", "serial0Stale=[gated ]@250"}));
  EXPECT_EQ(router_->points().cell(kGated).quality, Quality::invalid);
  hear(kGated, 3.0, milliseconds(300));
  EXPECT_EQ(take(), (Lines{}));
  hear(kFlag, true, milliseconds(400));
  hear(kGated, 3.0, milliseconds(500));
  sweep(milliseconds(750));
  EXPECT_EQ(take(), (Lines{"gated=3.00@500", "serial0Stale=[]@750"}));
}

TEST_F(RouterTest, AStaleFlagMakesItsValuesStale) {
  hear(kFlag, true, milliseconds(0));
  hear(kGated, 3.0, seconds(9));
  sweep(milliseconds(10'250));  // the flag is too old now, the value isn't
  sweep(milliseconds(10'500));
  EXPECT_EQ(router_->points().cell(kFlag).quality, Quality::stale);
  EXPECT_EQ(router_->points().cell(kGated).quality, Quality::stale);
}

TEST_F(RouterTest, OnlineIsToldOnChangeAndAgainAfterANewSession) {
  router_->set_online(core::DeviceId{0}, false, at(milliseconds(0)));
  router_->set_online(core::DeviceId{0}, false, at(milliseconds(10)));
  router_->set_online(core::DeviceId{0}, true, at(milliseconds(20)));
  EXPECT_EQ(take(), (Lines{"serial0Online=0.00@0", "serial0Online=1.00@20"}));
  router_->restate(at(milliseconds(30)));
  EXPECT_EQ(take(), (Lines{"serial0Online=1.00@30", "serial0Stale=[]@30"}));
}

TEST_F(RouterTest, AMissingElementOfAnExpandedListIsStale) {
  table_ = std::make_unique<RouteTable>(
      1, std::vector<PointRule>{},
      std::vector<Route>{{kValue, core::DeviceId{0}, {"cell", -1, false, true, {}}, {}}},
      std::vector<std::string>{"serial0"});
  router_ = std::make_unique<Router>(*table_, out_);
  const std::vector<core::ListElement> all{3.0, 3.1};
  const std::vector<core::ListElement> one{3.0, std::nullopt};
  const std::vector<core::ListElement> shorter{3.0};
  hear(kValue, core::List(all), milliseconds(0));
  hear(kValue, core::List(one), milliseconds(100));
  sweep(milliseconds(250));
  EXPECT_EQ(take().back(), "serial0Stale=[cell_1 ]@250");
  hear(kValue, core::List(all), milliseconds(300));
  sweep(milliseconds(500));
  EXPECT_EQ(take().back(), "serial0Stale=[]@500");
  hear(kValue, core::List(shorter), milliseconds(600));
  sweep(milliseconds(750));
  EXPECT_EQ(take().back(), "serial0Stale=[cell_1 ]@750");
  hear(kValue, Value{}, milliseconds(800),
       Quality::unavailable);  // all of them, each by the key it was sent under
  sweep(milliseconds(1000));
  EXPECT_EQ(take().back(), "serial0Stale=[cell_0 cell_1 ]@1000");
}

TEST_F(RouterTest, NothingOfADeviceThatIsOfflineStaysFreshLong) {
  const Sample sample{kValue, Quality::good, 3.0};
  router_->set_online(core::DeviceId{0}, true, at(milliseconds(0)));
  router_->apply({&sample, 1}, at(milliseconds(0)), std::chrono::hours(1));
  sweep(seconds(20));
  EXPECT_EQ(router_->points().cell(kValue).quality, Quality::good);
  router_->set_online(core::DeviceId{0}, false, at(seconds(21)));
  sweep(milliseconds(21'250));
  EXPECT_EQ(router_->points().cell(kValue).quality, Quality::stale);
}

TEST_F(RouterTest, APolledValueDiesWithItsDeviceUnlessItsAgeWasGiven) {
  for (const bool was_given : {false, true}) {
    build({}, {kValue, {}, {}, false, std::chrono::hours(1), core::kNoPoint, was_given});
    router_->set_online(core::DeviceId{0}, true, at(milliseconds(0)));
    hear(kValue, 3.0, milliseconds(0));
    router_->set_online(core::DeviceId{0}, false, at(seconds(21)));
    sweep(milliseconds(21'250));
    EXPECT_EQ(router_->points().cell(kValue).quality, was_given ? Quality::good : Quality::stale);
  }
}

TEST_F(RouterTest, AKeyStaysInStaleUntilItsNewValueIsSent) {
  build({{}, 30.0, {}}, {});
  hear(kValue, 3.0, milliseconds(0));
  hear(kValue, Value{}, milliseconds(1000), Quality::unavailable);
  sweep(milliseconds(1250));
  hear(kValue, 3.5, milliseconds(2000));  // good again, but held back
  sweep(milliseconds(2250));
  EXPECT_EQ(take(), (Lines{"value=3.00@0", "serial0Stale=[value ]@1250"}));
  hear(kValue, 3.6, milliseconds(30'000));
  sweep(milliseconds(30'250));
  EXPECT_EQ(take(), (Lines{"value=3.60@30000", "serial0Stale=[]@30250"}));
}

TEST_F(RouterTest, GoodValuesDontWaitAfterAnInterruption) {
  build({0.0, {}, {}}, {});
  hear(kValue, 3.0, milliseconds(0));
  hear(kValue, Value{}, milliseconds(1000), Quality::unavailable);
  hear(kValue, 3.0, milliseconds(2000));
  EXPECT_EQ(take(), (Lines{"value=3.00@0", "value=3.00@2000"}));
}

}  // namespace
}  // namespace bmsgw::route
