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

     "E p.json:4:10: /routes/0/from: \"param\" is missing\n"
     "E p.json:5:36: /routes/1/from/param: a method's name has 1 to 64 letters, digits, '_', '.' and '-', "
     "not \"a b\"\n"
     "E p.json:6:36: /routes/2/from/param: a method's name has 1 to 64 letters, digits, '_', '.' and '-', "
     "not \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...\"\n"
     "E p.json:7:36: /routes/3/from/param: \"g1.reset\" is, or may become, a method of the gateway's own: "
     "give it another name"},
    {"reserved", kOpen, routes(method("reboot", kToW)),
     "E p.json:4:36: /routes/0/from/param: \"reboot\" is, or may become, a method of the gateway's own: give "
     "it another name"},
    {"taken", kOpen, routes(method("x", kToW) + ",\n" + method("x", kToSoc)),
     "E p.json:5:36: /routes/1/from/param: the method \"x\" is that of the route at p.json:4:1 already"},
    {"no_name", kOpen, routes(R"({"from": {"prot": "mqtt"}, "to": {)" + kToW + "}}"),
     "E p.json:4:10: /routes/0/from: \"param\" is missing"},
    {"to_the_server", kOpen, routes(method("x", R"("prot": "mqtt", "param": "y")")),
     "E p.json:4:57: /routes/0/to/prot: the server's values go to buses: g1, can, modbus or snmp"},
    {"keys_of_others", kOpen,
     routes(R"({"from": {"prot": "mqtt", "param": "x", "bus": "can0"}, "deadband": 1, "to": {)" + kToSoc +
            R"(}},
{"from": {"prot": "g1", "sentence": "BV1", "param": "Min", "attribute": true}, "to": {"prot": "mqtt", "param": "m"}})"),

     "W p.json:4:48: /routes/0/from/bus: means nothing for mqtt\n"
     "W p.json:4:69: /routes/0/deadband: means nothing for what the server asks for\n"
     "W p.json:5:73: /routes/1/from/attribute: only means something for \"prot\": \"mqtt\""},
    {"read_only", kClosed,
     routes(method("x", kToSoc) + ",\n" + method("a", kToA) + "," + method("b", kToB) + ",\n" +
            method("y", kToW)),

     "E p.json:4:75: /routes/0/to/sentence: the bus \"serial0\" is read only; in settings.json it needs "
     "\"access\": \"read_write\" and \"allow\": [\"SC1\"]\n"
     "E p.json:5:74: /routes/1/to/packet: the bus \"can0\" is read only; in settings.json it needs "
     "\"access\": \"read_write\" and \"allow\": [\"X00000200\"]\n"
     "E p.json:5:169: /routes/2/to/packet: the bus \"can0\" is read only; in settings.json it needs "
     "\"access\": \"read_write\" and \"allow\": [\"X00000200\"]\n"
     "E p.json:6:91: /routes/3/to/param: the bus \"modbus0\" is read only; in settings.json it needs "
     "\"access\": \"read_write\" and \"allow\": [\"P/w\"]"},
    {"not_allowed",
     R"({"serial": {"device": "a", "access": "read_write", "allow": ["RC1"]}, "can": {"access": "read_write", "allow": ["S200"]},
"modbus": {"host": "h", "key_prefix": "m", "access": "read_write", "allow": []}})",
     routes(method("x", kToSoc) + ",\n" + method("a", kToA) + "," + method("b", kToB) + ",\n" +
            method("y", kToW)),

     "E p.json:4:75: /routes/0/to/sentence: the bus \"serial0\" doesn't allow SC1; in settings.json it needs "
     "\"allow\": [\"SC1\"]\n"
     "E p.json:5:74: /routes/1/to/packet: the bus \"can0\" doesn't allow X00000200; in settings.json it "
     "needs \"allow\": [\"X00000200\"]\n"
     "E p.json:5:169: /routes/2/to/packet: the bus \"can0\" doesn't allow X00000200; in settings.json it "
     "needs \"allow\": [\"X00000200\"]\n"
     "E p.json:6:91: /routes/3/to/param: the bus \"modbus0\" doesn't allow P/w; in settings.json it needs "
     "\"allow\": [\"P/w\"]\n"
     "W s.json:2:54: /modbus/access: nothing may be written as long as \"allow\" lists nothing"},
    {"can_not_be_written", kOpen,
     routes(method("x", R"("prot": "modbus", "packet": "P", "param": "r")") + ",\n" +
            method("y", R"("prot": "g1", "sentence": "RS1", "param": "a")") + ",\n" +
            method("z", R"("prot": "can", "packet": "More", "param": "a")") + ",\n" +
            method("t", R"("prot": "g1", "sentence": "BV1", "param": "Text")")),

     "E p.json:4:91: /routes/0/to/param: \"r\" can't be written: its param has no \"write\"\n"
     "E p.json:5:75: /routes/1/to/sentence: RS1 can't be filled by a route; a method of the group g1 sends "
     "it\n"
     "E p.json:6:74: /routes/2/to/packet: has 2 ids: only a packet of one can be written\n"
     "E p.json:7:75: /routes/3/to/sentence: the bus \"serial0\" doesn't allow BV1; in settings.json it needs "
     "\"allow\": [\"BV1\"]\n"
     "E p.json:7:91: /routes/3/to/param: \"Text\" is a text: only single numbers and flags go to a bus"},
    {"twice", kOpen, routes(method("x", kToSoc) + ",\n" + method("y", kToSoc)),
     "E p.json:5:91: /routes/1/to/param: \"Soc\" of \"SC1\" is filled by the route at p.json:4:1 already"},
    {"server_and_bus", kOpen,
     routes(method("x", kToA) + ",\n" +
            R"({"from": {"prot": "g1", "sentence": "BV1", "param": "Min"}, "to": {)" + kToB + "}}"),

     "E p.json:4:74: /routes/0/to/packet: \"Out\" is filled by the route at p.json:5:1 already: the server "
     "and a bus can't fill one packet"},
    {"confirmed",
     R"({"serial": {"device": "a"}, "can": {"access": "read_write", "allow": [{"name": "X200", "confirm": true}, {"name": "X100"}]}})",
     routes(method("x", kToA) + R"(,
{"from": {"prot": "mqtt", "param": "y", "attribute": true}, "to": {)" +
            kToB + "}}"),

     "E p.json:5:109: /routes/1/to/param: the bus \"can0\" wants X00000200 to be confirmed, and here nobody "
     "is asked"},
    {"half_of_a_frame", kOpen, routes(method("x", kToA)),
     "N p.json:4:74: /routes/0/to/packet: no route fills these params of \"Out\", their bits stay 0: \"b\""},
    {"not_there", kOpen,
     routes(method("x", R"("prot": "can", "packet": "Out", "param": "c")") + ",\n" +
            method("y", R"("prot": "snmp", "packet": "P", "param": "c")")),

     "E p.json:4:90: /routes/0/to/param: there is no param \"c\" in \"Out\"; there is \"a\", \"b\"\n"
     "E p.json:5:57: /routes/1/to/prot: there is no protocol \"snmp\"; there is \"g1\", \"can\", \"modbus\", "
     "\"mqtt\""},
    {"at_rest", R"({"serial": {"enabled": false}})", routes(method("x", kToSoc)),
     "N p.json:4:57: /routes/0/to/prot: no enabled bus reads \"g1\": this route rests"},
    {"several_buses",
     R"({"modbus": {"host": "h", "units": [{"unit": 1, "key_prefix": "a"}, {"unit": 2, "key_prefix": "b"}],
"access": "read_write", "allow": ["w"]}})",
     routes(method("x", kToW) + ",\n" + method("y", kToW + R"(, "bus": "modbus0u2")")),
     "E p.json:4:48: /routes/0/to: several buses read \"modbus\": name one, as in \"bus\": \"modbus0u1\""},
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
  EXPECT_EQ(config.params.methods[1].to, (ParamPlace{"modbus0u1", "P", "w"}));
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
