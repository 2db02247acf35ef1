#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class CanSettingsProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(CanSettingsProblem, IsReported) {
  expect_lines(GetParam());
}

/// Both families, without packets.
const char* const kBoth = R"({"protocols": {"g1": {}, "can": {}}})";

const std::vector<LoadCase> kCases{
    {"quiet", kCanSettings, can_packets(""), ""},
    {"as_rms_spells_it", R"({"can": {"enabled": true, "speed": 500000, "protocol": "CAN"}})", can_packets(""),
     ""},
    {"interface_twice", R"({"can": [{"enabled": true}, {"interface": "can0", "key_prefix": "b"}]})",
     can_packets(""),
     "E s.json:1:43: /can/1/interface: the interface \"can0\" is used by can0 already: give one of them "
     "another \"interface\"\nW s.json:1:43: /can/1/interface: this bus is called \"can1\", by its place in "
     "the list, and its interface \"can0\": give it a \"name\""},
    {"named_by_place", R"({"can": {"interface": "can1"}})", can_packets(""),
     "W s.json:1:23: /can/interface: this bus is called \"can0\", by its place in the list, and its "
     "interface "
     "\"can1\": give it a \"name\""},
    {"interface_twice_by_default", R"({"can": [{"speed": 250000}, {"key_prefix": "b"}]})", can_packets(""),
     "E s.json:1:29: /can/1: the interface \"can0\" is used by can0 already: give one of them another "
     "\"interface\"\nW s.json:1:29: /can/1/interface: this bus is called \"can1\", by its place in the list, "
     "and its interface \"can0\": give it a \"name\""},
    {"interface_of_a_bus_at_rest", R"({"can": [{"enabled": true}, {"enabled": false}]})", can_packets(""),
     ""},
    {"interface_name", R"({"can": {"interface": "can 0"}})", can_packets(""),
     "E s.json:1:23: /can/interface: must be the name of a network interface, at most 15 letters, digits, "
     "'.', '_' and '-', not \"can 0\""},
    {"generation", R"({"can": {"generation": 4}})", can_packets(""),
     "E s.json:1:24: /can/generation: must be one of \"2\", \"3\", not 4"},
    {"id_base", R"({"can": {"id_base": "19B50000"}})", can_packets(""),
     "E s.json:1:21: /can/id_base: must be X and up to 8 hex digits, or S and up to 3, as in X19B50000 or "
     "S300, not \"19B50000\""},
    {"id_base_out_of_range", R"({"can": {"id_base": "S800"}})", can_packets(""),
     "E s.json:1:21: /can/id_base: must be a CAN id such as X19B50000 or S300, not \"S800\""},
    {"id_base_without_a_profile", R"({"can": {"id_base": "S300"}})", can_packets(""),
     "W s.json:1:21: /can/id_base: moves nothing: no profile of this bus has an \"id_base\""},
    {"from_serial_without_one", R"({"can": {"from_serial": true}})", can_packets(""),
     "W s.json:1:25: /can/from_serial: there is no enabled serial bus that could report anything"},
    {"from_serial_of_one_at_rest", R"({"can": {"from_serial": true}, "serial": {"enabled": false}})", kBoth,
     "W s.json:1:25: /can/from_serial: there is no enabled serial bus that could report anything"},
    {"from_serial", R"({"can": {"from_serial": true}, "serial": {"device": "a"}})", kBoth, ""},
    {"name_of_another_family", R"({"can": {"name": "serial0"}, "serial": {"device": "a"}})", kBoth,
     "E s.json:1:18: /can/name: the bus name \"serial0\" is taken by the bus at s.json:1:40"},
    {"no_protocol", kCanSettings, kParams,
     "W s.json:1:9: /can: there is no protocol \"can\" in params_config.json, and the bus has no "
     "\"profile\": "
     "nothing says what its frames mean, and the bus rests"},
    {"as_rms_writes_it_without_packets",
     R"({"serial": {"device": "a"}, "can": {"enabled": true, "speed": 500000, "protocol": "CAN"}})", kParams,
     "W s.json:1:83: /can/protocol: there is no protocol \"CAN\" in params_config.json, and the bus has no "
     "\"profile\": nothing says what its frames mean, and the bus rests"},
    {"without_packets_at_rest", R"({"can": {"enabled": false}})", kParams, ""},
    {"no_such_protocol", R"({"can": {"protocol": "canopen"}})", kParams,
     "E s.json:1:22: /can/protocol: there is no protocol \"canopen\" in params_config.json; there is \"g1\""},
    {"no_such_profile", R"({"can": {"profile": "mine"}})", kParams,
     "E s.json:1:9: /can: there is no protocol \"can\" in params_config.json; there is \"g1\"\n"
     "E s.json:1:21: /can/profile: there is no profile \"mine\"; looked for in profiles"},
    {"protocol_of_another_family", R"({"can": {"protocol": "g1"}})", kParams,
     "E s.json:1:22: /can/protocol: a CAN bus speaks can; \"g1\" is a protocol of g1"},
    {"protocol_by_base", R"({"can": {"protocol": "mine"}})", R"({"protocols": {"mine": {"base": "can"}}})",
     ""},
    {"allow_without_access", R"({"can": {"allow": ["X18FF0001"]}})", can_packets(""),
     "W s.json:1:19: /can/allow: nothing of it may be written without \"access\": \"read_write\""},
    {"access_without_allow", R"({"can": {"access": "read_write"}})", can_packets(""),
     "W s.json:1:20: /can/access: nothing may be written as long as \"allow\" lists nothing"},
    {"allow", R"({"can": {"access": "read_write", "allow": ["X18FF0001", "S300"]}})", can_packets(""), ""},
    {"allow_of_no_id", R"({"can": {"access": "read_write", "allow": ["18FF0001", "X1FFFFFFFF"]}})",
     can_packets(""),
     "E s.json:1:44: /can/allow/0: must be a CAN id such as X18FF0001 or S300, not \"18FF0001\"\n"
     "E s.json:1:56: /can/allow/1: must be a CAN id such as X18FF0001 or S300, not \"X1FFFFFFFF\""},
    {"allow_of_a_charger", R"({"can": {"access": "read_write", "allow": ["X18ff50e5"]}})", can_packets(""),
     "E s.json:1:44: /can/allow/0: X18FF50E5 is what a charger reports: whoever sends it makes the unit "
     "believe that a charger is connected, so it is never sent"},
};

