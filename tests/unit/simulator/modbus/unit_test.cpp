#include "simulator/modbus/unit.hpp"

#include <gtest/gtest.h>

#include "map_fixture.hpp"
#include "simulator/modbus/value_store.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using Words = std::vector<std::uint16_t>;

TEST(Unit, ShowsItsBattery) {
  const auto plan = plan_of(cells_map());
  Unit unit(plan, unit_config(1, 32, 2));
  const auto volts = unit.read(reading(1000, 32), 0_s);
  for (const auto volt : volts) EXPECT_TRUE(volt > 3000 && volt < 3700) << volt;
  const auto strings = unit.read(reading(100, 6), 0_s);
  EXPECT_NEAR(strings[0], 16 * 33, 20);
  EXPECT_EQ(strings[2], 0) << "there are two strings";
  const auto ohms = unit.read(reading(2000, 2), 0_s);
  EXPECT_NEAR(ohms[0], 3000, 700) << "1 micro-ohm each, 50 Ah";
  EXPECT_NEAR(unit.read(reading(120, 1), 0_s)[0], 220, 20);
  EXPECT_EQ(unit.read(reading(200, 1), 0_s)[0], 2960);
  EXPECT_NE(unit.read(reading(1000, 32), 120_s), volts);
}

TEST(Unit, CellsThatAreNotThereHaveTheirCode) {
  const auto plan = plan_of(cells_map());
  auto config = unit_config(1, 16, 1);
  config.battery.battery.faults.push_back(std::get<Fault>(parse_fault("dead-cell:2@1")));
  Unit unit(plan, config);
  EXPECT_NE(unit.read(reading(1002, 1), 0_s)[0], 0xFFFF);
  EXPECT_EQ(unit.read(reading(1016, 1), 0_s)[0], 0xFFFF);
  EXPECT_EQ(unit.read(reading(1002, 1), 2_s)[0], 0xFFFF);
  EXPECT_EQ(unit.read(reading(3002, 1), 2_s)[0], 0) << "no code is known";
}

TEST(Unit, EachHasABatteryOfItsOwn) {
  const auto plan = plan_of(cells_map());
  Unit first(plan, unit_config(1));
  Unit second(plan, unit_config(2));
  Unit again(plan, unit_config(1));
  EXPECT_NE(first.read(reading(2000, 16), 0_s), second.read(reading(2000, 16), 0_s));
  EXPECT_EQ(first.read(reading(2000, 16), 5_s), again.read(reading(2000, 16), 5_s));
}

TEST(Unit, RefusesWhatTheMapDoesNotName) {
  auto map = cells_map();
  map.limits.registers = 50;
  map.limits.forbidden = {{kHolding, 1010, 1019}};
  const auto plan = plan_of(map);
  const Unit unit(plan, unit_config());
  const struct {
    ModbusRequest request;
    std::optional<std::uint8_t> code;
  } cases[]{
      {reading(1020, 50), std::nullopt},
      {reading(1020, 51), core::kIllegalDataValue},
      {reading(1009, 1), std::nullopt},
      {reading(1009, 2), core::kIllegalDataAddress},
      {reading(1254, 1), core::kIllegalDataAddress},
      {reading(1020, 1, 1, ModbusFunction::read_input_registers), core::kIllegalDataAddress},
      {writing(200, {1}), std::nullopt},
      {writing(1020, {1}), core::kIllegalDataAddress},
      {writing(400, {0xF0F0}), std::nullopt},
      {writing(300, {2024, 1, 1}), std::nullopt},
      {reading(300, 7), std::nullopt},
  };
  for (const auto& test : cases)
    EXPECT_EQ(unit.refusal(test.request), test.code) << test.request.address << " " << test.request.count;
}

TEST(Unit, GapsOfTheMapMayBeReadAcross) {
  auto map = cells_map();
  EXPECT_EQ(Unit(plan_of(map), unit_config()).refusal(reading(100, 16)), core::kIllegalDataAddress);
  map.limits.gap = 4;
  const auto plan = plan_of(map);
  EXPECT_EQ(Unit(plan, unit_config()).refusal(reading(100, 16)), std::nullopt);
}

