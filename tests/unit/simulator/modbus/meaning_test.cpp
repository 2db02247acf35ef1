#include "simulator/modbus/meaning.hpp"

#include <gtest/gtest.h>

#include "map_fixture.hpp"
#include "simulator/modbus/name_words.hpp"
#include "simulator/modbus/state_codes.hpp"

namespace bmsgw::simulator::modbus {
namespace {

TEST(NameWords, AreTakenApart) {
  const NameWords words("cellIRHigh_2 Float°");
  for (const auto* word : {"cell", "ir", "high", "2", "float"}) EXPECT_TRUE(words.is({word})) << word;
  EXPECT_TRUE(words.has({"flo"}));
  EXPECT_FALSE(words.is({"flo"}));
  EXPECT_FALSE(words.has({"loat"}));
  EXPECT_EQ(words.number(), 2U);
  EXPECT_EQ(NameWords("string12Volt").number(), 12U);
  EXPECT_EQ(NameWords("volt").number(), std::nullopt);
}

TEST(UnitScale, Spellings) {
  const struct {
    const char* units;
    double value, said;
  } cases[]{
      {"V", 3.3, 3.3},       {"mV", 3.3, 3300},   {"m\u03A9", 0.0015, 1.5}, {"\u00B5\u2126", 0.0015, 1500},
      {"uOhm", 0.001, 1000}, {"\u00B0C", 21, 21}, {"\u00B0F", 100, 212},    {"kW", 1500, 1.5},
      {"mA", -2, -2000}};
  for (const auto& test : cases) {
    const auto scale = scale_of(test.units);
    EXPECT_NE(scale.of, UnitScale::Of::unknown) << test.units;
    EXPECT_NEAR(scale.said(test.value), test.said, 1e-9) << test.units;
  }
  EXPECT_EQ(scale_of("bit/s").of, UnitScale::Of::unknown);
}

TEST(Meaning, OfMeasuredValues) {
  const struct {
    const char* packet;
    const char* name;
    const char* units;
    bool list;
    Quantity quantity;
    Scope scope;
  } cases[]{
      {"Cells", "cellVolts", "V", true, Quantity::voltage, Scope::cell},
      {"Strings", "stringVolts", "V", true, Quantity::voltage, Scope::string},
      {"Cells", "voltage", "mV", true, Quantity::voltage, Scope::cell},
      {"Strings", "voltage", "mV", true, Quantity::voltage, Scope::string},
      {"Cell", "cellVolt", "V", false, Quantity::voltage, Scope::cell},
      {"String", "voltage", "V", false, Quantity::voltage, Scope::string},
      {"Ups", "voltage", "V", false, Quantity::voltage, Scope::pack},
      {"Pack", "totalVoltage", "V", false, Quantity::voltage, Scope::pack},
      {"Pack", "minCellVolt", "V", false, Quantity::voltage, Scope::least},
      {"Pack", "averageVoltage", "V", false, Quantity::voltage, Scope::mean},
      {"Strings", "currents", "A", true, Quantity::current, Scope::string},
      {"Ups", "current", "A", false, Quantity::current, Scope::pack},
      {"Cells", "ir", "\u00B5\u03A9", true, Quantity::resistance, Scope::cell},
      {"Cells", "cellTemps", "\u00B0C", true, Quantity::temperature, Scope::cell},
      {"Cell", "cellTemp", "\u00B0C", false, Quantity::temperature, Scope::cell},
      {"Strings", "ambientTemp", "\u00B0C", false, Quantity::ambient, Scope::pack},
      {"Ups", "temperature", "\u00B0C", false, Quantity::ambient, Scope::pack},
      {"Ups", "maxTemp", "\u00B0C", false, Quantity::temperature, Scope::most},
      {"Ups", "soc", "%", false, Quantity::charge, Scope::pack},
      {"Cells", "soh", "%", true, Quantity::health, Scope::cell},
      {"Ups", "humidity", "%", false, Quantity::humidity, Scope::pack},
      {"String", "cellCount", "", false, Quantity::cell_count, Scope::pack},
      {"Strings", "cellCounts", "", true, Quantity::cell_count, Scope::string},
      {"Bacs", "numberOfStrings", "", false, Quantity::string_count, Scope::pack},
      {"Cells", "volt", "", true, Quantity::voltage, Scope::cell},
      {"Module", "moduleAddress", "", false, Quantity::unit_id, Scope::cell},
      {"String", "balance", "%", false, Quantity::nothing, Scope::string},
      {"Module", "irIndex", "", false, Quantity::nothing, Scope::cell},
  };
  for (const auto& test : cases) {
    auto config = param(test.name, place_at(0), test.units);
    config.list = test.list;
    const auto meaning = meaning_of(test.packet, config);
    EXPECT_EQ(meaning.quantity, test.quantity) << test.packet << " " << test.name;
    EXPECT_EQ(meaning.scope, test.scope) << test.packet << " " << test.name;
    EXPECT_FALSE(meaning.setting) << test.name;
  }
}

TEST(Meaning, ASmallVoltageIsThatOfACell) {
  auto config = param("voltage", place_at(0), "V");
  config.valid_top = 5;
  EXPECT_EQ(meaning_of("Values", config).scope, Scope::cell);
}

TEST(Meaning, NumbersInNamesCountFromOne) {
  const auto meaning = meaning_of("Values", param("string3Current", place_at(0), "A"));
  EXPECT_EQ(meaning.scope, Scope::string);
  EXPECT_EQ(meaning.first, 2U);
}

TEST(Meaning, OfAlarms) {
  const struct {
    const char* packet;
    const char* name;
    bool list;
    Condition condition;
    Scope scope;
  } cases[]{
      {"CellAlarms", "floatVoltLow", true, Condition::low_voltage, Scope::cell},
      {"CellAlarms", "chargeVoltHigh", true, Condition::high_voltage, Scope::cell},
      {"CellAlarms", "tempHigh", true, Condition::high_temperature, Scope::cell},
      {"CellAlarms", "irHigh", true, Condition::high_resistance, Scope::cell},
      {"StringAlarms", "stringVoltLow", true, Condition::low_voltage, Scope::string},
      {"StringAlarms", "ambientTempHigh", false, Condition::never, Scope::pack},
      {"StringAlarms", "chargeCurrentHigh", true, Condition::never, Scope::string},
      {"Alarms", "underVoltage", false, Condition::low_voltage, Scope::pack},
      {"Alarms", "cellOffline", true, Condition::silent, Scope::cell},
      {"Alarms", "discharging", false, Condition::discharging, Scope::pack},
      {"Alarms", "charging", false, Condition::charging, Scope::pack},
      {"Alarms", "dischargingStopped", false, Condition::never, Scope::pack},
      {"Alarms", "fuse", false, Condition::never, Scope::pack},
  };
  for (const auto& test : cases) {
    auto place = place_at(0);
    place.kind = ModbusKind::bit;
    auto config = param(test.name, place);
    config.list = test.list;
    const auto meaning = meaning_of(test.packet, config);
    EXPECT_EQ(meaning.quantity, Quantity::alarm) << test.name;
    EXPECT_EQ(meaning.condition, test.condition) << test.name;
    EXPECT_EQ(meaning.scope, test.scope) << test.name;
  }
}

TEST(Meaning, OfSettings) {
  auto writable = param("mode", place_at(0), "V");
  writable.modbus->write = ModbusFunction::write_register;
  EXPECT_TRUE(meaning_of("Values", writable).setting);
  const auto high = meaning_of("Values", param("tempHighLimit", place_at(0), "\u00B0C"));
  EXPECT_TRUE(high.setting);
  EXPECT_EQ(high.quantity, Quantity::temperature) << "cells have limits, and the room only where it is said";
  EXPECT_EQ(high.side, Side::high);
  EXPECT_TRUE(meaning_of("Settings", param("x", place_at(0), "V")).setting);
  EXPECT_FALSE(meaning_of("Values", param("highestVolt", place_at(0), "V")).setting);
}

TEST(Meaning, OfStatesAndTexts) {
  auto state = param("state", place_at(0));
  state.names = {{0, "float charge"}, {2, "discharge"}};
  EXPECT_EQ(meaning_of("String", state).quantity, Quantity::state);
  auto place = place_at(0, 8);
  place.kind = ModbusKind::text;
  EXPECT_EQ(meaning_of("Module", param("serial", place)).quantity, Quantity::text);
}

TEST(StateCodes, ByTheirTexts) {
  const auto stages = state_codes(
      {{0, "float charge"}, {1, "equalizing charge"}, {2, "discharge"}, {3, "idle"}, {5, "abnormal"}});
  EXPECT_EQ(stages.idle, 3);
  EXPECT_EQ(stages.charging, 0);
  EXPECT_EQ(stages.discharging, 2);
  EXPECT_EQ(stages.silent, 5);
  const auto status = state_codes({{0, "disabled"}, {1, "OK"}, {2, "error"}});
  EXPECT_EQ(status.idle, 1);
  EXPECT_EQ(status.charging, 1);
  EXPECT_EQ(status.silent, 2);
  EXPECT_EQ(state_codes({{7, "blue"}, {8, "red"}}).idle, 7);
  EXPECT_EQ(busy_code({{1, "none"}, {2, "processing"}, {3, "complete"}}), 2);
  EXPECT_EQ(busy_code({{1, "none"}}), std::nullopt);
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