INSTANTIATE_TEST_SUITE_P(Load, CanSettingsProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

TEST(CanSettings, AreReadWithTheDefaultsOfTheSchema) {
  const auto can = load_quietly(R"({"can": {"enabled": true}})", can_packets("")).settings.can.at(0);
  EXPECT_TRUE(can.bus.enabled);
  EXPECT_EQ(can.bus.name + " " + can.bus.protocol + " " + can.interface, "can0 can can0");
  EXPECT_EQ(can.speed, 250'000U);
  EXPECT_FALSE(can.manage || can.from_serial || can.bus.read_write);
}

TEST(CanSettings, AreReadAsGiven) {
  const auto config = load_quietly(R"({"can": [
    {"name": "pack", "interface": "vcan3", "speed": 500000, "manage": true, "access": "read_write",
     "allow": ["X18FF0001"]},
    {"from_serial": true, "key_prefix": "b_"}], "serial": {"device": "a"}})",
                                   R"({"protocols": {"g1": {}, "CAN": {}}})");
  ASSERT_EQ(config.settings.can.size(), 2U);
  const auto& can = config.settings.can[0];
  EXPECT_EQ(can.bus.name + " " + can.bus.protocol + " " + can.interface, "pack CAN vcan3");
  EXPECT_EQ(can.speed, 500'000U);
  EXPECT_TRUE(can.manage && can.bus.read_write);
  ASSERT_EQ(can.bus.allow.size(), 1U);
  EXPECT_EQ(can.bus.allow[0].name, "X18FF0001");
  EXPECT_EQ(config.settings.can[1].bus.name, "can1");
  EXPECT_EQ(config.settings.can[1].interface, "") << "what it hears comes from the serial ports";
  ASSERT_EQ(config.params.buses.size(), 3U);
  EXPECT_EQ(config.params.buses[0].bus + config.params.buses[1].bus + config.params.buses[2].bus,
            "serial0packcan1");
}

TEST(CanSettings, HaveABusRestThatNothingDescribes) {
  const auto result = load_both(R"({"serial": {"device": "a"}, "can": {"name": "b"}})",
                                R"({"protocols": {"g1": {}}, "routes": [
      {"from": {"prot": "can", "bus": "b", "packet": "P", "param": "p"}, "to": {"prot": "mqtt", "param": "p"}}]})");
  EXPECT_EQ(lines(result.problems),
            "N p.json:2:39: /routes/0/from/bus: the bus \"b\" is not enabled: this route rests\n"
            "W s.json:1:36: /can: there is no protocol \"can\" in params_config.json, and the bus has no "
            "\"profile\": nothing says what its frames mean, and the bus rests\n");
  ASSERT_TRUE(result.config.has_value());
  ASSERT_EQ(result.config->settings.can.size(), 1U);
  EXPECT_FALSE(result.config->settings.can[0].bus.enabled);
  ASSERT_EQ(result.config->params.buses.size(), 1U);
  EXPECT_EQ(result.config->params.buses[0].bus, "serial0");
}

TEST(CanSettings, ListenOnlyAsksForNothing) {
  for (const char* const listen_only : {"false", "true"}) {
    const auto loaded = config::load_text(
        "s.json", std::string(R"({"can": {"listen_only": )") + listen_only + "}}", "p.json",
        R"({"protocols": {"can": {"packets": {"A": {"id": "X1", "request_period": 1, "params": {"v": {}}}}}}})",
        {});
    ASSERT_TRUE(loaded.config);
    const auto& packet = loaded.config->params.buses.at(0).packets.at(0);
    EXPECT_EQ(packet.request_period_s.has_value(), std::string(listen_only) == "false");
  }
}

}  // namespace
}  // namespace bmsgw::config
