#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

/// A serial port that may write; its allow begins at column 1 of line 2.
std::string serial(const std::string& allow) {
  return R"({"serial": {"device": "a", "access": "read_write", "allow": [)"
         "\n" +
         allow + "]}}";
}

std::string can(const std::string& allow) {
  return R"({"can": {"access": "read_write", "allow": [)"
         "\n" +
         allow + "]}}";
}

/// Two Modbus units that may write.
std::string modbus(const std::string& allow) {
  return R"({"modbus": {"host": "h", "units": [{"unit": 1, "key_prefix": "a"}, {"unit": 2, "key_prefix": "b"}],
"access": "read_write", "allow": [)"
         "\n" +
         allow + "]}}";
}

std::string only_if(const std::string& condition) {
  return R"({"name": "RS1", "only_if": [{)" + condition + "}]}";
}

const std::string kUnit = R"({"protocols": {"g1": {"packets": {
"ST1": {"params": {"charging": {"encoding": "HEX_BIT_BOOL"}, "stage": {"field": 2}, "text": {"field": 3, "format": "STR"},
"cells": {"field": 4, "encoding": "HEX_DEC_BYTE_ARRAY", "packing": "LIST"}}},
"own": {"id": "XY1", "params": {"v": {}}}}}}})";
const std::string kWritable = modbus_params(R"("v": {"address": 1, "write": 6})");

class AllowProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(AllowProblem, IsReported) {
  expect_lines(GetParam());
}

const std::vector<LoadCase> kCases{
    {"everything",
     serial(R"("RS1", "g1.resetCurrent", "capacity", "0104", "X18FF0001", "S300", "XY1", "g1.masterClear",
"g1.upgradeFirmware", {"name": "SC1", "min": 20, "max": 80}, {"name": "TC1", "min": -100, "max": 155},
{"id": "0009", "min": 0, "confirm": true}, {"name": "capacity", "id": "0102", "max": 300},
{"name": "FD1", "only_if": [{"packet": "ST1", "param": "charging", "is": false}, {"packet": "ST1", "param": "stage", "is": [1, 2]},
{"packet": "ST1", "param": "stage", "min": 1, "max": 3}]}, {"name": "X200", "confirm": true})"),
     kUnit, ""},
    {"unknown",
     serial(R"("SCI", "resetTheUnit", "capacitiy", "XY2", "ST1", "g1.getLog", "0FFF", "18FF0001")"), kUnit,
     ""},
    {"small_letters", serial(R"("rs1")"), kUnit, ""},
    {"every_parameter", serial(R"("CF2", {"name": "g1.setParameter", "min": 1})"), kUnit, ""},
    {"can_messages", serial(R"("CN1", "g1.sendCan", "X18FF50E5", {"id": "X100", "max": 1})"), kUnit, ""},
    {"advised_against", serial(R"("groupModules")"), kUnit, ""},
    {"out_of_range",
     serial(
         R"({"name": "capacity", "min": -1, "max": 7000}, {"name": "SC1", "max": 101}, {"name": "TC1", "min": -101},
{"name": "0009", "min": 5, "max": 4})"),
     kUnit, ""},
    {"no_range",
     serial(
         R"({"name": "RS1", "min": 1}, {"name": "functionFlags0", "max": 1}, {"name": "XY1", "min": 1}, {"name": "g1.masterClear", "max": 1})"),
     kUnit, ""},
    {"no_name", serial(R"({"confirm": true})"), kUnit, ""},
    {"two_names", serial(R"({"name": "capacity", "id": "0104"}, {"name": "RS1", "id": "0104"})"), kUnit, ""},
    {"wrong_types",
     serial(
         R"({"name": 1, "min": "x", "only_if": [], "confirm": 1}, {"name": "RS1", "only_if": {"packet": "ST1"}}, 5)"),
     kUnit, ""},
    {"sentence_or_id", serial(R"("X100")"), packets(R"("X100": {"params": {"v": {}}})"), ""},
    {"state_not_there",
     serial(only_if(R"("packet": "ST2", "param": "charging", "is": 1)") + ",\n" +
            only_if(R"("packet": "ST1", "param": "charge", "is": 1)") + ",\n" +
            only_if(R"("bus": "serial1", "packet": "ST1", "param": "charging", "is": 1)") + ",\n" +
            only_if(R"("param": "charging", "is": 1)")),
     kUnit, ""},
    {"state_of_no_number",
     serial(only_if(R"("packet": "ST1", "param": "text", "is": 1)") + ",\n" +
            only_if(R"("packet": "ST1", "param": "cells", "is": 1)")),
     kUnit, ""},
    {"state_without_a_wish",
     serial(only_if(R"("packet": "ST1", "param": "stage")") + ",\n" +
            only_if(R"("packet": "ST1", "param": "stage", "is": 1, "max": 2)") + ",\n" +
            only_if(R"("packet": "ST1", "param": "stage", "min": 3, "max": 2)") + ",\n" +
            only_if(R"("packet": "ST1", "param": "stage", "is": "on")")),
     kUnit, ""},
    {"state_of_a_bus_at_rest",
     R"({"serial": {"device": "a", "access": "read_write", "allow": [
)" + only_if(R"("bus": "serial9", "packet": "ST1", "param": "stage", "is": 1)") +
         R"(]}, "can": {"name": "serial9", "enabled": false}})",
     kUnit, ""},
    {"can_range",
     can(R"({"name": "X100", "min": 1}, {"id": "X200", "confirm": true}, {"confirm": true}, {"id": "100"})"),
     can_packets(""), ""},
    {"can_state", can(R"({"name": "X100", "only_if": [{"packet": "P", "param": "v", "min": 3}]})"),
     can_params(R"("v": {})"), ""},
    {"state_of_one_of_two_units",
     modbus(R"({"name": "v", "only_if": [{"packet": "P", "param": "v", "is": 1}]})"), kWritable, ""},
    {"state_of_a_unit",
     modbus(R"({"name": "v", "only_if": [{"bus": "modbus0u2", "packet": "P", "param": "v", "is": 1}]})"),
     kWritable, ""},
};

