#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

using core::ModbusFunction;
using core::ModbusKind;

constexpr auto kDiscrete = ModbusFunction::read_discrete_inputs;
constexpr auto kHolding = ModbusFunction::read_holding_registers;
constexpr auto kInput = ModbusFunction::read_input_registers;

Places shipped() {
  Places places;
  places.profile_dirs = {BMSGW_SOURCE_DIR "/config/profiles"};
  return places;
}

std::string settings_of(const std::string& profile) {
  return R"({"modbus": {"host": "192.0.2.1", "profile": )" + profile + "}}";
}

/// The unit of a bus with this profile (`"name"`, or a list), without a word said.
BusProtocol unit_of(const std::string& profile, const std::string& params = "{}") {
  const auto config = load_quietly(settings_of(profile), params, shipped());
  EXPECT_EQ(config.params.buses.size(), 1U);
  return config.params.buses.empty() ? BusProtocol{} : config.params.buses[0];
}

const ParamConfig* find(const BusProtocol& unit, const std::string& packet, const std::string& param) {
  const auto found = std::ranges::find(unit.packets, packet, &PacketConfig::name);
  if (found == unit.packets.end()) return nullptr;
  const auto value = std::ranges::find(found->params, param, &ParamConfig::name);
  return value == found->params.end() ? nullptr : &*value;
}

const core::ModbusCommandSpec* command_of(const BusProtocol& unit, const std::string& name) {
  const auto found = std::ranges::find(unit.commands, name, &core::ModbusCommandSpec::name);
  return found == unit.commands.end() ? nullptr : &*found;
}

std::size_t points_of(const BusProtocol& unit) {
  std::size_t points = 0;
  for (const auto& packet : unit.packets) points += packet.params.size();
  return points;
}

/// What a document says of a value.
struct Row {
  const char* packet;
  const char* param;
  ModbusFunction function;
  unsigned address;  ///< on the wire
  ModbusKind kind;
  bool is_signed;
  unsigned registers;
  double factor;
  const char* units;
  unsigned count = 0;   ///< of a list
  unsigned stride = 0;  ///< of a list
};

void expect_list(const ParamConfig& param, const Row& row) {
  EXPECT_EQ(param.list, row.count > 0);
  if (!param.list) return;
  EXPECT_EQ(param.modbus->place.count, row.count);
  EXPECT_EQ(param.modbus->place.stride, row.stride);
}

void expect_row(const BusProtocol& unit, const Row& row) {
  SCOPED_TRACE(std::string(row.packet) + "/" + row.param);
  const auto* const param = find(unit, row.packet, row.param);
  ASSERT_NE(param, nullptr);
  ASSERT_TRUE(param->modbus.has_value());
  const auto& place = param->modbus->place;
  EXPECT_EQ(place.function, row.function);
  EXPECT_EQ(place.address, row.address);
  EXPECT_EQ(place.kind, row.kind);
  EXPECT_EQ(place.registers, row.registers);
  EXPECT_FALSE(place.low_word_first);
  EXPECT_EQ(param->format.is_signed, row.is_signed);
  EXPECT_DOUBLE_EQ(param->format.factor, row.factor);
  EXPECT_EQ(param->format.units, row.units);
  EXPECT_NE(param->route_to_mqtt, "");
  expect_list(*param, row);
}

void expect_rows(const BusProtocol& unit, const std::vector<Row>& rows) {
  for (const auto& row : rows) expect_row(unit, row);
}

