#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class ModbusSettingsProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(ModbusSettingsProblem, IsReported) {
  expect_lines(GetParam());
}

/// A Modbus bus with these keys.
std::string bus(const std::string& keys) {
  return R"({"modbus": {)" + keys + "}}";
}

const std::string kMap = modbus_params(R"("a": {"address": 1, "route_to_mqtt": "a"})");
const char* const kTwoMaps = R"({"protocols": {"modbus": {}, "other": {"base": "modbus"}}})";
const char* const kAllFamilies = R"({"protocols": {"g1": {}, "modbus": {}, "can": {}}})";

const std::vector<LoadCase> kCases{
    {"quiet", bus(R"("host": "h")"), kMap, ""},
    {"host_and_device", bus(R"("host": "h", "device": "/dev/m")"), kMap,
     "E s.json:1:36: /modbus/device: a bus is a serial line or a \"host\", not both: leave one of them out"},
    {"speed", bus(R"("device": "/dev/m", "speed": 14400)"), kMap,
     "E s.json:1:42: /modbus/speed: no serial port is set to 14400 bit/s; the nearest speeds are 9600 and "
     "19200"},
    {"speed_that_libmodbus_lacks", bus(R"("device": "/dev/m", "speed": 2000000)"), kMap,
     "E s.json:1:42: /modbus/speed: no serial port is set to 2000000 bit/s; the nearest speeds are 1500000 "
     "and 2500000"},
    {"speed_of_a_line", bus(R"("device": "/dev/m", "speed": 115200)"), kMap, ""},
    {"parity", bus(R"("device": "/dev/m", "parity": "X")"), kMap,
     "E s.json:1:43: /modbus/parity: must be one of \"N\", \"E\", \"O\", \"n\", \"e\", \"o\", not \"X\""},
    {"stop_bits", bus(R"("device": "/dev/m", "stop_bits": 3)"), kMap,
     "E s.json:1:46: /modbus/stop_bits: must be one of \"1\", \"2\", not 3"},
    {"response_timeout", bus(R"("host": "h", "response_timeout": 10)"), kMap,
     "E s.json:1:46: /modbus/response_timeout: must be a whole number from 20 to 60000 ms, not 10"},
    {"request_gap", bus(R"("host": "h", "request_gap": 10001)"), kMap,
     "E s.json:1:41: /modbus/request_gap: must be a whole number from 0 to 10000 ms, not 10001"},
    {"idle_close", bus(R"("host": "h", "idle_close": 86401)"), kMap,
     "E s.json:1:40: /modbus/idle_close: must be a whole number from 0 to 86400 s, not 86401"},
    {"keys_of_a_line_over_tcp",
     bus(R"("host": "h", "speed": 19200, "parity": "E", "stop_bits": 2, "rs485": true, "local_echo": true)"),
     kMap,
     "W s.json:1:35: /modbus/speed: means nothing over TCP\n"
     "W s.json:1:52: /modbus/parity: means nothing over TCP\n"
     "W s.json:1:70: /modbus/stop_bits: means nothing over TCP\n"
     "W s.json:1:82: /modbus/rs485: means nothing over TCP\n"
     "W s.json:1:102: /modbus/local_echo: means nothing over TCP"},
    {"keys_of_tcp_on_a_line", bus(R"("device": "/dev/m", "port": 503, "idle_close": 5)"), kMap,
     "W s.json:1:41: /modbus/port: means nothing without a \"host\"\n"
     "W s.json:1:60: /modbus/idle_close: means nothing without a \"host\""},
    {"unsteady_device", bus(R"("device": "/dev/ttyUSB0")"), kMap,
     "N s.json:1:23: /modbus/device: \"/dev/ttyUSB0\" may be another port after a restart; the names in "
     "/dev/serial/by-id always mean the same one"},
    {"unknown_key", bus(R"("host": "h", "colour": 1)"), kMap,
     "E s.json:1:26: /modbus/colour: there is no key \"colour\" here"},
    {"units_of_a_line", bus(R"("device": "/dev/m", "units": [0, 247, 248], "key_prefix": "u{unit}_")"), kMap,
     "E s.json:1:43: /modbus/units/0: units on a serial line are 1 to 247, not 0\n"
     "E s.json:1:51: /modbus/units/2: units on a serial line are 1 to 247, not 248"},
    {"units_over_tcp", bus(R"("host": "h", "units": [0, 255], "key_prefix": "u{unit}_")"), kMap, ""},
    {"units_beyond_a_byte", bus(R"("host": "h", "units": [256, "1-300", "7"])"), kMap,
     "E s.json:1:36: /modbus/units/0: must be a whole number from 0 to 255 or a range such as \"1-20\" or an "
     "object { }, not 256\n"
     "E s.json:1:41: /modbus/units/1: units over TCP are 0 to 255, not 300\n"
     "E s.json:1:50: /modbus/units/2: must be a whole number from 0 to 255 or a range such as \"1-20\" or an "
     "object { }, not \"7\""},
    {"range_backwards", bus(R"("host": "h", "units": ["9-3"])"), kMap,
     "E s.json:1:36: /modbus/units/0: the range \"9-3\" ends before it begins"},
    {"no_units", bus(R"("host": "h", "units": [])"), kMap,
     "E s.json:1:35: /modbus/units: must be a list [ ] of 1 to 256 entries, not an empty list"},
    {"unit_twice", bus(R"("host": "h", "units": [3, "1-5"], "key_prefix": "u{unit}_")"), kMap,
     "E s.json:1:39: /modbus/units/1: the unit 3 is that of s.json:1:36 already"},
    {"unit_missing", bus(R"("host": "h", "units": [{"key_prefix": "a"}])"), kMap,
     "E s.json:1:36: /modbus/units/0: \"unit\" is missing"},
    {"unit_key_unknown", bus(R"("host": "h", "units": [{"unit": 1, "prefix": "a"}])"), kMap,
     "E s.json:1:48: /modbus/units/0/prefix: there is no key \"prefix\" here"},
    {"placeholder", bus(R"("host": "h", "key_prefix": "u{id}_")"), kMap,
     "E s.json:1:40: /modbus/key_prefix: knows {unit} and {index}, nothing else in braces, unlike "
     "\"u{id}_\""},
    {"placeholder_of_a_unit", bus(R"("host": "h", "units": [{"unit": 1, "key_prefix": "{u"}])"), kMap,
     "E s.json:1:62: /modbus/units/0/key_prefix: knows {unit} and {index}, nothing else in braces, unlike "
     "\"{u\""},
    {"same_keys", bus(R"("host": "h", "units": ["1-3"])"), kMap,
     "E s.json:1:36: /modbus/units/0: \"modbus0u2\" and \"modbus0u1\" both read \"modbus\": tell their keys "
     "apart, as with \"key_prefix\": \"u{unit}_\""},
    {"same_prefix", bus(R"("host": "h", "units": ["1-3"], "key_prefix": "x_")"), kMap,
     "E s.json:1:36: /modbus/units/0: \"modbus0u2\" and \"modbus0u1\" both read \"modbus\": tell their keys "
     "apart, as with \"key_prefix\": \"u{unit}_\""},
    {"one_prefix_of_its_own", bus(R"("host": "h", "units": [1, {"unit": 2, "key_prefix": "b_"}])"), kMap, ""},
    {"same_keys_of_two_maps", bus(R"("host": "h", "units": [1, {"unit": 2, "protocol": "other"}])"), kTwoMaps,
     ""},
    {"same_keys_of_two_buses", R"({"modbus": [{"host": "a"}, {"host": "b"}]})", kMap,
     "E s.json:1:28: /modbus/1: \"modbus1u1\" and \"modbus0u1\" both read \"modbus\": give one of them a "
     "\"key_prefix\""},
    {"two_buses", R"({"modbus": [{"host": "a"}, {"host": "b", "key_prefix": "b_"}]})", kMap, ""},
    {"same_endpoint", R"({"modbus": [{"host": "a"}, {"host": "a", "port": 502, "key_prefix": "b_"}]})", kMap,
     "E s.json:1:37: /modbus/1/host: \"a:502\" is used by modbus0 already: put the units of both into one "
     "bus, under its \"units\""},
    {"other_port", R"({"modbus": [{"host": "a"}, {"host": "a", "port": 503, "key_prefix": "b_"}]})", kMap,
     ""},
    {"same_endpoint_at_rest", R"({"modbus": [{"host": "a"}, {"host": "a", "enabled": false}]})", kMap, ""},
    {"same_device", R"({"modbus": [{"device": "/dev/m"}, {"device": "/dev/m", "key_prefix": "b_"}]})", kMap,
     "E s.json:1:46: /modbus/1/device: \"/dev/m\" is used by modbus0 already: put the units of both into one "
     "bus, under its \"units\""},
    {"device_of_a_serial_bus", R"({"serial": {"device": "/dev/m"}, "modbus": {"device": "/dev/m"}})",
     kAllFamilies, "E s.json:1:55: /modbus/device: the port \"/dev/m\" is used by serial0 already"},
    {"name_of_a_unit",
     R"({"modbus": [{"host": "a"}, {"host": "b", "key_prefix": "b_", "name": "modbus0u1"}]})", kMap,
     "E s.json:1:70: /modbus/1/name: a unit of the bus \"modbus0\" is called \"modbus0u1\" already"},
    {"name_of_a_unit_on_can", R"({"can": {"name": "modbus0u1"}, "modbus": {"host": "a"}})", kAllFamilies,
     "E s.json:1:18: /can/name: a unit of the bus \"modbus0\" is called \"modbus0u1\" already"},
    {"nothing_describes_it", bus(R"("host": "h")"), kParams,
     "E s.json:1:12: /modbus: there is no protocol \"modbus\" in params_config.json; there is \"g1\""},
    {"nothing_describes_it_at_rest", bus(R"("enabled": false, "host": "h")"), kParams, ""},
    {"no_such_profile", bus(R"("host": "h", "profile": "mine")"), kParams,
     "E s.json:1:12: /modbus: there is no protocol \"modbus\" in params_config.json; there is \"g1\"\n"
     "E s.json:1:37: /modbus/profile: there is no profile \"mine\"; looked for in profiles"},
    {"no_such_profile_of_a_unit", bus(R"("host": "h", "units": [{"unit": 1, "profile": "mine"}])"), kParams,
     "E s.json:1:36: /modbus/units/0: there is no protocol \"modbus\" in params_config.json; there is "
     "\"g1\"\n"
     "E s.json:1:59: /modbus/units/0/profile: there is no profile \"mine\"; looked for in profiles"},
    {"no_such_protocol_of_a_unit", bus(R"("host": "h", "units": [{"unit": 1, "protocol": "mine"}])"), kMap,
     "E s.json:1:60: /modbus/units/0/protocol: there is no protocol \"mine\" in params_config.json; there is "
     "\"modbus\""},
    {"protocol_of_another_family", bus(R"("host": "h", "protocol": "g1")"), kParams,
     "E s.json:1:38: /modbus/protocol: a Modbus bus speaks modbus; \"g1\" is a protocol of g1"},
    {"no_effect_yet", bus(R"("host": "h", "as_device": "A")"), kMap,
     "N s.json:1:26: /modbus/as_device: has no effect yet in this version"},
    {"online_key", bus(R"("host": "h")"),
     modbus_params(R"("a": {"address": 1, "route_to_mqtt": "modbus0u1Online"})"),
     "E p.json:1:93: /protocols/modbus/packets/P/params/a/route_to_mqtt: the key \"modbus0u1Online\" is that "
     "of s.json:1:12 (of each bus) already"},
    {"keys_of_two_units_clash", bus(R"("host": "h", "units": [1, {"unit": 2, "key_prefix": "b_"}])"),
     modbus_params(
         R"("a": {"address": 1, "route_to_mqtt": "k"}, "b": {"address": 2, "route_to_mqtt": "b_k"})"),
     "E p.json:1:93: /protocols/modbus/packets/P/params/a/route_to_mqtt: the key \"b_k\" is that of "
     "p.json:1:136 already: give one of the buses \"modbus0u1\" and \"modbus0u2\" a \"key_prefix\" "
     "(\"as_device\" has no effect yet)"},
};

INSTANTIATE_TEST_SUITE_P(Load, ModbusSettingsProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

ModbusBus only_bus(const std::string& keys, const Places& places = {}) {
  const auto settings = load_quietly(bus(keys), kMap, places).settings;
  EXPECT_EQ(settings.modbus.size(), 1U);
  return settings.modbus.empty() ? ModbusBus{} : settings.modbus[0];
}

TEST(ModbusSettings, AreReadWithTheDefaultsOfTheSchema) {
  const auto modbus = only_bus(R"("host": "h")");
  EXPECT_EQ(modbus.bus.name + " " + modbus.bus.protocol + " " + modbus.host, "modbus0 modbus h");
  EXPECT_TRUE(modbus.bus.enabled);
  EXPECT_FALSE(modbus.bus.read_write || modbus.rs485 || modbus.local_echo);
  EXPECT_EQ(modbus.port, 502);
  EXPECT_EQ(modbus.speed, 9600U);
  EXPECT_EQ(modbus.parity, 'N');
  EXPECT_EQ(modbus.stop_bits, 1);
  EXPECT_EQ(modbus.response_timeout_ms, 1000U);
  EXPECT_EQ(modbus.request_gap_ms, 0U);
  EXPECT_EQ(modbus.idle_close_s, 0U);
  ASSERT_EQ(modbus.units.size(), 1U);
  EXPECT_EQ(modbus.units[0].unit, 1);
  EXPECT_EQ(modbus.units[0].name + " " + modbus.units[0].protocol, "modbus0u1 modbus");
  EXPECT_TRUE(modbus.units[0].enabled);
}

TEST(ModbusSettings, AreReadAsGiven) {
  const auto line = only_bus(R"("name": "rack", "device": "/dev/m", "speed": 19200, "parity": "e",
    "stop_bits": 2, "rs485": true, "local_echo": true, "response_timeout": 500, "request_gap": 20)");
  EXPECT_EQ(line.bus.name + " " + line.device + line.host, "rack /dev/m");
  EXPECT_EQ(line.speed, 19200U);
  EXPECT_EQ(line.parity, 'E');
  EXPECT_EQ(line.stop_bits, 2);
  EXPECT_TRUE(line.rs485 && line.local_echo);
  EXPECT_EQ(line.response_timeout_ms, 500U);
  EXPECT_EQ(line.request_gap_ms, 20U);
  EXPECT_EQ(line.units.at(0).name, "racku1");
  const auto endpoint = only_bus(R"("host": "10.0.0.1", "port": 1502, "idle_close": 30)");
  EXPECT_EQ(endpoint.port, 1502);
  EXPECT_EQ(endpoint.idle_close_s, 30U);
  EXPECT_EQ(only_bus(R"("device": "/dev/m", "parity": "O")").parity, 'O');
}

TEST(ModbusSettings, AllowNamesAndRanges) {
  const auto config =
      load_quietly(bus(R"("host": "h", "access": "read_write",
    "allow": ["go", {"name": "set", "min": 1, "max": 2}, {"name": "P/set", "max": 3}])"),
                   modbus_map(R"("packets": {"P": {"params": {"set": {"address": 2, "write": 6}}}},
    "commands": {"go": {"write": {"address": 9, "value": 1}}})"));
  const auto& allow = config.settings.modbus.at(0).bus.allow;
  ASSERT_EQ(allow.size(), 3U);
  EXPECT_EQ(allow[0].name + " " + allow[1].name + " " + allow[2].name, "go set P/set");
  EXPECT_FALSE(allow[0].min || allow[0].max || allow[2].min);
  EXPECT_EQ(allow[1].min, 1.0);
  EXPECT_EQ(allow[1].max, 2.0);
  EXPECT_EQ(allow[2].max, 3.0);
}

struct UnitsCase {
  const char* name;
  const char* keys;
  const char* expected;  ///< `unit name prefix` of each
};

void PrintTo(const UnitsCase& row, std::ostream* out) {
  *out << row.name;
}

class ModbusUnits : public ::testing::TestWithParam<UnitsCase> {};

TEST_P(ModbusUnits, AreRead) {
  std::string text;
  for (const auto& unit : only_bus(std::string(R"("host": "h")") + GetParam().keys).units) {
    text += (text.empty() ? "" : ", ") + std::to_string(unit.unit) + " " + unit.name + " " + unit.key_prefix;
  }
  EXPECT_EQ(text, GetParam().expected);
}

const std::vector<UnitsCase> kUnits{
    {"by_default", "", "1 modbus0u1 "},
    {"range", R"(, "units": ["3-5"], "key_prefix": "u{unit}_")",
     "3 modbus0u3 u3_, 4 modbus0u4 u4_, 5 modbus0u5 u5_"},
    {"range_of_one", R"(, "units": ["5-5"])", "5 modbus0u5 "},
    {"mixed", R"(, "units": [9, "2-3", {"unit": 7}], "key_prefix": "{index}.{unit}.{index}_")",
     "9 modbus0u9 1.9.1_, 2 modbus0u2 2.2.2_, 3 modbus0u3 3.3.3_, 7 modbus0u7 4.7.4_"},
    {"prefix_of_an_entry",
     R"(, "units": [1, {"unit": "10-11", "key_prefix": "s{index}_"}, 12], "key_prefix": "u{index}_")",
     "1 modbus0u1 u1_, 10 modbus0u10 s1_, 11 modbus0u11 s2_, 12 modbus0u12 u4_"},
    {"ends_of_tcp", R"(, "units": [0, 255], "key_prefix": "u{unit}_")",
     "0 modbus0u0 u0_, 255 modbus0u255 u255_"},
};

INSTANTIATE_TEST_SUITE_P(Load, ModbusUnits, ::testing::ValuesIn(kUnits), name_of<UnitsCase>);

TEST(ModbusUnit, IsADeviceOfItsOwn) {
  const auto config = load_quietly(bus(R"("host": "h", "units": [1, {"unit": 3, "protocol": "OTHER"}])"),
                                   R"({"protocols": {
    "modbus": {"packets": {"P": {"params": {"a": {"address": 1}}}}},
    "other": {"base": "modbus", "packets": {"Q": {"params": {"b": {"address": 2}}}}}}})");
  const auto& buses = config.params.buses;
  ASSERT_EQ(buses.size(), 2U);
  EXPECT_EQ(buses[0].bus + " " + buses[0].protocol, "modbus0u1 modbus");
  EXPECT_EQ(buses[1].bus + " " + buses[1].protocol, "modbus0u3 other") << "as the file spells it";
  EXPECT_EQ(buses[0].packets.size(), 1U);
  EXPECT_EQ(buses[1].packets.size(), 2U);
  EXPECT_EQ(config.settings.modbus.at(0).units.at(1).protocol, "other");
}

TEST(ModbusUnit, OfABusAtRestHasNoPackets) {
  const auto config = load_quietly(bus(R"("enabled": false, "host": "h", "protocol": "nowhere")"), kMap);
  ASSERT_EQ(config.settings.modbus.size(), 1U);
  EXPECT_FALSE(config.settings.modbus[0].bus.enabled);
  EXPECT_TRUE(config.params.buses.empty());
}

/// A folder like /dev/serial/by-id.
class ModbusPorts : public ::testing::Test {
 protected:
  ModbusPorts() {
    places_.serial_by_id = ::testing::TempDir() + "modbus-by-id-" + std::to_string(::getpid());
    std::filesystem::create_directories(places_.serial_by_id);
  }
  ~ModbusPorts() override { std::filesystem::remove_all(places_.serial_by_id); }
  void add(const std::string& name) { std::ofstream(places_.serial_by_id + "/" + name) << ""; }

  Places places_;
};

TEST_F(ModbusPorts, NoneIsAbsent) {
  EXPECT_EQ(only_bus(R"("enabled": true)", places_).device, "");
}

TEST_F(ModbusPorts, TheOnlyOneIsTaken) {
  add("usb-A");
  EXPECT_EQ(only_bus(R"("enabled": true)", places_).device, places_.serial_by_id + "/usb-A");
  EXPECT_EQ(only_bus(R"("host": "h")", places_).device, "") << "an endpoint needs no port";
}

TEST_F(ModbusPorts, TheOnlyOneIsNotSharedWithASerialBus) {
  add("usb-A");
  const auto result = load_both(R"({"serial": {}, "modbus": {}})", kAllFamilies, places_);
  EXPECT_EQ(lines(result.problems), "E s.json:1:26: /modbus/device: the port \"" + places_.serial_by_id +
                                        "/usb-A\" is used by serial0 already\n");
}

}  // namespace
}  // namespace bmsgw::config