INSTANTIATE_TEST_SUITE_P(Load, AllowProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

std::vector<AllowEntry> allowed(const std::string& allow) {
  return load_quietly(serial(allow), kUnit).settings.serial.at(0).bus.allow;
}

TEST(Allow, IsCalledAsCommandsAre) {
  const auto allow = allowed(R"("g1.reset", "RS1", "0102", "capacity", "X100", "SC1", "g1.masterClear")");
  std::string names;
  for (const auto& entry : allow) names += entry.name + " ";
  EXPECT_EQ(names, "RS1 RS1 capacity capacity X00000100 SC1 g1.masterClear ");
  ASSERT_EQ(allow.size(), 7U);
  EXPECT_EQ(allow[2].parameter, 0x0102);
  EXPECT_EQ(allow[3].parameter, 0x0102);
  EXPECT_FALSE(allow[5].parameter.has_value());
}

TEST(Allow, HasRangesStatesAndConfirmation) {
  const auto allow = allowed(R"({"name": "capacity", "min": 10, "max": 300.5, "confirm": true, "only_if": [
{"packet": "ST1", "param": "charging", "is": false}, {"bus": "serial0", "packet": "ST1", "param": "stage", "is": [1, 2]},
{"packet": "XY1", "param": "v", "min": -1, "max": 3}]}, "RS1")");
  ASSERT_EQ(allow.size(), 2U);
  EXPECT_EQ(allow[0].min, 10.0);
  EXPECT_EQ(allow[0].max, 300.5);
  EXPECT_TRUE(allow[0].confirm);
  EXPECT_FALSE(allow[1].confirm);
  ASSERT_EQ(allow[0].only_if.size(), 3U);
  const auto& flag = allow[0].only_if[0];
  EXPECT_EQ(flag.bus + " " + flag.packet + " " + flag.param, "serial0 ST1 charging");
  EXPECT_EQ(flag.is, std::vector<double>{0});
  EXPECT_EQ(allow[0].only_if[1].is, (std::vector<double>{1, 2}));
  const auto& range = allow[0].only_if[2];
  EXPECT_EQ(range.packet, "own") << "named by its sentence, it has its own name";
  EXPECT_TRUE(range.is.empty());
  EXPECT_EQ(range.min, -1.0);
  EXPECT_EQ(range.max, 3.0);
}

TEST(Allow, OfAnotherBusIsResolvedToo) {
  const auto config = load_quietly(
      R"({"can": {"access": "read_write", "allow": [{"name": "X100", "only_if": [{"packet": "P", "param": "v", "min": 3}]}]}})",
      can_params(R"("v": {})"));
  ASSERT_EQ(config.settings.can.at(0).bus.allow.size(), 1U);
  EXPECT_EQ(config.settings.can[0].bus.allow[0].name, "X00000100");
  EXPECT_EQ(config.settings.can[0].bus.allow[0].only_if.at(0).bus, "can0");
}

TEST(CommandSettings, HaveTheDefaultsOfTheSchema) {
  const auto settings = load_quietly(kSettings, kParams).settings;
  EXPECT_EQ(settings.commands.rate, 50U);
  EXPECT_EQ(settings.commands.write_rate, 60U);
  EXPECT_EQ(settings.commands.answer_within_s, 4.5);
  EXPECT_FALSE(settings.commands.dry_run);
  EXPECT_EQ(settings.commands.allow, std::vector<std::string>{"setLogLevel"});
  EXPECT_EQ(settings.serial.at(0).event_log_period_s, 60U);
}

TEST(CommandSettings, AreReadAsGiven) {
  const auto settings = load_quietly(R"({"serial": {"device": "a", "event_log": 0}, "commands": {
    "rate": 5, "write_rate": 6, "answer_within": 8.5, "dry_run": true, "allow": ["restart", "reboot"]}})",
                                     kParams)
                            .settings;
  EXPECT_EQ(settings.commands.rate, 5U);
  EXPECT_EQ(settings.commands.write_rate, 6U);
  EXPECT_EQ(settings.commands.answer_within_s, 8.5);
  EXPECT_TRUE(settings.commands.dry_run);
  EXPECT_EQ(settings.commands.allow, (std::vector<std::string>{"restart", "reboot"}));
  EXPECT_EQ(settings.serial.at(0).event_log_period_s, 0U);
}

TEST(CommandSettings, CanAllowNothing) {
  const auto settings =
      load_quietly(R"({"serial": {"device": "a"}, "commands": {"allow": []}})", kParams).settings;
  EXPECT_TRUE(settings.commands.allow.empty());
}

}  // namespace
}  // namespace bmsgw::config
