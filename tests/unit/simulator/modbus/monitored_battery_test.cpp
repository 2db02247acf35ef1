#include "simulator/modbus/monitored_battery.hpp"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace bmsgw::simulator::modbus {
namespace {

constexpr Meaning kCellV{.quantity = Quantity::voltage, .scope = Scope::cell};
constexpr Meaning kCellOhm{.quantity = Quantity::resistance, .scope = Scope::cell};

MonitoredConfig config_of(std::size_t cells, std::size_t strings, const char* fault = nullptr) {
  auto config = unit_config(1, cells, strings).battery;
  if (fault != nullptr) config.battery.faults.push_back(std::get<Fault>(parse_fault(fault)));
  return config;
}

TEST(MonitoredBattery, CellsDifferAndAreInRange) {
  const MonitoredBattery battery(config_of(254, 6));
  std::set<double> seen;
  for (std::uint32_t i = 0; i < 254; ++i) {
    seen.insert(battery.value(kCellOhm, i).value_or(0));
    const auto volt = battery.value(kCellV, i).value_or(0);
    EXPECT_TRUE(volt > 3 && volt < 3.7) << volt;
  }
  EXPECT_GT(seen.size(), 100U);
  EXPECT_EQ(battery.value(kCellV, 254), std::nullopt);
}

TEST(MonitoredBattery, MovesWithTime) {
  MonitoredBattery battery(config_of(16, 2));
  const auto before = battery.value(kCellV, 3);
  EXPECT_TRUE(battery.on_time(60_s));
  EXPECT_FALSE(battery.on_time(60_s));
  EXPECT_NE(battery.value(kCellV, 3), before);
}

TEST(MonitoredBattery, StringsAreTheSumOfTheirCells) {
  MonitoredBattery battery(config_of(32, 2));
  (void)battery.on_time(10_s);
  double sum = 0;
  for (std::uint32_t i = 16; i < 32; ++i) sum += battery.value(kCellV, i).value_or(0);
  EXPECT_NEAR(battery.value({.quantity = Quantity::voltage, .scope = Scope::string}, 1).value_or(0), sum,
              1e-9);
  const Meaning mean{.quantity = Quantity::voltage, .scope = Scope::string, .average = true};
  EXPECT_NEAR(battery.value(mean, 1).value_or(0), sum / 16, 1e-9);
  const Meaning current{.quantity = Quantity::current, .scope = Scope::string};
  const auto strings_a = battery.value(current, 0).value_or(0) + battery.value(current, 1).value_or(0);
  EXPECT_NEAR(strings_a, battery.current_a(), 0.1);
  EXPECT_GT(std::abs(strings_a), 1);
  EXPECT_EQ(battery.value(current, 2), std::nullopt);
}

TEST(MonitoredBattery, ATestGivesNewResistances) {
  MonitoredBattery battery(config_of(16, 1));
  const auto before = battery.value(kCellOhm, 0).value_or(0);
  (void)battery.on_time(60_s);
  EXPECT_EQ(battery.value(kCellOhm, 0), before) << "only a test measures it";
  battery.test_resistances();
  const auto after = battery.value(kCellOhm, 0).value_or(0);
  EXPECT_NE(after, before);
  EXPECT_NEAR(after, before, 0.03 * before);
}

TEST(MonitoredBattery, FaultsMakeAlarms) {
  const struct {
    const char* fault;
    Condition condition;
  } cases[]{{"undervoltage", Condition::low_voltage},
            {"overvoltage", Condition::high_voltage},
            {"overheat", Condition::high_temperature},
            {"dead-cell:3", Condition::silent}};
  for (const auto& test : cases) {
    const MonitoredBattery faulty(config_of(16, 1, test.fault));
    const MonitoredBattery sound(config_of(16, 1));
    const Meaning alarm{.quantity = Quantity::alarm, .scope = Scope::cell, .condition = test.condition};
    int on = 0;
    for (std::uint32_t i = 0; i < 20; ++i) {
      on += faulty.is_on(alarm, i) ? 1 : 0;
      EXPECT_FALSE(sound.is_on(alarm, i)) << test.fault;
    }
    EXPECT_EQ(on, 1) << test.fault;
    EXPECT_TRUE(faulty.is_on({.scope = Scope::pack, .condition = test.condition}, 0)) << test.fault;
    EXPECT_TRUE(faulty.is_on({.scope = Scope::string, .condition = test.condition}, 0)) << test.fault;
  }
}

TEST(MonitoredBattery, EveryQuantityOfEveryScopeComesToAnEnd) {
  const MonitoredBattery battery(config_of(8, 2));
  for (int quantity = 0; quantity <= static_cast<int>(Quantity::text); ++quantity) {
    for (const auto scope :
         {Scope::cell, Scope::string, Scope::pack, Scope::least, Scope::most, Scope::mean}) {
      const auto value = battery.value({.quantity = static_cast<Quantity>(quantity), .scope = scope}, 0);
      EXPECT_TRUE(!value || std::isfinite(*value));
    }
  }
}

TEST(MonitoredBattery, SettingsAreThoseOfTheCells) {
  const MonitoredBattery battery(config_of(32, 2));
  const Meaning low{.quantity = Quantity::voltage, .scope = Scope::cell, .side = Side::low, .setting = true};
  EXPECT_NEAR(battery.value(low, 0).value_or(0), 2.96, 1e-9);
  auto string = low;
  string.scope = Scope::string;
  EXPECT_NEAR(battery.value(string, 0).value_or(0), 2.96 * 16, 1e-9);
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
