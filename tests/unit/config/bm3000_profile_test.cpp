#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "unit/config/shipped_maps.hpp"

namespace bmsgw::config {
namespace {

using core::ModbusFunction;
using core::ModbusKind;

struct Address {
  const char* name;
  unsigned at;
};

/// Made up: no such device is known.
constexpr std::array<Address, 51> kMadeUp{{
    {"cellVolts", 1000},
    {"cellResistances", 2200},
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
  for (const auto& bus : result.config->params.buses) EXPECT_EQ(points_of(bus), 0U);
}

TEST(Bm3000, HasAllThatTheManualTellsOf) {
  const auto unit = unit_of(R"("bm3000")", addressed({}));
  EXPECT_EQ(points_of(unit), 47U) << "6 values, 17 alarms, 17 limits, 7 parts of the clock";
  expect_rows(unit, {{"Cells", "cellVolts", kHolding, 1000, ModbusKind::whole, false, 1, 0.001, "V", 254, 1},
                     {"Cells", "cellTemps", kHolding, 1600, ModbusKind::whole, true, 1, 0.1, "°C", 254, 1},
                     {"CellResistances", "cellResistances", kHolding, 2200, ModbusKind::whole, false, 1, 0.01,
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
    const auto* const found = param_of(unit, packet, param);
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

TEST(Bm3000, TakesAddressesAsTheUserCountsThem) {
  const auto result = load_both(settings_of(R"("bm3000")"),
                                addressed({"cellVolts", "irTest"}, R"(, "addressing": "one")"), shipped());
  ASSERT_TRUE(result.config.has_value()) << lines(result.problems);
  const auto& unit = result.config->params.buses.at(0);
  EXPECT_EQ(param_of(unit, "Cells", "cellVolts")->modbus->place.address, 999);
  EXPECT_EQ(command_of(unit, "irTest")->writes.at(0).place.address, 399);
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
