// The temperature scale that the MIB leaves open: 1 or 0.1 degree.
#include <gtest/gtest.h>

#include "bmsgw/codec/snmp/agent_decoder.hpp"

#include "snmp_samples.hpp"

namespace bmsgw::codec::snmp {
namespace {

using namespace test;

/// 0: temperatures, 1: the same raw, 2: low limit, 3: high limit, 4, 5: sensors.
MapSpec map_of_temperatures(std::optional<double> given = {}) {
  auto raw = until_settled(0, column("1.3.4", 3));
  auto scaled = scaled_by(0, column("1.3.4", 3, without({-1000}, format_of(7, 1))));
  auto map = map_of({scaled, raw, scalar("1.3.1.0", format_of(0.1)), scalar("1.3.2.0", format_of(0.1)),
                     scalar("1.3.3.0", format_of(0.1)), scalar("1.3.5.0", format_of(0.01))});
  map.scales.push_back({1, 0.1, -40, 100, 2, 3, {4, 5}, 15, given});
  return map;
}

core::SnmpValue nothing() {
  return core::SnmpAbsent::null;
}

struct ScaleCase {
  const char* name;
  std::vector<core::SnmpValue> raws;
  core::SnmpValue low = nothing();
  core::SnmpValue high = nothing();
  core::SnmpValue first_sensor = nothing();
  core::SnmpValue second_sensor = nothing();
  std::optional<double> expected{};
};
class SnmpScale : public testing::TestWithParam<ScaleCase> {};
TEST_P(SnmpScale, IsWhatTheDeviceShows) {
  const auto& test = GetParam();
  Rig rig(map_of_temperatures());
  rig.agent.objects = {{"1.3.1.0", test.low},          {"1.3.2.0", test.high},
                       {"1.3.3.0", test.first_sensor}, {"1.3.5.0", test.second_sensor},
                       {"1.3.4.1", test.raws[0]},      {"1.3.4.2", test.raws[1]},
                       {"1.3.4.3", test.raws[2]}};
  for (int i = 0; i < 3; ++i) rig.poll();
  EXPECT_EQ(rig.decoder.scale(0), test.expected);
  EXPECT_EQ(rig.decoder.take_settled().size(), test.expected ? 1U : 0U);
  EXPECT_TRUE(rig.decoder.take_settled().empty());
}
INSTANTIATE_TEST_SUITE_P(
    All, SnmpScale,
    testing::Values(
        ScaleCase{"OneAbove100IsABrokenProbe", {25, 255, 24}},
        ScaleCase{"OneBelowTheLeastToo", {25, -99, 24}},
        ScaleCase{"Above100IsFine", {256, 250, nothing()}, nothing(), nothing(), nothing(), nothing(), 0.1},
        ScaleCase{"BelowTheLeastIsFine", {-41, -50, 5}, nothing(), nothing(), nothing(), nothing(), 0.1},
        ScaleCase{"TheEdgesAreUsual", {100, -40, 0}},
        ScaleCase{"TenTimesTheEdgesIsFine", {1000, 1000, 5}, nothing(), nothing(), nothing(), nothing(), 0.1},
        ScaleCase{"MoreIsGarbage", {1001, -401, 65535}},
        ScaleCase{"NotAvailableIsNoEvidence", {-1000, 25, 25}},
        ScaleCase{"ASensorThatTellsNothingButZeroIsOpen", {24, 25, 26}, 0, 500, 0, nothing()},
        ScaleCase{
            "TextOfDigitsIsEvidence", {"250", "251", 25}, nothing(), nothing(), nothing(), nothing(), 0.1},
        ScaleCase{"LimitsAndSensorSayCoarse", {24, 25, 26}, 0, 500, 220, nothing(), 1.0},
        ScaleCase{"LimitsAndSensorSayFine", {24, 25, 26}, -100, 500, 20, nothing(), 0.1},
        ScaleCase{"TheSecondSensorWhenThereIsNoFirst", {24, 25, 26}, 0, 500, nothing(), 2200, 1.0},
        ScaleCase{"TheFirstSensorThatIsKnown", {24, 25, 26}, 0, 500, 600, 2200},
        ScaleCase{"OutOfTheLimitsIsImplausible", {8, 8, 8}, 50, 500, 50, nothing(), 1.0},
        ScaleCase{"BothPlausibleIsOpen", {8, 8, 8}, 0, 500, 50, nothing()},
        ScaleCase{"WithoutLimitIsOpen", {24, 25, 26}, nothing(), 500, 220, nothing()},
        ScaleCase{"WithoutOtherLimitIsOpen", {24, 25, 26}, 0, nothing(), 220, nothing()},
        ScaleCase{"WithoutSensorIsOpen", {24, 25, 26}, 0, 500, nothing(), nothing()},
        ScaleCase{"WithoutTemperatureIsOpen", {nothing(), nothing(), nothing()}, 0, 500, 220, nothing()},
        ScaleCase{"GarbageIsNotTheMiddle", {65535, 65535, 25}, 0, 500, 220, nothing(), 1.0}),
    [](const auto& test) { return test.param.name; });

TEST(SnmpScaleOf, AListIsScaledAsAWholeWhenItSettles) {
  auto map = map_of_temperatures();
  map.limits.varbinds = 5;
  Rig rig(map);
  rig.agent.objects = {{"1.3.1.0", 0}, {"1.3.2.0", 500}};
  rig.agent.objects.insert({{"1.3.4.1", 20}, {"1.3.4.2", 25}, {"1.3.4.3", 30}});
  EXPECT_EQ(rig.poll(), (Texts{"2 real 0", "3 real 50", "0 unavailable", "1 [20 25 30]"}));
  EXPECT_FALSE(rig.decoder.scale(0));
  rig.agent.objects["1.3.4.2"] = 250;
  rig.agent.objects["1.3.4.3"] = 250;
  rig.samples.clear();
  rig.ask(0);
  EXPECT_EQ(rig.told_now(), (Texts{"2 real 0", "3 real 50", "1 unavailable", "0 [2 25 25]"}));
  EXPECT_EQ(rig.decoder.scale(0), 0.1);
  EXPECT_EQ(rig.decoder.take_settled(), std::vector<std::uint32_t>{0});
  EXPECT_EQ(rig.poll(), (Texts{"2 real 0", "3 real 50", "0 [2 25 25]"})) << "what is over is over";
}

TEST(SnmpScaleOf, WhatIsSettledStaysSo) {
  Rig rig(map_of_temperatures());
  rig.agent.add_column("1.3.4", 1, 3, 250);
  rig.poll();
  rig.decoder.on_all_lost(rig.samples);
  EXPECT_EQ(rig.told_now().size(), 5U) << "but what was there until then";
  rig.decoder.ask_presence();
  rig.decoder.replan();
  for (const auto* oid : {"1.3.4.1", "1.3.4.2", "1.3.4.3"}) rig.agent.objects[oid] = 25;
  EXPECT_EQ(rig.poll(), (Texts{"0 [2.5 2.5 2.5]"}));
  EXPECT_EQ(rig.decoder.scale(0), 0.1);
}

TEST(SnmpScaleOf, TheUsersWordIsLaw) {
  Rig rig(map_of_temperatures(1));
  rig.agent.add_column("1.3.4", 1, 3, 250);
  EXPECT_EQ(rig.decoder.scale(0), 1.0);
  EXPECT_EQ(rig.poll(), (Texts{"0 [250 251 252]"}));
  EXPECT_TRUE(rig.decoder.take_settled().empty()) << "it always was";
  EXPECT_EQ(rig.decoder.scale(7), std::nullopt);
}

TEST(SnmpScaleOf, SingleValuesHaveOneToo) {
  auto map = map_of(
      {scaled_by(0, scalar("1.3.1.0")), until_settled(0, scalar("1.3.1.0")), in_group(1, scalar("1.3.2.0"))});
  map.scales.push_back({1, 0.1, -40, 100, {}, {}, {2}, 15, {}});
  Rig rig(map);
  rig.agent.objects = {{"1.3.1.0", 30}, {"1.3.2.0", 25}};
  EXPECT_EQ(rig.poll(), (Texts{"0 30", "2 25"})) << "settled by what came after it";
  EXPECT_EQ(rig.decoder.scale(0), 1.0);
}

TEST(SnmpScaleOf, ASingleValueThatSettlesItIsScaledAtOnce) {
  auto map = map_of({scaled_by(0, scalar("1.3.1.0"))});
  map.scales.push_back({1, 0.1, -40, 100, {}, {}, {}, 15, {}});
  Rig rig(map);
  rig.agent.objects = {{"1.3.1.0", 30}};
  EXPECT_EQ(rig.poll(), (Texts{"0 unavailable"}));
  rig.agent.objects["1.3.1.0"] = 300;
  EXPECT_EQ(rig.poll(), (Texts{"0 unavailable"}));
  EXPECT_EQ(rig.poll(), (Texts{"0 real 30"})) << "or with the next answer";
}

TEST(SnmpScaleOf, EvidenceGoesWithTheDevice) {
  auto map = map_of({scaled_by(0, scalar("1.3.1.0")), in_group(1, scalar("1.3.2.0"))});
  map.scales.push_back({1, 0.1, -40, 100, {}, {}, {1}, 15, {}});
  Rig rig(map);
  rig.agent.objects = {{"1.3.1.0", 30}, {"1.3.2.0", 90}};
  rig.poll();
  rig.decoder.on_all_lost(rig.samples);
  rig.agent.objects["1.3.2.0"] = 25;
  rig.ask(1);
  EXPECT_FALSE(rig.decoder.scale(0)) << "25 fits a temperature of 30, but that was another device's";
  rig.ask(0);
  EXPECT_EQ(rig.decoder.scale(0), 1.0);
}

}  // namespace
}  // namespace bmsgw::codec::snmp
