#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class SnmpOrderProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(SnmpOrderProblem, IsReported) {
  expect_lines(GetParam());
}

/// A map with a packet P, whose param tells of voltages, and with these traps.
std::string traps(const std::string& keys) {
  return snmp_map(
      R"("packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2", "names": {"1": "ok", "2": "warnLow"},
    "alarm": {"quantity": "voltage"}}}}}, "traps": {)" +
      keys + "}");
}

/// The same with a command `go`.
std::string command(const std::string& keys) {
  return snmp_map(R"("packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2"}}}}, "commands": {"go": {)" +
                  keys + "}}");
}

std::string steps(int count) {
  std::string all;
  for (int i = 0; i < count; ++i)
    all += (i == 0 ? "" : ", ") + (R"({"oid": "1.3.6.1.9.)" + std::to_string(i)) + R"(", "value": 1})";
  return all;
}

const std::vector<LoadCase> kTrapCases{
    {"quiet", kSnmpSettings,
     traps(
         R"("traps": {"1.3.6.1.4.1.9.0.1": {"severity": "alarm", "varbinds": ["ignore", "string", "battery", "event", "text"]}, "1.3.6.1.4.1.9.0.2": {"varbinds": ["value"], "meaning": {"quantity": "q", "state": "normal", "alarm": true}}}, "events": {"1.3.6.1.4.1.9.1.0": {"1": {"quantity": "q", "state": "{severity}Low", "alarm": true}, "2": {"state": "info", "text": "t"}}}, "text": "1.3.6.1.4.1.9.2.0", "then_read": ["P"])"),
     ""},
    {"trap_is_no_oid", kSnmpSettings,
     traps(
         R"("traps": {"603": {"meaning": {"state": "s"}}, "1.3.6.1.x": {"meaning": {"state": "s"}}}, "events": {"y": {"1": {"state": "s"}}}, "text": "1.3.6.1.4.z")"),
     "E p.json:2:70: /protocols/snmp/traps/traps/603: \"603\" doesn't begin with 1.3.6.1, and there is no "
     "\"oid_base\" that it could follow\n"
     "E p.json:2:112: /protocols/snmp/traps/traps/1.3.6.1.x: must be at most 128 numbers with dots between "
     "them, as in 1.3.6.1.2.1.1.3.0, not \"1.3.6.1.x\"\n"
     "E p.json:2:158: /protocols/snmp/traps/events/y: must be at most 128 numbers with dots between them, as "
     "in 1.3.6.1.2.1.1.3.0, not \"y\"\n"
     "E p.json:2:190: /protocols/snmp/traps/text: must be at most 128 numbers with dots between them, as in "
     "1.3.6.1.2.1.1.3.0, not \"1.3.6.1.4.z\""},
    {"trap_twice", kSnmpSettings,
     traps(
         R"("traps": {"1.3.6.1.9": {"meaning": {"state": "s"}}, ".1.3.6.1.9": {"meaning": {"state": "s"}}})"),
     "E p.json:2:119: /protocols/snmp/traps/traps/.1.3.6.1.9: the trap 1.3.6.1.9 is that at p.json:2:76 "
     "already"},
    {"events_twice", kSnmpSettings,
     traps(
         R"("traps": {"1.3.6.1.9": {"varbinds": ["event"]}}, "events": {"1.3.6.1.8": {"1": {"state": "s"}}, ".1.3.6.1.8": {"2": {"state": "s"}}})"),
     "E p.json:2:163: /protocols/snmp/traps/events/.1.3.6.1.8: the events of 1.3.6.1.8 stand here already"},
    {"role_unknown", kSnmpSettings,
     traps(R"("traps": {"1.3.6.1.9": {"varbinds": ["strin", "text", "text"], "meaning": {"state": "s"}}})"),
     "E p.json:2:90: /protocols/snmp/traps/traps/1.3.6.1.9/varbinds/0: must be one of \"ignore\", "
     "\"string\", \"battery\", \"index\", \"event\", \"value\", \"text\", not \"strin\"; did you mean "
     "\"string\"?\n"
     "E p.json:2:107: /protocols/snmp/traps/traps/1.3.6.1.9/varbinds/2: there is another \"text\" in this "
     "trap already"},
    {"severity_unknown", kSnmpSettings,
     traps(R"("traps": {"1.3.6.1.9": {"severity": "alert", "meaning": {"state": "s"}}})"),
     "E p.json:2:89: /protocols/snmp/traps/traps/1.3.6.1.9/severity: must be one of \"alarm\", \"warn\", "
     "\"info\", not \"alert\"; did you mean \"alarm\"?"},
    {"event_code", kSnmpSettings,
     traps(
         R"("traps": {"1.3.6.1.9": {"varbinds": ["event"]}}, "events": {"1.3.6.1.8": {"one": {"state": "s"}, "0x1": {"state": "s"}, "1": {"state": "s"}}})"),
     "E p.json:2:134: /protocols/snmp/traps/events/1.3.6.1.8/one: the code must be a whole number such as 7 "
     "or 0x1F, not \"one\"\n"
     "E p.json:2:178: /protocols/snmp/traps/events/1.3.6.1.8/1: the code 1 has a meaning already"},
    {"event_without_state", kSnmpSettings,
     traps(
         R"("traps": {"1.3.6.1.9": {"varbinds": ["event"]}}, "events": {"1.3.6.1.8": {"1": {"quantity": "q"}}})"),
     "E p.json:2:132: /protocols/snmp/traps/events/1.3.6.1.8/1: \"state\" is missing"},
    {"state_with_other_braces", kSnmpSettings,
     traps(
         R"("traps": {"1.3.6.1.9": {"severity": "info", "varbinds": ["event"]}}, "events": {"1.3.6.1.8": {"1": {"state": "{sev}Low"}, "2": {"state": "{severity}{severity}"}}})"),
     "E p.json:2:162: /protocols/snmp/traps/events/1.3.6.1.8/1/state: knows {severity}, once, and nothing "
     "else in braces, unlike \"{sev}Low\"\n"
     "E p.json:2:190: /protocols/snmp/traps/events/1.3.6.1.8/2/state: knows {severity}, once, and nothing "
     "else in braces, unlike \"{severity}{severity}\""},
    {"state_without_severity", kSnmpSettings,
     traps(
         R"("traps": {"1.3.6.1.9": {"meaning": {"state": "{severity}Low"}}, "1.3.6.1.7": {"varbinds": ["event"]}}, "events": {"1.3.6.1.8": {"1": {"state": "{severity}Low"}}})"),
     "E p.json:2:98: /protocols/snmp/traps/traps/1.3.6.1.9/meaning/state: has {severity}, and the trap has "
     "no \"severity\"\n"
     "E p.json:2:130: /protocols/snmp/traps/traps/1.3.6.1.7: \"severity\" is missing: states of \"events\" "
     "have {severity}"},
    {"no_meaning", kSnmpSettings,
     traps(
         R"("traps": {"1.3.6.1.9": {"varbinds": ["text"]}, "1.3.6.1.7": {"varbinds": ["event"], "meaning": {"state": "s"}}})"),
     "W p.json:2:76: /protocols/snmp/traps/traps/1.3.6.1.9: nothing says what it means: it has neither an "
     "\"event\" among its \"varbinds\" nor a \"meaning\"\n"
     "E p.json:2:126: /protocols/snmp/traps/traps/1.3.6.1.7/varbinds: has an \"event\", and there are no "
     "\"events\" that say what it means\n"
     "W p.json:2:148: /protocols/snmp/traps/traps/1.3.6.1.7/meaning: means nothing beside the \"event\" of "
     "its \"varbinds\""},
    {"quantity_near", kSnmpSettings,
     traps(
         R"("traps": {"1.3.6.1.9": {"meaning": {"quantity": "voltages", "state": "normal", "alarm": true}}, "1.3.6.1.7": {"meaning": {"quantity": "other", "state": "normal", "alarm": true}}, "1.3.6.1.6": {"meaning": {"quantity": "voltages", "state": "normal"}}})"),
     "W p.json:2:101: /protocols/snmp/traps/traps/1.3.6.1.9/meaning/quantity: no param has alarms of "
     "\"voltages\"; did you mean \"voltage\"?"},
    {"state_unknown", kSnmpSettings,
     traps(
         R"("traps": {"1.3.6.1.9": {"severity": "warn", "meaning": {"quantity": "voltage", "state": "{severity}low", "alarm": true}}, "1.3.6.1.7": {"severity": "warn", "meaning": {"quantity": "voltage", "state": "{severity}Low", "alarm": true}}})"),
     "W p.json:2:141: /protocols/snmp/traps/traps/1.3.6.1.9/meaning/state: the params' alarms of \"voltage\" "
     "have no state \"{severity}low\"; there is \"normal\", \"warnLow\""},
    {"then_read_unknown", kSnmpSettings, traps(R"("then_read": ["P", "PP"])"),
     "E p.json:2:72: /protocols/snmp/traps/then_read/1: there is no packet \"PP\"; there is \"P\""},
    {"key_unknown", kSnmpSettings, traps(R"("trap": {})"),
     "E p.json:2:53: /protocols/snmp/traps/trap: there is no key \"trap\" here; did you mean \"traps\"?"},
};

INSTANTIATE_TEST_SUITE_P(Traps, SnmpOrderProblem, ::testing::ValuesIn(kTrapCases), name_of<LoadCase>);

const std::vector<LoadCase> kCommandCases{
    {"quiet", kSnmpSettings,
     command(
         R"("description": "d", "write": {"oid": "1.3.6.1.9.0", "value": 2}, "verify": false, "until": {"oid": "1.3.6.1.8.0", "equals": 3, "fails": {"9": "no"}, "every": 2, "timeout": 60}, "then_read": "P")"),
     ""},
    {"no_write", kSnmpSettings, command(R"("description": "d")"),
     "E p.json:1:103: /protocols/snmp/commands/go: has no \"write\": it would do nothing"},
    {"empty_write", kSnmpSettings, command(R"("write": [])"),
     "E p.json:1:103: /protocols/snmp/commands/go: has no \"write\": it would do nothing"},
    {"no_oid", kSnmpSettings, command(R"("write": {"value": 1}, "until": {"equals": 1})"),
     "E p.json:1:113: /protocols/snmp/commands/go/write: \"oid\" is missing\n"
     "E p.json:1:136: /protocols/snmp/commands/go/until: \"oid\" is missing"},
    {"no_value", kSnmpSettings, command(R"("write": {"oid": "1.3.6.1.9.0"})"),
     "E p.json:1:113: /protocols/snmp/commands/go/write: \"value\" is missing"},
    {"oid", kSnmpSettings,
     command(R"("write": {"oid": "6.2.0", "value": 1}, "until": {"oid": "1.3.6.1.a", "equals": 1})"),
     "E p.json:1:121: /protocols/snmp/commands/go/write/oid: \"6.2.0\" doesn't begin with 1.3.6.1, and there "
     "is no \"oid_base\" that it could follow\n"
     "E p.json:1:160: /protocols/snmp/commands/go/until/oid: must be at most 128 numbers with dots between "
     "them, as in 1.3.6.1.2.1.1.3.0, not \"1.3.6.1.a\""},
    {"oid_twice", kSnmpSettings,
     command(R"("write": [{"oid": "1.3.6.1.9.0", "value": 1}, {"oid": ".1.3.6.1.9.0", "value": 2}])"),
     "E p.json:1:158: /protocols/snmp/commands/go/write/1/oid: 1.3.6.1.9.0 is written by this command "
     "already"},
    {"value_too_large", kSnmpSettings,
     command(
         R"("write": [{"oid": "1.3.6.1.9.0", "value": 2147483648}, {"oid": "1.3.6.1.9.1", "value": 2147483647}, {"oid": "1.3.6.1.9.2", "value": 30000000, "factor": 0.01}, {"oid": "1.3.6.1.9.3", "value": 1, "factor": 0}])"),
     "E p.json:1:146: /protocols/snmp/commands/go/write/0/value: 2147483648 doesn't fit into an INTEGER of "
     "32 bits\n"
     "E p.json:1:236: /protocols/snmp/commands/go/write/2/value: 30000000 doesn't fit into an INTEGER of 32 "
     "bits\n"
     "E p.json:1:308: /protocols/snmp/commands/go/write/3/factor: must not be 0: every value would be 0"},
    {"part_of_the_time", kSnmpSettings, command(R"("write": {"oid": "1.3.6.1.9.0", "value": "epoch"})"),
     "E p.json:1:145: /protocols/snmp/commands/go/write/value: parts of the time are Modbus's: over SNMP it "
     "is a number or \"argument\", not \"epoch\""},
    {"argument_missing", kSnmpSettings, command(R"("write": {"oid": "1.3.6.1.9.0", "value": "argument"})"),
     "E p.json:1:145: /protocols/snmp/commands/go/write/value: needs \"argument\": {\"min\": ..., \"max\": "
     "...} of the command: what it may be given"},
    {"argument_unused", kSnmpSettings,
     command(R"("argument": {"min": 0, "max": 9}, "write": {"oid": "1.3.6.1.9.0", "value": 1})"),
     "W p.json:1:116: /protocols/snmp/commands/go/argument: means nothing as long as no \"value\" is "
     "\"argument\""},
    {"argument_backwards", kSnmpSettings,
     command(R"("argument": {"min": 9, "max": 0}, "write": {"oid": "1.3.6.1.9.0", "value": "argument"})"),
     "E p.json:1:134: /protocols/snmp/commands/go/argument/max: 0 is below \"min\", 9"},
    {"argument_too_large", kSnmpSettings,
     command(R"("argument": {"min": 0, "max": 3e9}, "write": {"oid": "1.3.6.1.9.0", "value": "argument"})"),
     "E p.json:1:181: /protocols/snmp/commands/go/write/value: argument (3000000000) doesn't fit into an "
     "INTEGER of 32 bits"},
    {"until_without_equals", kSnmpSettings,
     command(R"("write": {"oid": "1.3.6.1.9.0", "value": 1}, "until": {"oid": "1.3.6.1.8.0"})"),
     "E p.json:1:158: /protocols/snmp/commands/go/until: \"equals\" is missing"},
    {"until", kSnmpSettings,
     command(
         R"("write": {"oid": "1.3.6.1.9.0", "value": 1}, "until": {"oid": "1.3.6.1.8.0", "equals": 1.5, "every": 0, "timeout": 90000, "fails": {"x": "a"}})"),
     "E p.json:1:191: /protocols/snmp/commands/go/until/equals: must be a whole number, not 1.5\n"
     "E p.json:1:205: /protocols/snmp/commands/go/until/every: must be a number from 0.1 to 3600 s, not 0\n"
     "E p.json:1:219: /protocols/snmp/commands/go/until/timeout: must be a number from 0.1 to 86400 s, not "
     "90000\n"
     "E p.json:1:241: /protocols/snmp/commands/go/until/fails/x: the code must be a whole number such as 7 "
     "or 0x1F, not \"x\""},
    {"fails_when_done", kSnmpSettings,
     command(
         R"("write": {"oid": "1.3.6.1.9.0", "value": 1}, "until": {"oid": "1.3.6.1.8.0", "equals": 3, "fails": {"3": "a"}})"),
     "E p.json:1:203: /protocols/snmp/commands/go/until/fails: has the code 3 too, which by \"equals\" means "
     "that it is done"},
    {"then_read", kSnmpSettings,
     command(R"("write": {"oid": "1.3.6.1.9.0", "value": 1}, "then_read": ["P", "PQ"])"),
     "E p.json:1:168: /protocols/snmp/commands/go/then_read/1: there is no packet \"PQ\"; there is \"P\""},
    {"keys_of_modbus", kSnmpSettings,
     command(
         R"("addressing": "one", "write": {"oid": "1.3.6.1.9.0", "value": 1, "address": 1, "raw": "u16", "function": 6, "utc": false, "verify": false, "word_order": "low_first", "big_end": true}, "until": {"oid": "1.3.6.1.8.0", "equals": 1, "address": 1, "function": 3, "raw": "u16", "word_order": "low_first", "big_end": true, "bit": 1, "bits": 2, "offset": 1, "factor": 2})"),
     "W p.json:1:118: /protocols/snmp/commands/go/addressing: means nothing over SNMP\n"
     "W p.json:1:180: /protocols/snmp/commands/go/write/address: means nothing over SNMP\n"
     "W p.json:1:190: /protocols/snmp/commands/go/write/raw: means nothing over SNMP\n"
     "W p.json:1:209: /protocols/snmp/commands/go/write/function: means nothing over SNMP\n"
     "W p.json:1:219: /protocols/snmp/commands/go/write/utc: means nothing over SNMP\n"
     "W p.json:1:236: /protocols/snmp/commands/go/write/verify: means nothing over SNMP\n"
     "W p.json:1:257: /protocols/snmp/commands/go/write/word_order: means nothing over SNMP\n"
     "W p.json:1:281: /protocols/snmp/commands/go/write/big_end: means nothing over SNMP\n"
     "W p.json:1:344: /protocols/snmp/commands/go/until/address: means nothing over SNMP\n"
     "W p.json:1:359: /protocols/snmp/commands/go/until/function: means nothing over SNMP\n"
     "W p.json:1:369: /protocols/snmp/commands/go/until/raw: means nothing over SNMP\n"
     "W p.json:1:390: /protocols/snmp/commands/go/until/word_order: means nothing over SNMP\n"
     "W p.json:1:414: /protocols/snmp/commands/go/until/big_end: means nothing over SNMP\n"
     "W p.json:1:427: /protocols/snmp/commands/go/until/bit: means nothing over SNMP\n"
     "W p.json:1:438: /protocols/snmp/commands/go/until/bits: means nothing over SNMP\n"
     "W p.json:1:451: /protocols/snmp/commands/go/until/offset: means nothing over SNMP\n"
     "W p.json:1:464: /protocols/snmp/commands/go/until/factor: means nothing over SNMP"},
    {"too_many", kSnmpSettings, command("\"write\": [" + steps(33) + "]"),
     "E p.json:1:113: /protocols/snmp/commands/go/write: one request sets at most 32 objects, not 33"},
    {"as_many_as_go", kSnmpSettings, command("\"write\": [" + steps(32) + "]"), ""},
};

INSTANTIATE_TEST_SUITE_P(Commands, SnmpOrderProblem, ::testing::ValuesIn(kCommandCases), name_of<LoadCase>);

TEST(SnmpTraps, AreRead) {
  const auto config = load_quietly(kSnmpSettings, traps(R"("traps": {
      "1.3.6.1.4.1.9.0.603": {"severity": "warn", "varbinds": ["ignore", "string", "battery", "index", "event", "value", "text"]},
      "1.3.6.1.4.1.9.0.200": {"varbinds": [], "meaning": {"quantity": "voltage", "state": "normal", "text": "t", "alarm": true}}},
    "events": {"1.3.6.1.4.1.9.6.0": {"101": {"quantity": "voltage", "state": "{severity}Low", "alarm": true}},
               "1.3.6.1.4.1.9.7.0": {"101": {"state": "info", "text": "x"}}},
    "text": ".1.3.6.1.4.1.9.3.0", "then_read": "P")"));
  ASSERT_EQ(config.params.buses.size(), 1U);
  const auto& read = config.params.buses[0].snmp.traps;
  ASSERT_EQ(read.traps.size(), 2U);
  using core::SnmpTrapRole;
  EXPECT_EQ(read.traps[0].trap, "1.3.6.1.4.1.9.0.603");
  EXPECT_EQ(read.traps[0].severity, "warn");
  EXPECT_EQ(read.traps[0].varbinds,
            (std::vector<SnmpTrapRole>{SnmpTrapRole::ignore, SnmpTrapRole::string, SnmpTrapRole::battery,
                                       SnmpTrapRole::index, SnmpTrapRole::event, SnmpTrapRole::value,
                                       SnmpTrapRole::text}));
  EXPECT_FALSE(read.traps[0].meaning.has_value());
  ASSERT_TRUE(read.traps[1].meaning.has_value());
  EXPECT_EQ(read.traps[1].meaning->quantity, "voltage");
  EXPECT_EQ(read.traps[1].meaning->state, "normal");
  EXPECT_EQ(read.traps[1].meaning->text, "t");
  EXPECT_TRUE(read.traps[1].meaning->is_alarm);
  ASSERT_EQ(read.events.size(), 2U) << "numbers of two objects may overlap";
  EXPECT_EQ(read.events.at("1.3.6.1.4.1.9.6.0").at(101).state, "{severity}Low");
  EXPECT_TRUE(read.events.at("1.3.6.1.4.1.9.6.0").at(101).is_alarm);
  EXPECT_EQ(read.events.at("1.3.6.1.4.1.9.7.0").at(101).quantity, "");
  EXPECT_FALSE(read.events.at("1.3.6.1.4.1.9.7.0").at(101).is_alarm);
  EXPECT_EQ(read.text, "1.3.6.1.4.1.9.3.0");
  EXPECT_EQ(read.then_read, std::vector<std::string>{"P"});
}

core::SnmpCommandSpec command_of(const std::string& keys) {
  const auto config = load_quietly(kSnmpSettings, command(keys));
  EXPECT_EQ(config.params.buses.at(0).snmp.commands.size(), 1U);
  return config.params.buses.at(0).snmp.commands.at(0);
}

TEST(SnmpCommand, IsRead) {
  const auto go = command_of(R"("description": "d", "argument": {"min": 0, "max": 12}, "verify": false,
    "write": [{"oid": "1.3.6.1.9.1.0", "value": -2}, {"oid": "1.3.6.1.9.2.0", "value": "argument", "factor": 0.01, "offset": 5}],
    "until": {"oid": ".1.3.6.1.8.0", "equals": 3, "fails": {"9": "it is busy", "0x8": "no"}, "every": 2, "timeout": 1800},
    "then_read": ["P"])");
  EXPECT_EQ(go.name, "go");
  EXPECT_EQ(go.description, "d");
  EXPECT_FALSE(go.verify);
  ASSERT_EQ(go.sets.size(), 2U);
  EXPECT_EQ(go.sets[0].oid, "1.3.6.1.9.1.0");
  EXPECT_FALSE(go.sets[0].is_argument);
  EXPECT_EQ(go.sets[0].value, -2);
  EXPECT_TRUE(go.sets[1].is_argument);
  EXPECT_EQ(go.sets[1].format.factor, 0.01);
  EXPECT_EQ(go.sets[1].format.offset, 5);
  ASSERT_TRUE(go.argument.has_value());
  EXPECT_EQ(go.argument->most, 12);
  ASSERT_TRUE(go.until.has_value());
  EXPECT_EQ(go.until->oid, "1.3.6.1.8.0");
  EXPECT_EQ(go.until->equals, 3);
  EXPECT_EQ(go.until->fails, (std::map<std::int64_t, std::string>{{8, "no"}, {9, "it is busy"}}));
  EXPECT_EQ(go.until->every_s, 2);
  EXPECT_EQ(go.until->timeout_s, 1800);
  EXPECT_EQ(go.then_read, std::vector<std::string>{"P"});
}

TEST(SnmpCommand, IsVerifiedUnlessUntilWatchesWhatItWrites) {
  EXPECT_TRUE(command_of(R"("write": {"oid": "1.3.6.1.9.0", "value": 1})").verify);
  EXPECT_TRUE(
      command_of(
          R"("write": {"oid": "1.3.6.1.9.0", "value": 1}, "until": {"oid": "1.3.6.1.8.0", "equals": 1})")
          .verify);
  EXPECT_FALSE(
      command_of(
          R"("write": {"oid": "1.3.6.1.9.0", "value": 1}, "until": {"oid": "1.3.6.1.9.0", "equals": 2})")
          .verify);
  EXPECT_TRUE(
      command_of(
          R"("verify": true, "write": {"oid": "1.3.6.1.9.0", "value": 1}, "until": {"oid": "1.3.6.1.9.0", "equals": 2})")
          .verify);
}

}  // namespace
}  // namespace bmsgw::config