TEST(Unit, KeepsWhatIsWritten) {
  const auto plan = plan_of(cells_map());
  Unit unit(plan, unit_config());
  unit.write(writing(200, {1234}), 1_s);
  EXPECT_EQ(unit.read(reading(200, 1), 60_s)[0], 1234);
}

TEST(Unit, ATestOfTheResistancesIsBusyThenDone) {
  const auto plan = plan_of(cells_map());
  auto config = unit_config();
  config.test_duration = 3_s;
  Unit unit(plan, config);
  const auto before = unit.read(reading(2000, 16), 0_s);
  EXPECT_EQ(unit.read(reading(400, 1), 0_s)[0], 0);
  unit.write(writing(400, {0xF0F0}), 10_s);
  EXPECT_EQ(unit.read(reading(400, 1), 12_s)[0], 0xF0F0);
  EXPECT_EQ(unit.read(reading(2000, 16), 12_s), before);
  EXPECT_EQ(unit.read(reading(400, 1), 13_s)[0], 0);
  const auto after = unit.read(reading(2000, 16), 13_s);
  EXPECT_NE(after, before);
  unit.write(writing(400, {1}), 20_s);
  EXPECT_EQ(unit.read(reading(2000, 16), 30_s), after) << "another value starts nothing";
}

TEST(Unit, ATestMaySayItElsewhere) {
  auto map = cells_map();
  auto state = param("irTestState", place_at(500));
  state.names = {{1, "none"}, {2, "processing"}, {3, "complete"}};
  map.packets.push_back({.name = "Test", .id = "", .can = {}, .request_period_s = 1, .params = {state}});
  auto& until = *map.commands.front().until;
  until.place.address = 500;
  until.equals = 3;
  const auto plan = plan_of(map);
  Unit unit(plan, unit_config());
  unit.write(writing(400, {0xF0F0}), 1_s);
  EXPECT_EQ(unit.read(reading(500, 1), 2_s)[0], 2);
  EXPECT_EQ(unit.read(reading(500, 1), 6_s)[0], 3);
  EXPECT_EQ(unit.read(reading(400, 1), 6_s)[0], 0xF0F0);
}

TEST(Unit, TheClockShowsTheTimeAndCanBeSet) {
  const auto plan = plan_of(cells_map());
  Unit unit(plan, unit_config());
  EXPECT_EQ(unit.read(reading(300, 7), 0_s), (Words{2023, 11, 14, 22, 13, 20, 2}));
  unit.write(writing(300, {2030, 2, 28, 23, 59, 58}), 5_s);
  EXPECT_EQ(unit.read(reading(300, 7), 5_s), (Words{2030, 2, 28, 23, 59, 58, 4}));
  EXPECT_EQ(unit.read(reading(300, 7), 7_s), (Words{2030, 3, 1, 0, 0, 0, 5}));
}

TEST(Unit, RecordsWithALongStride) {
  config::BusProtocol map;
  auto volts = list("cellVolts", place_at(101), 120, "V", 0.001);
  volts.modbus->place.stride = 100;
  auto ohms = list("cellResistances", place_at(102, 2), 120, "mΩ", 0.001);
  ohms.modbus->place.stride = 100;
  auto count = param("howMany", place_at(10));
  volts.modbus->count_from = {"String", "howMany"};
  auto state = param("state", place_at(8));
  state.names = {{0, "float charge"}, {2, "discharge"}, {3, "idle"}};
  map.packets.push_back(
      {.name = "String", .id = "", .can = {}, .request_period_s = 5, .params = {count, state}});
  map.packets.push_back(
      {.name = "Cells", .id = "", .can = {}, .request_period_s = 5, .params = {volts, ohms}});
  const auto plan = plan_of(map);
  auto config = unit_config(101, 40, 1);
  config.battery.battery.battery.scenario = Scenario::discharge;
  Unit unit(plan, config);
  EXPECT_EQ(unit.read(reading(10, 1), 0_s)[0], 40);
  EXPECT_EQ(unit.read(reading(8, 1), 10_s)[0], 2);
  EXPECT_NEAR(unit.read(reading(101 + 3900, 1), 0_s)[0], 3300, 200);
  EXPECT_NEAR(unit.read(reading(102 + 3900, 2), 0_s)[1], 1500, 400);
  EXPECT_EQ(unit.refusal(reading(104 + 3900, 1)), core::kIllegalDataAddress);
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
