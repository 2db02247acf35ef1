#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class KeyProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(KeyProblem, IsReported) {
  expect_lines(GetParam());
}

const char* const kTwo = R"({"serial": [{"device": "a"}, {"device": "b"}]})";
const char* const kPrefixed = R"({"serial": [{"device": "a"}, {"device": "b", "key_prefix": "b_"}]})";
const char* const kAsDevice = R"({"serial": [{"device": "a"}, {"device": "b", "as_device": "B"}]})";

const std::vector<LoadCase> kCases{
    {"twice", kSettings, params(R"("a": {"route_to_mqtt": "k"}, "b": {"route_to_mqtt": "k"})"),
     "E p.json:1:106: /protocols/g1/packets/BV1/params/b/route_to_mqtt: the key \"k\" is that of p.json:1:77 "
     "already"},
    {"code", kSettings,
     params(R"("a": {"route_to_mqtt": "k", "names": {"1": "x"}}, "b": {"route_to_mqtt": "kCode"})"),
     "E p.json:1:127: /protocols/g1/packets/BV1/params/b/route_to_mqtt: the key \"kCode\" is that of "
     "p.json:1:77 (of a "
     "value with names) already"},
    {"quality", kSettings, params(R"("a": {"route_to_mqtt": "kQuality"}, "b": {"route_to_mqtt": "k",
"send_invalid": true})"),
     "E p.json:1:77: /protocols/g1/packets/BV1/params/a/route_to_mqtt: the key \"kQuality\" is that of "
     "p.json:1:113 "
     "(of a value with send_invalid) already"},
    {"no_quality_without_send_invalid", kSettings,
     params(R"("a": {"route_to_mqtt": "kQuality"}, "b": {"route_to_mqtt": "k"})"), ""},
    {"element", kSettings,
     params(
         R"("a": {"route_to_mqtt": "k_17"}, "b": {"route_to_mqtt": "k_", "field": 2}, "c": {"route_to_mqtt": "k",
"encoding": "HEX_DEC_BYTE_ARRAY", "packing": "LIST", "expand": true})"),
     "E p.json:1:77: /protocols/g1/packets/BV1/params/a/route_to_mqtt: the key \"k_17\" is that of "
     "p.json:1:151 (of an "
     "expanded list) already"},
    {"online", kSettings, params(R"("a": {"route_to_mqtt": "serial0Online"})"),
     "E p.json:1:77: /protocols/g1/packets/BV1/params/a/route_to_mqtt: the key \"serial0Online\" is that of "
     "s.json:1:12 (of each bus) already"},
    {"two_buses", kTwo, params(R"("a": {"route_to_mqtt": "k"}, "b": {"route_to_mqtt": "l"})"),
     "E s.json:1:30: /serial/1: \"serial1\" and \"serial0\" both read \"g1\": give one of them a "
     "\"key_prefix\""},
    {"two_buses_apart", kPrefixed, params(R"("a": {"route_to_mqtt": "k"}, "b": {"route_to_mqtt": "l"})"), ""},
    {"prefix_makes_a_key_of_the_other", kPrefixed,
     params(R"("a": {"route_to_mqtt": "k"}, "b": {"route_to_mqtt": "b_k"})"),
     "E p.json:1:77: /protocols/g1/packets/BV1/params/a/route_to_mqtt: the key \"b_k\" is that of "
     "p.json:1:106 already: "
     "give one of the buses \"serial0\" and \"serial1\" a \"key_prefix\" (\"as_device\" has no effect yet)"},
    {"as_device_has_no_effect_yet", kAsDevice,
     params(R"("a": {"route_to_mqtt": "k"}, "b": {"route_to_mqtt": "l"})"),
     "E p.json:1:77: /protocols/g1/packets/BV1/params/a/route_to_mqtt: the key \"k\" is that of p.json:1:77 "
     "already: "
     "give one of the buses \"serial0\" and \"serial1\" a \"key_prefix\" (\"as_device\" has no effect yet)\n"
     "N s.json:1:46: /serial/1/as_device: has no effect yet in this version"},
    {"buses_of_two_protocols", R"({"serial": [{"device": "a"}, {"device": "b", "protocol": "o"}]})",
     R"({"protocols": {"g1": {}, "o": {"base": "g1"}}})", ""},
};

INSTANTIATE_TEST_SUITE_P(Load, KeyProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

}  // namespace
}  // namespace bmsgw::config
