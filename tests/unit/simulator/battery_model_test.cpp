#include "simulator/battery_model.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "simulator/limits.hpp"

namespace bmsgw::simulator {
namespace {

struct Case {
  const char* name;
  BatteryConfig config;
};

void PrintTo(const Case& test, std::ostream* out) {
  *out << test.name;
}

class BatteryConsistency : public testing::TestWithParam<Case> {};

TEST_P(BatteryConsistency, CountsTheChargeThatFlows) {
  BatteryModel battery(GetParam().config);
  const auto first = battery.reading();
  double flown_c = 0;
  double rounding_c = 1;
  for (int i = 0; i < 600; ++i) {
    battery.step(1);
    flown_c += battery.reading().current_da * 0.1;
    rounding_c += 0.05;
  }
  const auto counted_c =
      static_cast<double>(battery.reading().charge_c) - static_cast<double>(first.charge_c);
  EXPECT_NEAR(counted_c, flown_c, rounding_c);
}

TEST_P(BatteryConsistency, StaysWithinItsLimits) {
  BatteryModel battery(GetParam().config);
  for (int i = 0; i < 2000; ++i) {
    battery.step(20);
    const auto reading = battery.reading();
    const auto voltage = summarize(reading.cells, &CellReading::voltage_cv);
    ASSERT_TRUE(voltage);
    EXPECT_EQ(voltage->count, static_cast<int>(GetParam().config.cells));
    EXPECT_GT(voltage->min, kUnderVoltageCv);
    EXPECT_LT(voltage->max, kOverVoltageCv);
    EXPECT_EQ(reading.protections & ~unsigned{kChargerConnected}, 0U);
    EXPECT_LE(reading.charge_c, reading.capacity_c);
    EXPECT_EQ(reading.charger_connected, reading.stage != Stage::disconnected);
    EXPECT_TRUE(reading.charger_connected ? reading.current_da >= 0 : reading.current_da <= 0);
    if (HasFailure()) return;
  }
}

TEST_P(BatteryConsistency, SameSeedSameValues) {
  BatteryModel one(GetParam().config);
  BatteryModel other(GetParam().config);
  for (int i = 0; i < 50; ++i) {
    one.step(7);
    other.step(7);
  }
  const auto a = one.reading();
  const auto b = other.reading();
  EXPECT_EQ(a.charge_c, b.charge_c);
  EXPECT_EQ(a.current_da, b.current_da);
  for (std::size_t i = 0; i < a.cells.size(); ++i) EXPECT_EQ(a.cells[i].voltage_cv, b.cells[i].voltage_cv);
}

INSTANTIATE_TEST_SUITE_P(Batteries, BatteryConsistency,
                         testing::Values(Case{"one_cell", {.cells = 1}}, Case{"plain", {}},
                                         Case{"strings", {.cells = 80, .strings = 2, .seed = 9}},
                                         Case{"charge", {.seed = 3, .scenario = Scenario::charge}},
                                         Case{"discharge", {.seed = 4, .scenario = Scenario::discharge}},
                                         Case{"idle", {.scenario = Scenario::idle}},
                                         Case{"large",
                                              {.cells = 40, .strings = 4, .capacity_ah = 6500, .seed = 5}},
                                         Case{"small", {.cells = 8, .capacity_ah = 1, .seed = 6}}),
                         [](const auto& test) { return test.param.name; });

TEST(BatteryModel, AnotherSeedIsAnotherBattery) {
  const auto one = BatteryModel({.seed = 1}).reading();
  const auto other = BatteryModel({.seed = 2}).reading();
  bool differs = false;
  for (std::size_t i = 0; i < one.cells.size(); ++i) {
    differs |= one.cells[i].module_temperature_c != other.cells[i].module_temperature_c;
  }
  EXPECT_TRUE(differs);
}

TEST(BatteryModel, CycleGoesThroughItsStagesAndBack) {
  BatteryModel battery({.scenario = Scenario::cycle});
  std::vector<Stage> stages{battery.reading().stage};
  bool balanced = false;
  for (int i = 0; i < 4000 && stages.size() < 6; ++i) {
    battery.step(10);
    const auto reading = battery.reading();
    if (reading.stage != stages.back()) stages.push_back(reading.stage);
    balanced |=
        reading.stage == Stage::balancing && summarize(reading.cells, &CellReading::balancing)->max > 100;
  }
  EXPECT_EQ(stages, (std::vector{Stage::main, Stage::balancing, Stage::finished, Stage::disconnected,
                                 Stage::main, Stage::balancing}));
  EXPECT_TRUE(balanced);
}

struct FaultCase {
  const char* name;
  BatteryFaults faults;
  unsigned protection;
  std::uint8_t charging_error;
};

TEST(BatteryModel, FaultsShowAndStopTheCharge) {
  const FaultCase cases[]{
      {"comm", {.cell_comm_loss = true}, kNoCellComm, 4},
      {"under", {.under_voltage = true}, kUnderVoltage, 10},
      {"over", {.over_voltage = true}, kOverVoltage, 9},
      {"hot", {.overheat = true}, kModuleOverheat, 6},
      {"dead", {.dead_cells = {3}}, 0, 8},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    BatteryModel battery({.scenario = Scenario::charge});
    battery.step(30);
    battery.set_faults(test.faults);
    battery.step(1);
    const auto reading = battery.reading();
    EXPECT_EQ(reading.protections, test.protection | kChargerConnected);
    EXPECT_EQ(reading.stage, Stage::error);
    EXPECT_EQ(reading.error_stage, Stage::main);
    EXPECT_EQ(reading.charging_error, test.charging_error);
    EXPECT_EQ(reading.current_da, 0);
    battery.set_faults({});
    battery.step(2);
    EXPECT_EQ(battery.reading().stage, Stage::main);
    EXPECT_GT(battery.reading().current_da, 0);
  }
}

}  // namespace
}  // namespace bmsgw::simulator
