#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

/// A sentence to read and one to write, a frame to read and two to write, with these routes; they begin at
/// column 1 of line 2.
std::string routes(const std::string& routes) {
  return R"({"protocols": {"g1": {"packets": {
"BV1": {"params": {"Min": {}, "Max": {"field": 2}, "Text": {"format": "STR"}, "Cells": {"encoding": "HEX_DEC_BYTE_ARRAY", "packing": "LIST"}}},
"ZZ1": {"params": {"Soc": {"bits": 8}, "Mode": {"field": 2, "format": "DEC"}, "Odd": {"field": 2, "bits": 6}, "Late": {"field": 4, "bits": 8}}}}},
"can": {"packets": {
"In": {"id": "X100", "params": {"volt": {}, "list": {"packing": "LIST", "pack_length": 4}}},
"Out": {"id": "X200", "params": {"a": {}, "b": {"start": 8}}},
"More": {"id": "X300", "range": 2, "params": {"a": {}}},
"Charger": {"id": "X18FF50E5", "params": {"a": {}}}}}}, "routes": [
)" + routes +
         "]}";
}

std::string route(const std::string& from, const std::string& to) {
  return R"({"from": {)" + from + R"(}, "to": {)" + to + "}}";
}

const std::string kFromSerial = R"("prot": "g1", "sentence": "BV1", "param": "Min")";
const std::string kMaxFromSerial = R"("prot": "g1", "sentence": "BV1", "param": "Max")";
const std::string kFromCan = R"("prot": "can", "packet": "In", "param": "volt")";
const std::string kToA = R"("prot": "can", "packet": "Out", "param": "a")";
const std::string kToB = R"("prot": "can", "packet": "Out", "param": "b")";
const std::string kBothToCan = route(kFromSerial, kToA) + ",\n" + route(kMaxFromSerial, kToB);

std::string to_sentence(const std::string& param) {
  return R"("prot": "g1", "sentence": "ZZ1", "param": ")" + param + "\"";
}

/// A serial port and a CAN bus with these keys besides.
std::string buses(const std::string& serial, const std::string& can) {
  return R"({"serial": {"device": "a")" + serial + R"(}, "can": {"enabled": true)" + can + "}}";
}

const std::string kWritable = R"(, "access": "read_write", "allow": ["X200"])";
const std::string kWritableSerial = R"(, "access": "read_write", "allow": ["ZZ1"])";
const std::string kOpen = buses(kWritableSerial, kWritable);

class BridgeProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(BridgeProblem, IsReported) {
  expect_lines(GetParam());
}

