#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

/// Two params in BV1, with these routes; the routes begin at column 1 of line 2.
std::string routes(const std::string& routes, const std::string& more_protocols = "") {
  return R"({"protocols": {"g1": {"packets": {"BV1": {"params": {"Min": {}, "Max": {"route_to_mqtt": "max"}}}}})" +
         more_protocols + "}, \"routes\": [\n" + routes + "]}";
}

class RouteProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(RouteProblem, IsReported) {
  expect_lines(GetParam());
}

const std::vector<LoadCase> kCases{
    {"quiet", kSettings,
     routes(
         R"({"from": {"prot": "G1", "sentence": "BV1", "param": "Min"}, "to": {"prot": "MQTT", "param": "m"}})"),
     ""},
    {"empty_entry", kSettings, routes("{}"), "N p.json:2:1: /routes/0: an empty entry: skipped"},
    {"no_to", kSettings, routes(R"({"from": {"prot": "g1", "sentence": "BV1", "param": "Min"}})"),
     "E p.json:2:1: /routes/0: \"to\" is missing"},
    {"incomplete", kSettings, routes(R"({"from": {"prot": "g1"}, "to": {"prot": "mqtt"}})"),
     "E p.json:2:10: /routes/0/from: \"param\" is missing\n"
     "E p.json:2:10: /routes/0/from: \"sentence\" (or \"packet\") is missing\n"
     "E p.json:2:32: /routes/0/to: \"param\" is missing"},
    {"protocol", kSettings,
     routes(
         R"({"from": {"prot": "gg", "sentence": "BV1", "param": "Min"}, "to": {"prot": "mqt", "param": "m"}})"),
     "E p.json:2:19: /routes/0/from/prot: there is no protocol \"gg\"; did you mean \"g1\"?\n"
     "E p.json:2:76: /routes/0/to/prot: there is no protocol \"mqt\"; did you mean \"mqtt\"?"},
    {"sentence", kSettings,
     routes(
         R"({"from": {"prot": "g1", "sentence": "BV2", "param": "Min"}, "to": {"prot": "mqtt", "param": "m"}})"),
     "E p.json:2:37: /routes/0/from/sentence: there is no packet \"BV2\" in \"g1\"; did you mean \"BV1\"?"},
    {"param", kSettings,
     routes(
         R"({"from": {"prot": "g1", "packet": "BV1", "param": "min"}, "to": {"prot": "mqtt", "param": "m"}})"),
     "E p.json:2:51: /routes/0/from/param: there is no param \"min\" in \"BV1\"; did you mean \"Min\"?"},
    {"bus", kSettings, routes(R"({"from": {"prot": "g1", "bus": "serial1", "packet": "BV1", "param": "Min"},
"to": {"prot": "mqtt", "param": "m"}})"),
     "E p.json:2:32: /routes/0/from/bus: there is no bus \"serial1\"; did you mean \"serial0\"?"},
    {"bus_at_rest", R"({"serial": {"enabled": false}})",
     routes(R"({"from": {"prot": "g1", "bus": "serial0", "packet": "BV1", "param": "Min"},
"to": {"prot": "mqtt", "param": "m"}})"),
     "N p.json:2:32: /routes/0/from/bus: the bus \"serial0\" is not enabled: this route rests"},
    {"without_a_bus_it_is_checked_too", "{}",
     routes(
         R"({"from": {"prot": "g1", "sentence": "BV1", "param": "x"}, "to": {"prot": "mqtt", "param": "m"}})"),
     "E p.json:2:53: /routes/0/from/param: there is no param \"x\" in \"BV1\"; there is \"Min\", \"Max\""},
    {"to_another_bus", kSettings,
     routes(
         R"({"from": {"prot": "g1", "sentence": "BV1", "param": "x"}, "to": {"prot": "modbus", "param": "m"}})"),
     "E p.json:2:53: /routes/0/from/param: there is no param \"x\" in \"BV1\"; there is \"Min\", \"Max\"\n"
     "E p.json:2:74: /routes/0/to/prot: routes can't write to Modbus yet, only to g1, can and mqtt"},
    {"from_another_bus", kSettings,
     routes(
         R"({"from": {"prot": "SNMP", "packet": "x", "param": "y"}, "to": {"prot": "mqtt", "param": "m"}})",
         R"(, "snmp": {})"),
     "E p.json:2:37: /routes/0/from/packet: there is no packet \"x\" in \"snmp\""},
    {"from_can", kSettings,
     routes(R"({"from": {"prot": "CAN", "packet": "x", "param": "y"}, "to": {"prot": "mqtt", "param": "m"}})",
            R"(, "can": {})"),
     "E p.json:2:36: /routes/0/from/packet: there is no packet \"x\" in \"can\""},
    {"intervals", kSettings,
     routes(
         R"({"from": {"prot": "g1", "sentence": "BV1", "param": "Min"}, "to": {"prot": "mqtt", "param": "m"},
"min_interval": 3, "max_interval": 2})"),
     "E p.json:3:17: /routes/0/min_interval: 3 s is more than max_interval, 2 s"},
    {"too_long_a_key", kSettings,
     routes(
         R"({"from": {"prot": "g1", "sentence": "BV1", "param": "Min"}, "to": {"prot": "mqtt", "param": ")" +
         std::string(129, 'k') + R"("}})"),
     "E p.json:2:93: /routes/0/to/param: must be a text of at most 128 characters, not \"" +
         std::string(60, 'k') + "...\""},
    {"says_it_again", kSettings,
     routes(
         R"({"from": {"prot": "g1", "sentence": "BV1", "param": "Max"}, "to": {"prot": "mqtt", "param": "max"}})"),
     "W p.json:2:93: /routes/0/to/param: says again what the param's route_to_mqtt says"},
    {"key_is_taken", kSettings,
     routes(
         R"({"from": {"prot": "g1", "sentence": "BV1", "param": "Min"}, "to": {"prot": "mqtt", "param": "max"}})"),
     "E p.json:2:93: /routes/0/to/param: the key \"max\" is that of p.json:1:90 already"},
};

