#include "bmsgw/config/method_names.hpp"

#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

/// A sentence and frames to write, and what is read, with these routes; they begin at column 1 of line 4.
std::string routes(const std::string& routes) {
  return R"({"protocols": {"g1": {"packets": {"BV1": {"params": {"Min": {}, "Text": {"format": "STR"}}}, "SC1": {"params": {"Soc": {"bits": 8}}}, "RS1": {"params": {"a": {"bits": 8}}}, "XY1": {"params": {"a": {"bits": 8}}}}},
"can": {"packets": {"Out": {"id": "X200", "params": {"a": {}, "b": {"start": 8}}}, "More": {"id": "X300", "range": 2, "params": {"a": {}}}}},
"modbus": {"packets": {"P": {"params": {"w": {"address": 1, "write": 6}, "r": {"address": 2}}}}}}, "routes": [
)" + routes +
         "]}";
}

std::string method(const std::string& name, const std::string& to) {
  return R"({"from": {"prot": "mqtt", "param": ")" + name + R"("}, "to": {)" + to + "}}";
}

const std::string kToSoc = R"("prot": "g1", "sentence": "SC1", "param": "Soc")";
const std::string kToA = R"("prot": "can", "packet": "Out", "param": "a")";
const std::string kToB = R"("prot": "can", "packet": "Out", "param": "b")";
const std::string kToW = R"("prot": "modbus", "packet": "P", "param": "w")";

/// All buses may write this.
const std::string kOpen =
    R"({"serial": {"device": "a", "access": "read_write", "allow": ["SC1", "RS1", "XY1"]},
"can": {"access": "read_write", "allow": ["X200", "X300"]},
"modbus": {"host": "h", "key_prefix": "m", "access": "read_write", "allow": ["P/w"]}})";
const std::string kClosed = R"({"serial": {"device": "a"}, "can": {"enabled": true},
"modbus": {"host": "h", "key_prefix": "m"}})";

class MethodProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(MethodProblem, IsReported) {
  expect_lines(GetParam());
}

const std::vector<LoadCase> kCases{
    {"quiet", kOpen,
     routes(method("setSoc", kToSoc) + "," + method("a", kToA) + "," + method("b_.-9", kToB) + "," +
            method("w", kToW)),
     ""},
    {"names", kOpen,
     routes(method("", kToSoc) + ",\n" + method("a b", kToA) + ",\n" + method(std::string(65, 'x'), kToB) +
            ",\n" + method("g1.reset", kToW)),
     ""},
    {"reserved", kOpen, routes(method("reboot", kToW)), ""},
    {"taken", kOpen, routes(method("x", kToW) + ",\n" + method("x", kToSoc)), ""},
    {"no_name", kOpen, routes(R"({"from": {"prot": "mqtt"}, "to": {)" + kToW + "}}"), ""},
    {"to_the_server", kOpen, routes(method("x", R"("prot": "mqtt", "param": "y")")), ""},
    {"keys_of_others", kOpen,
     routes(R"({"from": {"prot": "mqtt", "param": "x", "bus": "can0"}, "deadband": 1, "to": {)" + kToSoc +
            R"(}},
{"from": {"prot": "g1", "sentence": "BV1", "param": "Min", "attribute": true}, "to": {"prot": "mqtt", "param": "m"}})"),
     ""},
    {"read_only", kClosed,
     routes(method("x", kToSoc) + ",\n" + method("a", kToA) + "," + method("b", kToB) + ",\n" +
            method("y", kToW)),
     ""},
    {"not_allowed",
     R"({"serial": {"device": "a", "access": "read_write", "allow": ["RC1"]}, "can": {"access": "read_write", "allow": ["S200"]},
"modbus": {"host": "h", "key_prefix": "m", "access": "read_write", "allow": []}})",
     routes(method("x", kToSoc) + ",\n" + method("a", kToA) + "," + method("b", kToB) + ",\n" +
            method("y", kToW)),
     ""},
    {"can_not_be_written", kOpen,
     routes(method("x", R"("prot": "modbus", "packet": "P", "param": "r")") + ",\n" +
            method("y", R"("prot": "g1", "sentence": "RS1", "param": "a")") + ",\n" +
            method("z", R"("prot": "can", "packet": "More", "param": "a")") + ",\n" +
            method("t", R"("prot": "g1", "sentence": "BV1", "param": "Text")")),
     ""},
    {"twice", kOpen, routes(method("x", kToSoc) + ",\n" + method("y", kToSoc)), ""},
    {"server_and_bus", kOpen,
     routes(method("x", kToA) + ",\n" +
            R"({"from": {"prot": "g1", "sentence": "BV1", "param": "Min"}, "to": {)" + kToB + "}}"),
     ""},
    {"half_of_a_frame", kOpen, routes(method("x", kToA)), ""},
    {"not_there", kOpen,
     routes(method("x", R"("prot": "can", "packet": "Out", "param": "c")") + ",\n" +
            method("y", R"("prot": "snmp", "packet": "P", "param": "c")")),
     ""},
    {"at_rest", R"({"serial": {"enabled": false}})", routes(method("x", kToSoc)), ""},
    {"several_buses",
     R"({"modbus": {"host": "h", "units": [{"unit": 1, "key_prefix": "a"}, {"unit": 2, "key_prefix": "b"}],
"access": "read_write", "allow": ["w"]}})",
     routes(method("x", kToW) + ",\n" + method("y", kToW + R"(, "bus": "modbus0u2")")), ""},
};

INSTANTIATE_TEST_SUITE_P(Load, MethodProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

TEST(Method, IsRead) {
  const auto config = load_quietly(
      kOpen,
      routes(method("setSoc", kToSoc) +
             R"(, {"from": {"prot": "mqtt", "param": "level", "attribute": true}, "to": {)" + kToW + "}}"));
  ASSERT_EQ(config.params.methods.size(), 2U);
  EXPECT_EQ(config.params.methods[0].name, "setSoc");
  EXPECT_EQ(config.params.methods[0].to, (ParamPlace{"serial0", "SC1", "Soc"}));
  EXPECT_FALSE(config.params.methods[0].attribute);
  EXPECT_EQ(config.params.methods[1].to, (ParamPlace{"modbus0", "P", "w"}));
  EXPECT_TRUE(config.params.methods[1].attribute);
  EXPECT_TRUE(config.params.bridges.empty() && config.params.routes.empty());
}

TEST(MethodNames, OfTheGatewayAreReserved) {
  for (const auto* const name : {"getStatus", "reboot", "g1.anything", "can.", "modbus.write", "snmp.set"})
    EXPECT_TRUE(is_reserved_method(name)) << name;
  for (const auto* const name : {"setSoc", "g1", "cans.x", "GETSTATUS", ""})
    EXPECT_FALSE(is_reserved_method(name)) << name;
}

TEST(MethodNames, StandForTheirSentences) {
  EXPECT_EQ(sentence_of_method("g1.reset"), "RS1");
  EXPECT_EQ(sentence_of_method("g1.setBits"), "CF2");
  EXPECT_FALSE(sentence_of_method("g1.getLog").has_value());
  EXPECT_FALSE(sentence_of_method(kMasterClearMethod).has_value());
}

}  // namespace
}  // namespace bmsgw::config
