#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class SnmpAlarmProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(SnmpAlarmProblem, IsReported) {
  expect_lines(GetParam());
}

const std::vector<LoadCase>
    kCases{
        {"alarm", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "names": {"1": "normal", "2": "low"}, "alarm": {"quantity": "q"}}, "b": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 2, "names": {"0": "normal"}, "alarm": {"quantity": "q", "normal": 0, "string": "index", "battery": {"packet": "P", "param": "n"}}}, "n": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 2})"),
         ""},
        {"alarm_without_names", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "alarm": {"quantity": "q"}}, "b": {"oid": "1.3.6.1.2.1", "names": {"2": "low"}, "alarm": {"quantity": "r"}}, "c": {"oid": "1.3.6.1.2.1", "names": {"2": "low"}, "alarm": {"quantity": "s", "normal": 3}})"),
         "E p.json:1:91: /protocols/snmp/packets/P/params/a/alarm: needs \"names\": the words of its states\n"
         "E p.json:1:171: /protocols/snmp/packets/P/params/b/alarm: \"normal\" is 1, and \"names\" has no "
         "word "
         "for it\n"
         "E p.json:1:279: /protocols/snmp/packets/P/params/c/alarm/normal: \"normal\" is 3, and \"names\" "
         "has no "
         "word for it"},
        {"alarm_with_another_normal", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "names": {"0": "normal", "1": "low"}, "alarm": {"quantity": "q"}})"),
         "E p.json:1:129: /protocols/snmp/packets/P/params/a/alarm: \"normal\" is 1, and \"names\" calls 0 "
         "normal"},
        {"alarm_with_several_normals", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "names": {"1": "active", "2": "failed", "3": "normal"}, "alarm": {"quantity": "q", "normal": [1, 3]}}, "b": {"oid": "1.3.6.1.2.1", "names": {"1": "normal", "2": "failed", "3": "normal"}, "alarm": {"quantity": "r", "normal": [1, 9]}}, "c": {"oid": "1.3.6.1.2.1", "names": {"1": "normal"}, "alarm": {"quantity": "s", "normal": []}}, "d": {"oid": "1.3.6.1.2.1", "names": {"1": "normal"}, "alarm": {"quantity": "t", "normal": [1.5]}})"),
         "E p.json:1:278: /protocols/snmp/packets/P/params/b/alarm: \"normal\" is 1, 9, and \"names\" calls "
         "3 "
         "normal\n"
         "E p.json:1:310: /protocols/snmp/packets/P/params/b/alarm/normal/1: \"normal\" is 9, and \"names\" "
         "has no "
         "word for it\n"
         "E p.json:1:407: /protocols/snmp/packets/P/params/c/alarm/normal: must be a whole number from "
         "-9007199254740991 to 9007199254740991 or a list [ ] of 1 to 64 entries, not an empty list\n"
         "E p.json:1:505: /protocols/snmp/packets/P/params/d/alarm/normal/0: must be a whole number from "
         "-9007199254740991 to 9007199254740991, not 1.5"},
        {"alarm_item", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 2, "names": {"1": "normal"}, "alarm": {"quantity": "q", "item": "index"}}, "b": {"oid": "1.3.6.1.2.1", "names": {"1": "normal"}, "alarm": {"quantity": "q"}})"),
         ""},
        {"alarm_item_wrong", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "names": {"1": "normal"}, "alarm": {"quantity": "q", "item": "index"}}, "b": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 2, "names": {"1": "normal"}, "alarm": {"quantity": "r", "item": "name"}}, "c": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 2, "names": {"1": "normal"}, "alarm": {"quantity": "s"}})"),
         "E p.json:1:143: /protocols/snmp/packets/P/params/a/alarm/item: means nothing without \"packing\": "
         "\"LIST\": a single value has no elements\n"
         "E p.json:1:274: /protocols/snmp/packets/P/params/b/alarm/item: must be one of \"index\", not "
         "\"name\"\n"
         "E p.json:1:378: /protocols/snmp/packets/P/params/c/alarm: the alarms of its elements couldn't be "
         "told "
         "apart: say whose they are by \"string\" or \"battery\", or number them by \"item\": \"index\""},
        {"alarm_of_a_text", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "raw": "text", "names": {"1": "normal"}, "alarm": {"quantity": "q"}})"),
         "E p.json:1:106: /protocols/snmp/packets/P/params/a/names: only whole numbers have names: this "
         "value is "
         "a text or has a fractional factor or offset"},
        {"alarm_without_quantity", kSnmpSettings,
         snmp_params(R"("a": {"oid": "1.3.6.1.2.1", "names": {"1": "normal"}, "alarm": {}})"),
         "E p.json:1:117: /protocols/snmp/packets/P/params/a/alarm: \"quantity\" is missing"},
        {"alarm_owner_of_a_single_value", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "names": {"1": "normal"}, "alarm": {"quantity": "q", "string": "index", "battery": {"packet": "P", "param": "b"}}}, "b": {"oid": "1.3.6.1.2.1"})"),
         "E p.json:1:145: /protocols/snmp/packets/P/params/a/alarm/string: means nothing without "
         "\"packing\": "
         "\"LIST\": a single value has no elements\n"
         "E p.json:1:165: /protocols/snmp/packets/P/params/a/alarm/battery: means nothing without "
         "\"packing\": "
         "\"LIST\": a single value has no elements"},
        {"alarm_owner",
         kSnmpSettings, snmp_map(R"("packets": {"P": {"count": 3, "params": {"a": {"oid": "1.3.6.1.2.1", "packing": "LIST", "names": {"1": "normal"}, "alarm": {"quantity": "q", "string": {"packet": "P", "param": "b"}, "battery": {"packet": "P", "param": "cc"}}}, "b": {"oid": "1.3.6.1.2.1"}, "c": {"oid": "1.3.6.1.2.1", "packing": "LIST"}}}})"),
         "E p.json:1:201: /protocols/snmp/packets/P/params/a/alarm/string/param: \"b\" is no list: it has no "
         "elements\n"
         "E p.json:1:243: /protocols/snmp/packets/P/params/a/alarm/battery/param: there is no param \"cc\" "
         "in "
         "\"P\"; there is \"a\", \"b\", \"c\""},
        {"alarm_owner_wrong_word", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 2, "names": {"1": "normal"}, "alarm": {"quantity": "q", "string": "idx", "battery": {"packet": "P"}}})"),
         "E p.json:1:176: /protocols/snmp/packets/P/params/a/alarm/string: must be the text \"index\" or an "
         "object { }, not \"idx\"\n"
         "E p.json:1:194: /protocols/snmp/packets/P/params/a/alarm/battery: \"param\" is missing"},
        {"alarm_owner_of_other_elements", kSnmpSettings,
         snmp_map(
             R"("packets": {"P": {"count": 3, "params": {"a": {"oid": "1.3.6.1.2.1", "packing": "LIST", "names": {"1": "normal"}, "alarm": {"quantity": "q", "string": {"packet": "Q", "param": "b"}, "battery": {"packet": "P", "param": "c"}}}, "c": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 2}}}, "Q": {"count": 3, "first_index": 0, "params": {"b": {"oid": "1.3.6.1.2.1", "packing": "LIST"}}}})"),
         "E p.json:1:201: /protocols/snmp/packets/P/params/a/alarm/string/param: \"b\" begins with instance "
         "0, "
         "and the alarms with 1\n"
         "W p.json:1:243: /protocols/snmp/packets/P/params/a/alarm/battery/param: \"c\" has 2 elements, and "
         "there are 3 alarms: whose the last ones are is not known"},
        {"alarm_twice", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "names": {"1": "normal"}, "alarm": {"quantity": "q"}}, "b": {"oid": "1.3.6.1.2.1", "names": {"1": "normal"}, "alarm": {"quantity": "q"}})"),
         "E p.json:1:213: /protocols/snmp/packets/P/params/b/alarm/quantity: \"a\" has alarms of \"q\" "
         "already: "
         "they couldn't be told apart"},
    };