INSTANTIATE_TEST_SUITE_P(Load, RouteProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

TEST(Route, StandsForEachBusOfItsProtocol) {
  const auto config = load_quietly(
      R"({"serial": [{"device": "a"}, {"device": "b", "key_prefix": "b_", "name": "two"}]})",
      routes(
          R"({"from": {"prot": "g1", "sentence": "BV1", "param": "Min"}, "to": {"prot": "mqtt", "param": "m"},
                 "deadband": 0.5, "min_interval": 1, "max_interval": 2})"));
  ASSERT_EQ(config.params.routes.size(), 2U);
  const auto& route = config.params.routes[1];
  EXPECT_EQ(config.params.routes[0].bus, "serial0");
  EXPECT_EQ(route.bus, "two");
  EXPECT_EQ(route.packet + "." + route.param + ">" + route.to_param, "BV1.Min>m");
  EXPECT_EQ(route.report.deadband, 0.5);
  EXPECT_EQ(route.report.min_interval_s, 1.0);
  EXPECT_EQ(route.report.max_interval_s, 2.0);
}

TEST(Route, OfOneBusIsOnlyItsOwn) {
  const auto config =
      load_quietly(R"({"serial": [{"device": "a"}, {"device": "b", "key_prefix": "b_"}]})",
                   routes(R"({"from": {"prot": "g1", "bus": "serial1", "sentence": "BV1", "param": "Min"},
                              "to": {"prot": "mqtt", "param": "m"}})"));
  ASSERT_EQ(config.params.routes.size(), 1U);
  EXPECT_EQ(config.params.routes[0].bus, "serial1");
}

}  // namespace
}  // namespace bmsgw::config
