#include "unit/config/shipped_maps.hpp"

#include <string>
#include <vector>

namespace bmsgw::config {
namespace {

using core::ModbusFunction;
using core::ModbusKind;

/// CELLCHECK TV A2.4, 5 and 6 (register map).
const std::vector<MapRow> kTv{
    {"Cell", "cellVolt", kHolding, 0x0001, ModbusKind::whole, false, 1, 0.001, "V"},
    {"Cell", "cellTemp", kHolding, 0x0002, ModbusKind::sign_magnitude, false, 1, 0.1, "°C"},
    {"Module", "firmware", kHolding, 0x0000, ModbusKind::whole, false, 1, 1, ""},
    {"Module", "moduleAddress", kHolding, 0x000E, ModbusKind::whole, false, 1, 1, ""},
    {"Module", "baudRate", kHolding, 0x0015, ModbusKind::whole, false, 1, 100, "bit/s"},
};

TEST(ModbusProfiles, HuasuTvIsAsTheMakerSays) {
  const auto unit = unit_of(R"("huasu-tv")");
  EXPECT_EQ(points_of(unit), kTv.size());
  expect_rows(unit, kTv);
  EXPECT_EQ(unit.commands.size(), 2U);
  const auto* const reset = command_of(unit, "reset");
  ASSERT_NE(reset, nullptr);
  ASSERT_EQ(reset->writes.size(), 1U);
  EXPECT_EQ(reset->writes[0].place.address, 0x000B);
  EXPECT_EQ(reset->writes[0].constant, 0xF0F0);
  EXPECT_FALSE(reset->writes[0].verify);
}

TEST(ModbusProfiles, HuasuTaMeasuresResistancesToo) {
  const auto unit = unit_of(R"("huasu-ta")");
  EXPECT_EQ(points_of(unit), kTv.size() + 3);
  expect_rows(unit, kTv);
  expect_rows(unit,
              {{"Resistance", "cellResistance", kHolding, 0x0003, ModbusKind::whole, false, 1, 0.001, "mΩ"},
               {"IrTest", "irIndex", kHolding, 0x000D, ModbusKind::whole, false, 1, 1, ""},
               {"IrTest", "irMode", kHolding, 0x0010, ModbusKind::whole, false, 1, 1, ""}});
  EXPECT_EQ(param_of(unit, "IrTest", "irMode")->modbus->write, ModbusFunction::write_register);
  EXPECT_EQ(unit.commands.size(), 3U);
}

TEST(ModbusProfiles, HuasuTestIsDoneWhenItsRegisterReadsZero) {
  const auto unit = unit_of(R"("huasu-ta")");
  const auto* const test = command_of(unit, "irTest");
  ASSERT_NE(test, nullptr);
  ASSERT_EQ(test->writes.size(), 1U);
  EXPECT_EQ(test->writes[0].by, ModbusFunction::write_register);
  EXPECT_EQ(test->writes[0].place.address, 0x000C);
  EXPECT_EQ(test->writes[0].constant, 0xF0F0);
  EXPECT_FALSE(test->writes[0].verify) << "the module clears it";
  ASSERT_TRUE(test->until.has_value());
  EXPECT_EQ(test->until->place.address, 0x000C);
  EXPECT_EQ(test->until->equals, 0);
  EXPECT_GT(test->until->timeout_s, 30) << "a test takes 30 s";
  EXPECT_EQ(test->then_read, std::vector<std::string>{"Resistance"});
}

TEST(ModbusProfiles, RobotinaUpsIsAsTheMakerSays) {
  const auto unit = unit_of(R"("robotina-btms-ups")");
  EXPECT_EQ(points_of(unit), 4U);
  expect_rows(unit, {{"Ups", "status", kHolding, 0, ModbusKind::whole, false, 1, 1, ""},
                     {"Ups", "voltage", kHolding, 1, ModbusKind::whole, false, 2, 0.01, "V"},
                     {"Ups", "current", kHolding, 3, ModbusKind::whole, true, 2, 0.01, "A"},
                     {"Ups", "soc", kHolding, 5, ModbusKind::whole, false, 1, 1, "%"}});
}

TEST(ModbusProfiles, RobotinaStringIsAsTheMakerSays) {
  const auto unit = unit_of(R"("robotina-btms-string")");
  EXPECT_EQ(points_of(unit), 24U);
  expect_rows(
      unit, {{"String", "voltage", kHolding, 2, ModbusKind::whole, false, 2, 0.01, "V"},
             {"String", "current", kHolding, 4, ModbusKind::whole, true, 2, 0.01, "A"},
             {"String", "soc", kHolding, 6, ModbusKind::whole, false, 1, 1, "%"},
             {"String", "balance", kHolding, 7, ModbusKind::whole, false, 1, 0.01, "%"},
             {"String", "currentSensorLost", kHolding, 9, ModbusKind::bit, false, 1, 1, ""},
             {"String", "cellCount", kHolding, 10, ModbusKind::whole, false, 1, 1, ""},
             {"String", "ambientTemp", kHolding, 11, ModbusKind::whole, true, 1, 0.1, "°C"},
             {"String", "auxInput", kHolding, 14, ModbusKind::whole, false, 1, 1, ""},
             {"Cells", "cellStatus", kHolding, 100, ModbusKind::whole, false, 1, 1, "", 120, 100},
             {"Cells", "cellVolts", kHolding, 101, ModbusKind::whole, false, 1, 0.001, "V", 120, 100},
             {"Cells", "cellResistances", kHolding, 102, ModbusKind::whole, false, 2, 0.001, "mΩ", 120, 100},
             {"Cells", "cellTemps", kHolding, 104, ModbusKind::whole, true, 1, 0.1, "°C", 120, 100}});
  EXPECT_EQ(param_of(unit, "String", "currentSensorLost")->modbus->place.bit, 6);
  const auto& source = param_of(unit, "Cells", "cellVolts")->modbus->count_from;
  ASSERT_TRUE(source.has_value());
  EXPECT_EQ(source->packet + "/" + source->param, "String/cellCount");
}

TEST(ModbusProfiles, RobotinaStringsShareALine) {
  const auto config = load_quietly(R"({"modbus": {"host": "192.0.2.1", "units": [
      {"unit": 1, "profile": "robotina-btms-ups", "key_prefix": "ups_"},
      {"unit": "101-104", "profile": "robotina-btms-string", "key_prefix": "string{index}_"}]}})",
                                   "{}", shipped());
  ASSERT_EQ(config.settings.modbus.size(), 1U);
  const auto& units = config.settings.modbus[0].units;
  ASSERT_EQ(units.size(), 5U);
  EXPECT_EQ(units[4].unit, 104);
  EXPECT_EQ(units[4].name, "modbus0u104");
  EXPECT_EQ(units[4].key_prefix, "string4_");
}