/// CELLCHECK TV A2.4, 5 and 6 (register map).
const std::vector<Row> kTv{
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
  EXPECT_EQ(find(unit, "IrTest", "irMode")->modbus->write, ModbusFunction::write_register);
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
  EXPECT_EQ(find(unit, "String", "currentSensorLost")->modbus->place.bit, 6);
  const auto& source = find(unit, "Cells", "cellVolts")->modbus->count_from;
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
  EXPECT_EQ(find(unit, "General", "equalizing")->modbus->place.bit, 7) << "BACS_STATE_EQUALISATION is 0x0080";
  EXPECT_EQ(find(unit, "General", "searching")->modbus->place.bit, 13);
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

struct Address {
  const char* name;
  unsigned at;
};

/// Made up: no such device is known.
constexpr std::array<Address, 51> kMadeUp{{
    {"cellVolts", 1000},
    {"cellResistances", 2000},
    {"cellTemps", 1600},
    {"stringVolts", 100},
    {"stringCurrents", 110},
    {"ambientTemp", 120},
    {"alarmFloatVoltHigh1", 0},
    {"alarmFloatVoltHigh2", 600},
    {"alarmFloatVoltLow", 1200},
    {"alarmChargeVoltHigh", 1800},
    {"alarmChargeVoltLow", 2400},
    {"alarmDischargeVoltLow", 3000},
    {"alarmIrHigh", 3600},
    {"alarmIrLow", 4200},
    {"alarmDeltaIr", 4800},
    {"alarmTempHigh", 5400},
    {"alarmTempLow", 6000},
    {"alarmChargeCurrentHigh", 7000},
    {"alarmDischargeCurrentHigh", 7010},
    {"alarmStringVoltHigh", 7020},
    {"alarmStringVoltLow", 7030},
    {"alarmAmbientTempHigh", 7040},
    {"alarmAmbientTempLow", 7041},
    {"setFloatVoltHigh1", 300},
    {"setFloatVoltHigh2", 301},
    {"setFloatVoltLow", 302},
    {"setChargeVoltHigh", 303},
    {"setChargeVoltLow", 304},
    {"setDischargeVoltLow", 305},
    {"setIrHigh", 306},
    {"setIrLow", 307},
    {"setDeltaIr", 308},
    {"setTempHigh", 309},
    {"setTempLow", 310},
    {"setChargeCurrentHigh", 311},
    {"setDischargeCurrentHigh", 312},
    {"setStringVoltHigh", 313},
    {"setStringVoltLow", 314},
    {"setAmbientTempHigh", 315},
    {"setAmbientTempLow", 316},
    {"irTest", 400},
    {"irTestState", 401},
    {"irSave", 402},
    {"clockYear", 410},
    {"clockMonth", 411},
    {"clockDay", 412},
    {"clockHour", 413},
    {"clockMinute", 414},
    {"clockSecond", 415},
    {"clockEpoch", 420},
    {"deviceAddress", 430},
}};

/// params_config.json with the made-up addresses; those that `keep` doesn't name are "none".
std::string addressed(const std::vector<std::string>& keep, const std::string& more = "") {
  std::string text;
  for (const auto& [name, at] : kMadeUp) {
    const bool kept = keep.empty() || std::ranges::find(keep, name) != keep.end();
    text += (text.empty() ? "\"" : ", \"") + std::string(name) +
            "\": " + (kept ? std::to_string(at) : "\"none\"");
  }
  return R"({"protocols": {"modbus": {"addresses": {)" + text + "}" + more + "}}}";
}

TEST(Bm3000, RestsUntilItHasItsAddresses) {
  const auto result = load_both(settings_of(R"("bm3000")"), "{}", shipped());
  ASSERT_TRUE(result.config.has_value()) << lines(result.problems);
  ASSERT_EQ(result.problems.size(), 1U) << lines(result.problems);
  EXPECT_EQ(result.problems[0].severity, Severity::warning);
  for (const auto& [name, at] : kMadeUp) {
    EXPECT_NE(result.problems[0].what.find("\"" + std::string(name) + "\""), std::string::npos) << name;
  }
  EXPECT_FALSE(result.config->settings.modbus.at(0).units.at(0).enabled);
  ASSERT_EQ(result.config->params.buses.size(), 1U);
  EXPECT_TRUE(result.config->params.buses[0].packets.empty());
}

TEST(Bm3000, HasAllThatTheManualTellsOf) {
  const auto unit = unit_of(R"("bm3000")", addressed({}));
  EXPECT_EQ(points_of(unit), 47U) << "6 values, 17 alarms, 17 limits, 7 parts of the clock";
  expect_rows(unit, {{"Cells", "cellVolts", kHolding, 1000, ModbusKind::whole, false, 1, 0.001, "V", 254, 1},
                     {"Cells", "cellTemps", kHolding, 1600, ModbusKind::whole, true, 1, 0.1, "°C", 254, 1},
                     {"CellResistances", "cellResistances", kHolding, 2000, ModbusKind::whole, false, 1, 0.01,
                      "mΩ", 254, 1},
                     {"Strings", "stringVolts", kHolding, 100, ModbusKind::whole, false, 1, 0.1, "V", 6, 1},
                     {"Strings", "stringCurrents", kHolding, 110, ModbusKind::whole, true, 1, 0.1, "A", 6, 1},
                     {"Strings", "ambientTemp", kHolding, 120, ModbusKind::whole, true, 1, 0.1, "°C"},
                     {"CellAlarms", "deltaIr", kDiscrete, 4800, ModbusKind::bit, false, 1, 1, "", 254, 1},
                     {"StringAlarms", "ambientTempLow", kDiscrete, 7041, ModbusKind::bit, false, 1, 1, ""},
                     {"Settings", "irHigh", kHolding, 306, ModbusKind::whole, false, 1, 0.01, "mΩ"},
                     {"Clock", "clockEpoch", kHolding, 420, ModbusKind::whole, false, 2, 1, "s"}});
  for (const auto& packet : unit.packets) {
    for (const auto& param : packet.params) EXPECT_EQ(param.certainty, Certainty::unverified) << param.name;
  }
}

TEST(Bm3000, HasTheRangesOfTheManual) {
  const auto unit = unit_of(R"("bm3000")", addressed({}));
  const auto range = [&unit](const char* packet, const char* param) {
    const auto* const found = find(unit, packet, param);
    return found == nullptr ? std::pair(0.0, 0.0) : std::pair(*found->valid_bot, *found->valid_top);
  };
  EXPECT_EQ(range("Cells", "cellVolts"), std::pair(1.5, 16.0));
  EXPECT_EQ(range("Cells", "cellTemps"), std::pair(-10.0, 70.0));
  EXPECT_EQ(range("CellResistances", "cellResistances"), std::pair(0.01, 80.0));
  EXPECT_EQ(range("Strings", "stringVolts"), std::pair(0.0, 1500.0));
  EXPECT_EQ(range("Strings", "stringCurrents"), std::pair(-1000.0, 1000.0));
  EXPECT_EQ(range("Strings", "ambientTemp"), std::pair(-10.0, 70.0));
}

TEST(Bm3000, ItsLimitsCanBeWritten) {
  const auto unit = unit_of(R"("bm3000")", addressed({}));
  const auto settings = std::ranges::find(unit.packets, "Settings", &PacketConfig::name);
  ASSERT_NE(settings, unit.packets.end());
  EXPECT_EQ(settings->params.size(), 17U);
  for (const auto& param : settings->params) {
    EXPECT_EQ(param.modbus->write, ModbusFunction::write_register) << param.name;
    EXPECT_TRUE(param.modbus->verify) << param.name;
  }
}

TEST(Bm3000, HasItsCommands) {
  const auto unit = unit_of(R"("bm3000")", addressed({}));
  std::vector<std::string> names;
  for (const auto& command : unit.commands) names.push_back(command.name);
  std::ranges::sort(names);
  EXPECT_EQ(names, (std::vector<std::string>{"clockSync", "clockSyncEpoch", "deviceAddress", "irSave",
                                             "irTest", "irTestAndWait"}));
  const auto* const wait = command_of(unit, "irTestAndWait");
  ASSERT_TRUE(wait != nullptr && wait->until.has_value());
  EXPECT_EQ(wait->writes.at(0).place.address, 400);
  EXPECT_EQ(wait->until->place.address, 401);
  const auto* const sync = command_of(unit, "clockSync");
  ASSERT_NE(sync, nullptr);
  ASSERT_EQ(sync->writes.size(), 6U);
  EXPECT_EQ(sync->writes[0].clock, core::ClockPart::year);
  EXPECT_EQ(sync->writes[5].clock, core::ClockPart::second);
  EXPECT_FALSE(sync->writes[0].utc);
  const auto* const address = command_of(unit, "deviceAddress");
  ASSERT_TRUE(address != nullptr && address->argument.has_value());
  EXPECT_EQ(address->argument->least, 1);
  EXPECT_EQ(address->argument->most, 247);
}

TEST(Bm3000, TakesSizesAndScalesFromTheUser) {
  const auto unit = unit_of(R"("bm3000")", addressed({}, R"(,
      "formats": {"CELL_VOLTAGE": {"factor": 0.01, "decimals": 2, "units": "V"}},
      "packets": {"Cells": {"count": 508}, "CellAlarms": {"count": 508, "function": 3},
                  "StringAlarms": {"function": 3}})"));
  expect_rows(unit, {{"Cells", "cellVolts", kHolding, 1000, ModbusKind::whole, false, 1, 0.01, "V", 508, 1},
                     {"Cells", "cellTemps", kHolding, 1600, ModbusKind::whole, true, 1, 0.1, "°C", 508, 1},
                     {"CellAlarms", "irHigh", kHolding, 3600, ModbusKind::bit, false, 1, 1, "", 508, 0}});
}

TEST(Bm3000, LeavesOutWhatTheUnitDoesNotHave) {
  const auto result =
      load_both(settings_of(R"("bm3000")"), addressed({"cellVolts", "cellTemps", "irTest"}), shipped());
  ASSERT_TRUE(result.config.has_value()) << lines(result.problems);
  for (const auto& problem : result.problems) EXPECT_EQ(problem.severity, Severity::note) << problem.what;
  EXPECT_TRUE(result.config->settings.modbus.at(0).units.at(0).enabled);
  const auto& unit = result.config->params.buses.at(0);
  EXPECT_EQ(points_of(unit), 2U);
  ASSERT_EQ(unit.commands.size(), 1U);
  EXPECT_EQ(unit.commands[0].name, "irTest");
}

}  // namespace
}  // namespace bmsgw::config