const std::vector<LoadCase> kCases{
    {"quiet", kOpen, routes(kBothToCan), ""},
    {"targets_overlap", buses("", R"(, "access": "read_write", "allow": ["X400"])"),
     R"({"protocols": {"g1": {"packets": {}}, "can": {"packets": {"In": {"id": "X100", "params": {"v": {}, "w": {"start": 8}}},
"Wide": {"id": "X400", "params": {"a": {"bits": 16}, "b": {"start": 8}}}}}}, "routes": [
{"from": {"prot": "can", "packet": "In", "param": "v"}, "to": {"prot": "can", "packet": "Wide", "param": "a"}},
{"from": {"prot": "can", "packet": "In", "param": "w"}, "to": {"prot": "can", "packet": "Wide", "param": "b"}}]})",
     "E p.json:4:106: /routes/1/to/param: \"b\" and \"a\" share bits of the frame: routes can't fill both"},
    {"target_packet", kOpen, routes(route(kFromSerial, R"("prot": "can", "packet": "Ouf", "param": "a")")),
     "E p.json:9:93: /routes/0/to/packet: there is no packet \"Ouf\" in \"can\"; did you mean \"Out\"?"},
    {"target_param", kOpen, routes(route(kFromSerial, R"("prot": "can", "packet": "Out", "param": "c")")),
     "E p.json:9:109: /routes/0/to/param: there is no param \"c\" in \"Out\"; there is \"a\", \"b\""},
    {"target_incomplete", kOpen, routes(route(kFromSerial, R"("prot": "can")")),
     "E p.json:9:67: /routes/0/to: \"param\" is missing\n"
     "E p.json:9:67: /routes/0/to: \"sentence\" (or \"packet\") is missing"},
    {"target_bus", kOpen, routes(route(kFromSerial, kToA + R"(, "bus": "can1")")),
     "E p.json:9:121: /routes/0/to/bus: there is no bus \"can1\"; did you mean \"can0\"?"},
    {"target_bus_of_another_protocol", kOpen, routes(route(kFromSerial, kToA + R"(, "bus": "serial0")")),
     "E p.json:9:121: /routes/0/to/bus: the bus \"serial0\" reads \"g1\", not \"can\""},
    {"target_bus_at_rest", R"({"serial": {"device": "a"}, "can": {"enabled": false}})", routes(kBothToCan),
     "N p.json:9:76: /routes/0/to/prot: no enabled bus reads \"can\": this route rests\n"
     "N p.json:10:76: /routes/1/to/prot: no enabled bus reads \"can\": this route rests"},
    {"no_bus_of_the_target", kSettings, routes(kBothToCan),
     "N p.json:9:76: /routes/0/to/prot: no enabled bus reads \"can\": this route rests\n"
     "N p.json:10:76: /routes/1/to/prot: no enabled bus reads \"can\": this route rests"},
    {"several_target_buses",
     R"({"serial": {"device": "a"}, "can": [{"enabled": true)" + kWritable +
         R"(}, {"interface": "can1", "key_prefix": "b_"}]})",
     routes(kBothToCan),
     "E p.json:9:67: /routes/0/to: several buses read \"can\": name one, as in \"bus\": \"can0\"\n"
     "E p.json:10:67: /routes/1/to: several buses read \"can\": name one, as in \"bus\": \"can0\""},
    {"read_only", buses("", ""), routes(kBothToCan),
     "E p.json:9:93: /routes/0/to/packet: the bus \"can0\" is read only; in settings.json it needs "
     "\"access\": \"read_write\" and \"allow\": [\"X00000200\"]\n"
     "E p.json:10:93: /routes/1/to/packet: the bus \"can0\" is read only; in settings.json it needs "
     "\"access\": \"read_write\" and \"allow\": [\"X00000200\"]"},
    {"not_allowed", buses("", R"(, "access": "read_write", "allow": ["X201"])"), routes(kBothToCan),
     "E p.json:9:93: /routes/0/to/packet: the bus \"can0\" doesn't allow X00000200; in settings.json it "
     "needs \"allow\": [\"X00000200\"]\n"
     "E p.json:10:93: /routes/1/to/packet: the bus \"can0\" doesn't allow X00000200; in settings.json it "
     "needs \"allow\": [\"X00000200\"]"},
    {"sentence_not_allowed", buses(R"(, "access": "read_write", "allow": ["RS1"])", ""),
     routes(route(kFromCan, to_sentence("Soc"))),
     "E p.json:9:93: /routes/0/to/sentence: the bus \"serial0\" doesn't allow ZZ1; in settings.json it needs "
     "\"allow\": [\"ZZ1\"]\n"
     "W p.json:9:93: /routes/0/to/sentence: no route fills these fields of \"ZZ1\", they go out empty: 2, 3, "
     "4"},
    {"sentence_in_small_letters", buses(R"(, "access": "read_write", "allow": ["zz1"])", ""),
     routes(route(kFromCan, to_sentence("Soc"))),
     "E p.json:9:93: /routes/0/to/sentence: the bus \"serial0\" doesn't allow ZZ1; in settings.json it needs "
     "\"allow\": [\"ZZ1\"]\n"
     "W p.json:9:93: /routes/0/to/sentence: no route fills these fields of \"ZZ1\", they go out empty: 2, 3, "
     "4\n"
     "E s.json:1:62: /serial/allow/0: \"zz1\" is no sentence, parameter or CAN id that could be written; did "
     "you mean \"ZZ1\"?"},
    {"to_be_confirmed",
     buses("", R"(, "access": "read_write", "allow": [{"name": "X200", "confirm": true}])"),
     routes(kBothToCan),
     "E p.json:9:109: /routes/0/to/param: the bus \"can0\" wants X00000200 to be confirmed, and here nobody "
     "is "
     "asked\n"
     "E p.json:10:109: /routes/1/to/param: the bus \"can0\" wants X00000200 to be confirmed, and here nobody "
     "is asked"},
    {"command_with_another_form", buses(R"(, "access": "read_write", "allow": ["SC1", "RC1"])", ""),
     R"({"protocols": {"g1": {"packets": {"SC1": {"params": {"Soc": {"bits": 16}}}, "RC1": {"params": {"a": {"bits": 8}}}}},
"can": {"packets": {"In": {"id": "X100", "params": {"v": {}}}}}}, "routes": [
{"from": {"prot": "can", "packet": "In", "param": "v"}, "to": {"prot": "g1", "sentence": "SC1", "param": "Soc"}},
{"from": {"prot": "can", "packet": "In", "param": "v"}, "to": {"prot": "g1", "sentence": "RC1", "param": "a"}}]})",
     "E p.json:3:90: /routes/0/to/sentence: SC1 has one field of two hexadecimal digits: to be written its "
     "packet has one param, of field 1 and 8 bits\n"
     "E p.json:4:90: /routes/1/to/sentence: RC1 can't be filled by a route; a method of the group g1 sends "
     "it"},
    {"no_interface", buses(kWritableSerial, kWritable + R"(, "from_serial": true)"), routes(kBothToCan),
     "E p.json:9:93: /routes/0/to/packet: the bus \"can0\" has no \"interface\", only what comes "
     "from_serial: nothing can be written to it\n"
     "E p.json:10:93: /routes/1/to/packet: the bus \"can0\" has no \"interface\", only what comes "
     "from_serial: nothing can be written to it"},
    {"bus_of_the_server", kOpen, routes(route(kFromCan, R"("prot": "mqtt", "bus": "can0", "param": "m")")),

     "W p.json:9:90: /routes/0/to/bus: means nothing for mqtt"},
    {"charger", kOpen, routes(route(kFromSerial, R"("prot": "can", "packet": "Charger", "param": "a")")),
     "E p.json:9:93: /routes/0/to/packet: X18FF50E5 is what a charger reports: whoever sends it makes the "
     "unit believe that a charger is connected, so it is never sent"},
    {"several_ids", buses("", R"(, "access": "read_write", "allow": ["X300"])"),
     routes(route(kFromSerial, R"("prot": "can", "packet": "More", "param": "a")")),
     "E p.json:9:93: /routes/0/to/packet: has 2 ids: only a packet of one can be written"},
    {"list", kOpen, routes(route(R"("prot": "g1", "sentence": "BV1", "param": "Cells")", kToA)),
     "E p.json:9:53: /routes/0/from/param: \"Cells\" is a list: only single numbers and flags go to a bus\n"
     "N p.json:9:95: /routes/0/to/packet: no route fills these params of \"Out\", their bits stay 0: \"b\""},
    {"text", kOpen, routes(route(R"("prot": "g1", "sentence": "BV1", "param": "Text")", kToA)),
     "E p.json:9:53: /routes/0/from/param: \"Text\" is a text: only single numbers and flags go to a bus\n"
     "N p.json:9:94: /routes/0/to/packet: no route fills these params of \"Out\", their bits stay 0: \"b\""},
    {"into_a_list", buses("", R"(, "access": "read_write", "allow": ["X100"])"),
     routes(route(kFromSerial, R"("prot": "can", "packet": "In", "param": "list")")),
     "N p.json:9:93: /routes/0/to/packet: no route fills these params of \"In\", their bits stay 0: "
     "\"volt\"\n"
     "E p.json:9:108: /routes/0/to/param: \"list\" is a list: only single numbers and flags go to a bus"},
    {"bits_stay_0", kOpen, routes(route(kFromSerial, kToA)),
     "N p.json:9:93: /routes/0/to/packet: no route fills these params of \"Out\", their bits stay 0: \"b\""},
    {"fields_stay_empty", kOpen, routes(route(kFromCan, to_sentence("Mode"))),
     "W p.json:9:93: /routes/0/to/sentence: no route fills these fields of \"ZZ1\", they go out empty: 1, 3, "
     "4"},
    {"width_of_a_field", kOpen,
     routes(route(kFromCan, to_sentence("Odd")) + ",\n" + route(kFromCan, to_sentence("Soc"))),
     "E p.json:3:86: /protocols/g1/packets/ZZ1/params/Odd: needs \"bits\", a multiple of 4: a route writes "
     "it into \"ZZ1\", and how many digits it has must be known\n"
     "W p.json:9:93: /routes/0/to/sentence: no route fills these fields of \"ZZ1\", they go out empty: 3, 4"},
    {"two_into_one", kOpen, routes(route(kFromSerial, kToA) + ",\n" + route(kMaxFromSerial, kToA)),
     "N p.json:9:93: /routes/0/to/packet: no route fills these params of \"Out\", their bits stay 0: \"b\"\n"
     "E p.json:10:109: /routes/1/to/param: \"a\" of \"Out\" is filled by the route at p.json:9:1 already"},
    {"two_buses_into_one",
     R"({"serial": [{"device": "a"}, {"device": "b", "key_prefix": "b"}], "can": {"enabled": true)" +
         kWritable + "}}",
     routes(kBothToCan),
     "E p.json:9:10: /routes/0/from: \"a\" of \"Out\" can be filled from one bus only: name it, as in "
     "\"bus\": \"serial0\"\n"
     "E p.json:10:10: /routes/1/from: \"b\" of \"Out\" can be filled from one bus only: name it, as in "
     "\"bus\": \"serial0\""},
    {"into_itself", kOpen, routes(route(R"("prot": "can", "packet": "Out", "param": "b")", kToA)),
     "E p.json:9:1: /routes/0: goes round in a circle: can0 \"Out\" -> can0 \"Out\"\n"
     "N p.json:9:90: /routes/0/to/packet: no route fills these params of \"Out\", their bits stay 0: \"b\""},
    {"circle", kOpen,
     routes(route(R"("prot": "g1", "sentence": "ZZ1", "param": "Soc")", kToA) + ",\n" +
            route(R"("prot": "can", "packet": "Out", "param": "b")", to_sentence("Soc"))),
     "N p.json:9:93: /routes/0/to/packet: no route fills these params of \"Out\", their bits stay 0: \"b\"\n"
     "E p.json:10:1: /routes/1: goes round in a circle: serial0 \"ZZ1\" -> can0 \"Out\" -> serial0 \"ZZ1\"\n"
     "W p.json:10:91: /routes/1/to/sentence: no route fills these fields of \"ZZ1\", they go out empty: 2, "
     "3, 4"},
    {"to_snmp", kOpen, routes(route(kFromSerial, R"("prot": "snmp", "param": "a")")),
     "E p.json:9:76: /routes/0/to/prot: routes can't write to SNMP yet, only to g1, can and mqtt"},
    {"both_ends_wrong", kOpen,
     routes(route(R"("prot": "g1", "sentence": "BV1", "param": "Mim")",
                  R"("prot": "can", "packet": "Out", "param": "c")")),
     "E p.json:9:53: /routes/0/from/param: there is no param \"Mim\" in \"BV1\"; did you mean \"Min\"?\n"
     "E p.json:9:109: /routes/0/to/param: there is no param \"c\" in \"Out\"; there is \"a\", \"b\""},
};