INSTANTIATE_TEST_SUITE_P(Load, SnmpAlarmProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

/// The map that is read, without a word said.
BusProtocol read(const std::string& params) {
  const auto config = load_quietly(kSnmpSettings, params);
  EXPECT_EQ(config.params.buses.size(), 1U);
  return config.params.buses.empty() ? BusProtocol{} : config.params.buses[0];
}

const ParamConfig& param_of(const BusProtocol& bus, const std::string& name) {
  static const ParamConfig kNone;
  for (const auto& packet : bus.packets) {
    for (const auto& param : packet.params) {
      if (param.name == name && param.snmp) return param;
    }
  }
  ADD_FAILURE() << "no param " << name;
  return kNone;
}

TEST(SnmpAlarm, IsRead) {
  const auto bus = read(snmp_map(R"("packets": {"P": {"count": 3, "params": {
    "n": {"oid": "1.3.6.1.1", "packing": "LIST"}, "one": {"oid": "1.3.6.1.1", "names": {"0": "normal", "1": "lost"}, "alarm": {"quantity": "q", "normal": 0}},
    "several": {"oid": "1.3.6.1.4", "packing": "LIST", "names": {"1": "a", "2": "b", "-3": "c"}, "alarm": {"quantity": "q", "normal": [1, -3], "item": "index"}},
    "all": {"oid": "1.3.6.1.2", "packing": "LIST", "names": {"1": "normal", "2": "low"},
      "alarm": {"quantity": "v", "string": "index", "battery": {"packet": "P", "param": "n"}}}}}})"));
  const auto& one = *param_of(bus, "one").snmp->alarm;
  EXPECT_EQ(one.quantity, "q");
  EXPECT_EQ(one.normal, std::vector<std::int64_t>{0});
  EXPECT_FALSE(one.string.has_value());
  EXPECT_FALSE(one.battery.has_value());
  const auto& all = *param_of(bus, "all").snmp->alarm;
  EXPECT_EQ(all.normal, std::vector<std::int64_t>{1});
  EXPECT_FALSE(all.is_numbered);
  ASSERT_TRUE(all.string && all.battery);
  EXPECT_TRUE(all.string->is_index);
  EXPECT_FALSE(all.battery->is_index);
  EXPECT_EQ(all.battery->list, (core::ParamName{"P", "n"}));
  const auto& several = *param_of(bus, "several").snmp->alarm;
  EXPECT_EQ(several.normal, (std::vector<std::int64_t>{1, -3}));
  EXPECT_TRUE(several.is_numbered);
}

}  // namespace
}  // namespace bmsgw::config
