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
     serial(R"("RS1", "g1.resetCurrent", "capacity", "0100", "X18FF0001", "S300", "XY1", "g1.masterClear",
"g1.upgradeFirmware", {"name": "SC1", "min": 20, "max": 80}, {"name": "TC1", "min": -100, "max": 155},
{"id": "0009", "min": 0, "confirm": true}, {"name": "capacity", "id": "0102", "max": 300},
{"name": "FD1", "only_if": [{"packet": "ST1", "param": "charging", "is": false}, {"packet": "ST1", "param": "stage", "is": [1, 2]},
{"packet": "ST1", "param": "stage", "min": 1, "max": 3}]}, {"name": "X200", "confirm": true})"),
     kUnit, ""},
    {"unknown",
     serial(R"("SCI", "resetTheUnit", "capacitiy", "XY2", "ST1", "g1.getLog", "0FFF", "18FF0001")"), kUnit,

     "E s.json:2:1: /serial/allow/0: \"SCI\" is no sentence, parameter or CAN id that could be written; did "
     "you mean \"SC1\"?\n"
     "E s.json:2:8: /serial/allow/1: \"resetTheUnit\" is no sentence, parameter or CAN id that could be "
     "written\n"
     "E s.json:2:24: /serial/allow/2: \"capacitiy\" is no sentence, parameter or CAN id that could be "
     "written; did you mean \"capacity\"?\n"
     "E s.json:2:37: /serial/allow/3: \"XY2\" is no sentence, parameter or CAN id that could be written; did "
     "you mean \"XY1\"?\n"
     "E s.json:2:51: /serial/allow/5: \"g1.getLog\" is no sentence, parameter or CAN id that could be "
     "written\n"
     "E s.json:2:64: /serial/allow/6: \"0FFF\" is no sentence, parameter or CAN id that could be written\n"
     "E s.json:2:72: /serial/allow/7: \"18FF0001\" is no sentence, parameter or CAN id that could be "
     "written"},
    {"small_letters", serial(R"("rs1")"), kUnit,
     "E s.json:2:1: /serial/allow/0: \"rs1\" is no sentence, parameter or CAN id that could be written; did "
     "you mean \"RS1\"?"},
    {"every_parameter", serial(R"("CF2", {"name": "g1.setParameter", "min": 1})"), kUnit,
     "W s.json:2:1: /serial/allow/0: allows every parameter of the unit: better list those that are needed, "
     "as in \"capacity\"\n"
     "E s.json:2:8: /serial/allow/1: CF2 has no range: leave \"min\" and \"max\" out\n"
     "W s.json:2:17: /serial/allow/1/name: allows every parameter of the unit: better list those that are "
     "needed, as in \"capacity\""},
    {"can_messages", serial(R"("CN1", "g1.sendCan", "X18FF50E5", {"id": "X100", "max": 1})"), kUnit,
     "E s.json:2:1: /serial/allow/0: list the CAN ids that the unit may send instead, as in X18FF0001\n"
     "E s.json:2:8: /serial/allow/1: list the CAN ids that the unit may send instead, as in X18FF0001\n"
     "E s.json:2:22: /serial/allow/2: X18FF50E5 is what a charger reports: whoever sends it makes the unit "
     "believe that a charger is connected, so it is never sent\n"
     "E s.json:2:35: /serial/allow/3: a CAN id has no range: leave \"min\" and \"max\" out"},
    {"advised_against", serial(R"("groupModules")"), kUnit,
     "W s.json:2:1: /serial/allow/0: the manual of the unit advises against setting \"groupModules\" from "
     "outside"},
    {"out_of_range",
     serial(
         R"({"name": "capacity", "min": -1, "max": 7000}, {"name": "SC1", "max": 101}, {"name": "TC1", "min": -101},
{"name": "0009", "min": 5, "max": 4})"),
     kUnit,
     "E s.json:2:29: /serial/allow/0/min: -1 is out of its range, 0 to 6553.5 Ah\n"
     "E s.json:2:40: /serial/allow/0/max: 7000 is out of its range, 0 to 6553.5 Ah\n"
     "E s.json:2:70: /serial/allow/1/max: 101 is out of its range, 0 to 100 %\n"
     "E s.json:2:99: /serial/allow/2/min: -101 is out of its range, -100 to 155 °C\n"
     "E s.json:3:35: /serial/allow/3/max: 4 is below \"min\", 5"},
    {"no_range",
     serial(
         R"({"name": "RS1", "min": 1}, {"name": "functionFlags0", "max": 1}, {"name": "XY1", "min": 1}, {"name": "g1.masterClear", "max": 1})"),
     kUnit,
     "E s.json:2:1: /serial/allow/0: RS1 has no range: leave \"min\" and \"max\" out\n"
     "E s.json:2:28: /serial/allow/1: \"functionFlags0\" has no range: leave \"min\" and \"max\" out\n"
     "E s.json:2:66: /serial/allow/2: XY1 has no range: leave \"min\" and \"max\" out\n"
     "E s.json:2:93: /serial/allow/3: g1.masterClear has no range: leave \"min\" and \"max\" out"},
    {"no_name", serial(R"({"confirm": true})"), kUnit, "E s.json:2:1: /serial/allow/0: \"name\" is missing"},
    {"two_names", serial(R"({"name": "capacity", "id": "0100"}, {"name": "RS1", "id": "0100"})"), kUnit,
     "E s.json:2:28: /serial/allow/0/id: \"0100\" is not the number of the parameter that \"name\" names: "
     "leave one of them out\n"
     "E s.json:2:59: /serial/allow/1/id: \"0100\" is not the number of the parameter that \"name\" names: "
     "leave one of them out"},
    {"wrong_types",
     serial(
         R"({"name": 1, "min": "x", "only_if": [], "confirm": 1}, {"name": "RS1", "only_if": {"packet": "ST1"}}, 5)"),
     kUnit,
     "E s.json:2:10: /serial/allow/0/name: must be a text of 1 to 128 characters, not 1\n"
     "E s.json:2:20: /serial/allow/0/min: must be a number from -1e+15 to 1e+15, not \"x\"\n"
     "E s.json:2:36: /serial/allow/0/only_if: must be a list [ ] of 1 to 32 entries, not an empty list\n"
     "E s.json:2:51: /serial/allow/0/confirm: must be true or false, not 1\n"
     "E s.json:2:82: /serial/allow/1/only_if: must be a list [ ] of 1 to 32 entries, not an object\n"
     "E s.json:2:102: /serial/allow/2: must be a text of 1 to 128 characters or an object { }, not 5"},
    {"sentence_or_id", serial(R"("X100")"), packets(R"("X100": {"params": {"v": {}}})"),
     "E s.json:2:1: /serial/allow/0: \"X100\" is a CAN id and a sentence of this bus: which is meant can't "
     "be told"},
    {"state_not_there",
     serial(only_if(R"("packet": "ST2", "param": "charging", "is": 1)") + ",\n" +
            only_if(R"("packet": "ST1", "param": "charge", "is": 1)") + ",\n" +
            only_if(R"("bus": "serial1", "packet": "ST1", "param": "charging", "is": 1)") + ",\n" +
            only_if(R"("param": "charging", "is": 1)")),
     kUnit,
     "E s.json:2:40: /serial/allow/0/only_if/0/packet: there is no packet \"ST2\"; did you mean \"ST1\"?\n"
     "E s.json:3:56: /serial/allow/1/only_if/0/param: there is no param \"charge\" in \"ST1\"; there is "
     "\"charging\", \"stage\", \"text\", \"cells\"\n"
     "E s.json:4:37: /serial/allow/2/only_if/0/bus: there is no bus \"serial1\"; did you mean \"serial0\"?\n"
     "E s.json:5:29: /serial/allow/3/only_if/0: \"packet\" is missing"},
    {"state_of_no_number",
     serial(only_if(R"("packet": "ST1", "param": "text", "is": 1)") + ",\n" +
            only_if(R"("packet": "ST1", "param": "cells", "is": 1)")),
     kUnit,
     "E s.json:2:56: /serial/allow/0/only_if/0/param: \"text\" is a text: only a single number or flag can "
     "be a required state\n"
     "E s.json:3:56: /serial/allow/1/only_if/0/param: \"cells\" is a list: only a single number or flag can "
     "be a required state"},
    {"state_without_a_wish",
     serial(only_if(R"("packet": "ST1", "param": "stage")") + ",\n" +
            only_if(R"("packet": "ST1", "param": "stage", "is": 1, "max": 2)") + ",\n" +
            only_if(R"("packet": "ST1", "param": "stage", "min": 3, "max": 2)") + ",\n" +
            only_if(R"("packet": "ST1", "param": "stage", "is": "on")")),
     kUnit,
     "E s.json:2:29: /serial/allow/0/only_if/0: doesn't say what the value has to be: give \"is\", or "
     "\"min\" and \"max\"\n"
     "E s.json:3:29: /serial/allow/1/only_if/0: give \"is\", or \"min\" and \"max\", not both\n"
     "E s.json:4:82: /serial/allow/2/only_if/0/max: 2 is below \"min\", 3\n"
     "E s.json:5:71: /serial/allow/3/only_if/0/is: must be a number from -1e+15 to 1e+15 or true or false or "
     "a list [ ] of 1 to 64 entries, not \"on\""},
    {"state_of_a_bus_at_rest",
     R"({"serial": {"device": "a", "access": "read_write", "allow": [
)" + only_if(R"("bus": "serial9", "packet": "ST1", "param": "stage", "is": 1)") +
         R"(]}, "can": {"name": "serial9", "enabled": false}})",
     kUnit,
     "E s.json:2:37: /serial/allow/0/only_if/0/bus: the bus \"serial9\" is not enabled: its values are never "
     "known, so nothing could be written"},
    {"can_range",
     can(R"({"name": "X100", "min": 1}, {"id": "X200", "confirm": true}, {"confirm": true}, {"id": "100"})"),
     can_packets(""),
     "E s.json:2:1: /can/allow/0: a CAN id has no range: give the params of its packet \"valid_bot\" and "
     "\"valid_top\"\n"
     "E s.json:2:62: /can/allow/2: \"name\" is missing\n"
     "E s.json:2:88: /can/allow/3/id: must be a CAN id such as X18FF0001 or S300, not \"100\""},
    {"can_state", can(R"({"name": "X100", "only_if": [{"packet": "P", "param": "v", "min": 3}]})"),
     can_params(R"("v": {})"), ""},
    {"state_of_one_of_two_units",
     modbus(R"({"name": "v", "only_if": [{"packet": "P", "param": "v", "is": 1}]})"), kWritable,
     "E s.json:3:27: /modbus/allow/0/only_if/0: this bus has several units: name the one that has the value, "
     "as in \"bus\": \"modbus0u1\""},
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