INSTANTIATE_TEST_SUITE_P(Load, BridgeProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

std::string text_of(const ParamPlace& place) {
  return place.bus + "." + place.packet + "." + place.param;
}

TEST(Bridge, IsRead) {
  const auto config = load_quietly(
      kOpen, routes(R"({"from": {)" + kFromSerial + R"(}, "to": {)" + kToA +
                    R"(}, "deadband": 0.5, "min_interval": 1, "max_interval": 2},)" + route(kFromCan, kToB)));
  ASSERT_EQ(config.params.bridges.size(), 2U);
  const auto& bridge = config.params.bridges[0];
  EXPECT_EQ(text_of(bridge.from) + ">" + text_of(bridge.to), "serial0.BV1.Min>can0.Out.a");
  EXPECT_EQ(bridge.report.deadband, 0.5);
  EXPECT_EQ(bridge.report.min_interval_s, 1.0);
  EXPECT_EQ(bridge.report.max_interval_s, 2.0);
  EXPECT_EQ(text_of(config.params.bridges[1].from), "can0.In.volt") << "another packet of the same bus";
  EXPECT_TRUE(config.params.routes.empty());
}

TEST(Bridge, GoesFromCanToTheServerToo) {
  const auto config = load_quietly(kOpen, routes(route(kFromCan, R"("prot": "mqtt", "param": "volt")")));
  ASSERT_EQ(config.params.routes.size(), 1U);
  EXPECT_EQ(config.params.routes[0].bus + "." + config.params.routes[0].packet, "can0.In");
}

}  // namespace
}  // namespace bmsgw::config