TEST(ModbusProfiles, BacsIsAsTheMakerSays) {
  const auto unit = unit_of(R"("generex-bacs")");
  EXPECT_EQ(points_of(unit), 22U);
  expect_rows(unit,
              {{"General", "running", kHolding, 1000, ModbusKind::bit, false, 1, 1, ""},
               {"General", "searching", kHolding, 1000, ModbusKind::bit, false, 1, 1, ""},
               {"General", "batteryFlags", kHolding, 1001, ModbusKind::whole, false, 1, 1, ""},
               {"General", "alarmFlags", kHolding, 1002, ModbusKind::whole, false, 1, 1, ""},
               {"General", "stringCount", kHolding, 1003, ModbusKind::whole, false, 1, 1, ""},
               {"General", "moduleCount", kHolding, 1004, ModbusKind::whole, false, 1, 1, ""},
               {"Strings", "stringCurrents", kHolding, 1010, ModbusKind::whole, true, 1, 1, "A", 10, 5},
               {"Strings", "stringVolts", kHolding, 1011, ModbusKind::whole, true, 1, 1, "V", 10, 5},
               {"Strings", "stringAvgVolts", kHolding, 1012, ModbusKind::whole, true, 1, 1, "V", 10, 5},
               {"Strings", "stringAcCurrents", kHolding, 1013, ModbusKind::whole, true, 1, 1, "A", 10, 5}});
  EXPECT_EQ(param_of(unit, "General", "equalizing")->modbus->place.bit, 7)
      << "BACS_STATE_EQUALISATION is 0x0080";
  EXPECT_EQ(param_of(unit, "General", "searching")->modbus->place.bit, 13);
}

TEST(ModbusProfiles, BdsuIsAsTheGuideSays) {
  const auto unit = unit_of(R"("vertiv-bdsu")");
  EXPECT_EQ(points_of(unit), 38U);
  expect_rows(
      unit, {{"BatteryAlarms", "discharging", kDiscrete, 0, ModbusKind::bit, false, 1, 1, "", 32, 1},
             {"StringAlarms", "highAmbientTemp", kDiscrete, 32, ModbusKind::bit, false, 1, 1, "", 32, 1},
             {"StringAlarms", "lowVolt", kDiscrete, 160, ModbusKind::bit, false, 1, 1, "", 32, 1},
             {"StringAlarms", "offline", kDiscrete, 640, ModbusKind::bit, false, 1, 1, "", 32, 1},
             {"StringLimits", "irHigh", kInput, 2945, ModbusKind::whole, false, 1, 0.001, "mΩ", 32, 1},
             {"StringLimits", "cellTempHigh", kInput, 2849, ModbusKind::whole, true, 1, 0.1, "°C", 32, 1},
             {"StringLimits", "dischargeTimeMost", kInput, 3361, ModbusKind::whole, false, 1, 60, "s", 32, 1},
             {"StringStart", "startupDate", kInput, 3393, ModbusKind::whole, false, 2, 1, "s", 32, 2},
             {"Device", "groupStatus", kInput, 9025, ModbusKind::whole, false, 1, 1, ""},
             {"Clock", "clockEpoch", kInput, 9997, ModbusKind::whole, false, 2, 1, "s"}});
  const auto* const sync = command_of(unit, "clockSync");
  ASSERT_NE(sync, nullptr);
  ASSERT_EQ(sync->writes.size(), 1U);
  EXPECT_EQ(sync->writes[0].place.address, 9997);
  EXPECT_EQ(sync->writes[0].by, ModbusFunction::write_registers);
  EXPECT_EQ(sync->writes[0].source, core::ModbusWriteStep::Source::clock);
}

TEST(ModbusProfiles, BdsuHasThePageOfCellsThatIsKnown) {
  const auto unit = unit_of(R"(["vertiv-bdsu", "vertiv-bdsu-cells-321"])");
  EXPECT_EQ(points_of(unit), 38U + 13U);
  expect_rows(
      unit, {{"Cells321To360", "temps", kInput, 9194, ModbusKind::whole, true, 1, 0.1, "°C", 40, 1},
             {"Cells321To360", "resistances", kInput, 9274, ModbusKind::whole, false, 1, 0.001, "mΩ", 40, 1},
             {"CellLimits321To360", "voltLow", kInput, 9354, ModbusKind::whole, false, 1, 0.001, "V", 40, 1},
             {"CellLimits321To360", "battery", kInput, 9794, ModbusKind::whole, false, 1, 1, "", 40, 1}});
}

}  // namespace
}  // namespace bmsgw::config
