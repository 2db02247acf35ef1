#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class SettingsProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(SettingsProblem, IsReported) {
  expect_lines(GetParam());
}

const std::vector<LoadCase> kCases{
    {"quiet", kSettings, kParams, ""},
    {"nothing", "{}", kParams, ""},
    {"wrong_type", R"({"serial": {"device": "/dev/bms", "speed": "fast"}})", kParams,
     "E s.json:1:44: /serial/speed: must be a whole number from 300 to 4000000 bit/s, not \"fast\""},
    {"out_of_range", R"({"serial": [{"device": "/dev/bms", "speed": 5}]})", kParams,
     "E s.json:1:45: /serial/0/speed: must be a whole number from 300 to 4000000 bit/s, not 5"},
    {"fraction", R"({"serial": {"device": "/dev/bms", "speed": 9600.5}})", kParams,
     "E s.json:1:44: /serial/speed: must be a whole number from 300 to 4000000 bit/s, not 9600.5"},
    {"whole_fraction", R"({"serial": {"device": "/dev/bms", "speed": 9600.0}})", kParams, ""},
    {"beyond_int64", R"({"serial": {"device": "/dev/bms", "speed": 18446744073709551615}})", kParams,
     "E s.json:1:44: /serial/speed: must be a whole number from 300 to 4000000 bit/s, not "
     "1.84467440737096e+19"},
    {"choice", R"({"log": {"level": "warn"}})", kParams,
     R"(E s.json:1:19: /log/level: must be one of "debug", "info", "warning", "error", not "warn")"},
    {"choice_by_case", R"({"log": {"level": "INFO"}})", kParams,
     "E s.json:1:19: /log/level: must be one of \"debug\", \"info\", \"warning\", \"error\", not \"INFO\"; "
     "did you "
     "mean \"info\"?"},
    {"list_or_object", R"({"serial": 1})", kParams,
     "E s.json:1:12: /serial: must be an object { } or a list [ ] of at most 64 entries, not 1"},
    {"secret", R"({"mqtt": {"password": 12345}})", kParams,
     "E s.json:1:23: /mqtt/password: must be a text of at most 1024 characters (what is given is not shown)"},
    {"unknown_near", R"({"serial": {"device": "/dev/bms", "sped": 9600}})", kParams,
     "E s.json:1:35: /serial/sped: there is no key \"sped\" here; did you mean \"speed\"?"},
    {"unknown_by_case", R"({"serial": {"Device": "/dev/bms"}})", kParams,
     "E s.json:1:13: /serial/Device: there is no key \"Device\" here; did you mean \"device\"?"},
    {"unknown_far", R"({"serial": {"device": "/dev/bms", "colour": "red"}})", kParams,
     "W s.json:1:35: /serial/colour: there is no key \"colour\" here"},
    {"unknown_with_control_character", R"({"serial": {"device": "/dev/bms", "a\nb": 1}})", kParams,
     R"(W s.json:1:35: /serial/a\u000ab: there is no key "a\u000ab" here)"},
    {"unknown_in_ours", R"({"log": {"colour": "red"}})", kParams,
     "E s.json:1:10: /log/colour: there is no key \"colour\" here"},
    {"no_effect", R"({"storage": {"max_size": 1}})", kParams,
     "N s.json:1:2: /storage: has no effect yet in this version"},
    {"alias", R"({"wifi": {"rss_i_threshold": 300}})", kParams,
     "N s.json:1:2: /wifi: has no effect yet in this version\n"
     "N s.json:1:11: /wifi/rss_i_threshold: is read as \"rssi_threshold\"\n"
     "E s.json:1:30: /wifi/rss_i_threshold: must be a whole number from 0 to 255 dB, not 300"},
    {"alias_twice", R"({"wifi": {"rss_i_threshold": 3, "rssi_threshold": 3}})", kParams,
     "N s.json:1:2: /wifi: has no effect yet in this version\n"
     "E s.json:1:11: /wifi/rss_i_threshold: is another spelling of \"rssi_threshold\", which is given too"},
    {"rms_password", R"({"cellular": {"password": "pass"}})", kParams,
     "N s.json:1:2: /cellular: has no effect yet in this version\n"
     "W s.json:1:15: /cellular/password: is a password that the RMS manuals print: choose another"},
    {"empty_entry", R"({"serial": [{}, {"device": "/dev/bms", "speed": 1}]})", kParams,
     "N s.json:1:13: /serial/0: an empty entry: skipped\n"
     "E s.json:1:49: /serial/1/speed: must be a whole number from 300 to 4000000 bit/s, not 1"},
    {"null_is_absent", R"({"serial": {"device": "/dev/bms", "speed": null}, "mqtt": null})", kParams, ""},
    {"empty_text_is_absent", R"({"serial": {"device": "/dev/bms", "name": "", "protocol": ""}})", kParams,
     ""},
    {"names_twice", R"({"serial": [{"device": "a", "key_prefix": "a"}, {"device": "b", "name": "serial0"}]})",
     kParams, "E s.json:1:73: /serial/1/name: the bus name \"serial0\" is taken by the bus at s.json:1:13"},
    {"device_twice", R"({"serial": [{"device": "/dev/bms"}, {"device": "/dev/bms", "key_prefix": "b"}]})",
     kParams, "E s.json:1:48: /serial/1/device: the port \"/dev/bms\" is used by serial0 already"},
    {"unsteady_device", R"({"serial": {"device": "/dev/ttyUSB0"}})", kParams,
     "N s.json:1:23: /serial/device: \"/dev/ttyUSB0\" may be another port after a restart; the names in "
     "/dev/serial/by-id always mean the same one"},
    {"no_uri", R"({"mqtt": {"uri": "", "cli_cert": "/nowhere"}})", kParams, ""},
    {"uri", R"({"mqtt": {"uri": "mqtt://host:0"}})", kParams,
     "E s.json:1:18: /mqtt/uri: must be mqtt://host[:port] or mqtts://host[:port], not \"mqtt://host:0\""},
    {"uri_ipv6", R"({"mqtt": {"uri": "mqtt://[fe80::1]:1883"}})", kParams, ""},
    {"uri_ipv6_bare", R"({"mqtt": {"uri": "mqtt://fe80::1"}})", kParams,
     "E s.json:1:18: /mqtt/uri: must be mqtt://host[:port] or mqtts://host[:port], not \"mqtt://fe80::1\""},
    {"certificate_without_key", R"({"mqtt": {"uri": "mqtts://h", "cli_cert": "/dev/null"}})", kParams,
     "E s.json:1:43: /mqtt/cli_cert: needs its key: give \"cli_key\" too"},
    {"key_without_certificate", R"({"mqtt": {"uri": "mqtts://h", "cli_key": "/dev/null"}})", kParams,
     "E s.json:1:42: /mqtt/cli_key: needs its certificate: give \"cli_cert\" too"},
    {"no_file", R"({"mqtt": {"uri": "mqtts://h", "ca": "/nowhere.pem"}})", kParams,
     "E s.json:1:37: /mqtt/ca: there is no file \"/nowhere.pem\""},
    {"no_file_but_not_enabled", R"({"mqtt": {"enabled": false, "uri": "mqtts://h", "ca": "/nowhere.pem"}})",
     kParams, ""},
    {"rms_file", R"({"mqtt": {"uri": "mqtts://h", "cli_key": "/spiffs/k"}})", kParams,
     "N s.json:1:42: /mqtt/cli_key: \"/spiffs/k\" is a file of an RMS: not used here"},
    {"insecure", R"({"mqtt": {"uri": "mqtts://h", "insecure": true}})", kParams,
     "W s.json:1:43: /mqtt/insecure: THE SERVER IS NOT CHECKED: whoever is on the way can read and change "
     "everything, "
     "and learns the password"},
    {"password_in_the_open", R"({"mqtt": {"uri": "mqtt://h", "username": "u", "password": "p"}})", kParams,
     "N s.json:1:59: /mqtt/password: is sent readable for anyone on the way; mqtts:// would hide it"},
    {"protocol_unknown", R"({"serial": {"device": "/dev/bms", "protocol": "g2"}})", kParams,
     "E s.json:1:47: /serial/protocol: there is no protocol \"g2\" in params_config.json; did you mean "
     "\"g1\"?"},
    {"protocol_by_case", R"({"serial": {"device": "/dev/bms", "protocol": "G1"}})", kParams, ""},
    {"protocol_of_a_bus_at_rest", R"({"serial": {"enabled": false, "protocol": "other"}})", kParams, ""},
    {"protocol_of_another_family", R"({"serial": {"device": "/dev/bms", "protocol": "can"}})",
     R"({"protocols": {"can": {}}})",
     "E s.json:1:47: /serial/protocol: a serial bus speaks g1; \"can\" is a protocol of can"},
    {"protocol_absent_by_default", R"({"serial": {"device": "/dev/bms"}})", "{}",
     "E s.json:1:12: /serial: there is no protocol \"g1\" in params_config.json"},
};

INSTANTIATE_TEST_SUITE_P(Load, SettingsProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

TEST(Uri, NeverShowsAPassword) {
  const auto result = load_both(R"({"mqtt": {"uri": "mqtt://me:hunter2@host"}})", kParams);
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(result.problems[0].what.find("hunter2"), std::string::npos) << result.problems[0].what;
}

TEST(Settings, AreReadWithTheDefaultsOfTheSchema) {
  const auto config = load_quietly("{}", kParams);
  EXPECT_TRUE(config.settings.serial.empty());
  EXPECT_EQ(config.settings.log_level, "info");
  EXPECT_TRUE(config.settings.mqtt.enabled);
  EXPECT_EQ(config.settings.mqtt.uri, "");
  EXPECT_EQ(config.settings.mqtt.publish_window_ms, 200U);
}

TEST(Settings, AreReadAsGiven) {
  const auto config = load_quietly(R"({
    "serial": [
      {"device": "/dev/a", "type": "RS485", "speed": 9600, "max_line": 100, "key_prefix": "a_"},
      {"enabled": false, "name": "spare", "protocol": "x"}],
    "mqtt": {"uri": "mqtts://h:8883", "username": "u", "password": "p", "client_id": "c", "qos": 0,
             "attr_send_period": 5, "publish_window": 500},
    "log": {"level": "debug"}})",
                                   kParams);
  ASSERT_EQ(config.settings.serial.size(), 2U);
  const auto& bus = config.settings.serial[0];
  EXPECT_EQ(bus.bus.name, "serial0");
  EXPECT_EQ(bus.bus.protocol, "g1");
  EXPECT_EQ(bus.bus.key_prefix, "a_");
  EXPECT_FALSE(bus.bus.read_write);
  EXPECT_EQ(bus.device, "/dev/a");
  EXPECT_EQ(bus.speed, 9600U);
  EXPECT_EQ(bus.max_line, 100U);
  EXPECT_TRUE(bus.rs485);
  EXPECT_EQ(config.settings.serial[1].bus.name, "spare");
  EXPECT_FALSE(config.settings.serial[1].bus.enabled);
  const auto& mqtt = config.settings.mqtt;
  EXPECT_EQ(mqtt.uri + " " + mqtt.username + " " + mqtt.password + " " + mqtt.client_id,
            "mqtts://h:8883 u p c");
  EXPECT_EQ(mqtt.qos, 0);
  EXPECT_EQ(mqtt.attr_send_period_s, 5U);
  EXPECT_EQ(mqtt.publish_window_ms, 500U);
  EXPECT_EQ(config.settings.log_level, "debug");
  ASSERT_EQ(config.params.buses.size(), 1U);
}

/// A folder like /dev/serial/by-id.
class Ports : public ::testing::Test {
 protected:
  Ports() {
    places_.serial_by_id = ::testing::TempDir() + "by-id-" + std::to_string(::getpid());
    std::filesystem::create_directories(places_.serial_by_id);
  }
  ~Ports() override { std::filesystem::remove_all(places_.serial_by_id); }
  void add(const std::string& name) { std::ofstream(places_.serial_by_id + "/" + name) << ""; }

  Places places_;
};

TEST_F(Ports, NoneIsAbsent) {
  const auto config = load_quietly(R"({"serial": {}})", kParams, places_);
  EXPECT_EQ(config.settings.serial[0].device, "");
}

TEST_F(Ports, TheOnlyOneIsTaken) {
  add("usb-A");
  const auto config = load_quietly(R"({"serial": {"device": ""}})", kParams, places_);
  EXPECT_EQ(config.settings.serial[0].device, places_.serial_by_id + "/usb-A");
}

TEST_F(Ports, SeveralAreListed) {
  add("usb-B");
  add("usb-A");
  const auto result = load_both(R"({"serial": {}})", kParams, places_);
  const auto directory = places_.serial_by_id;
  EXPECT_EQ(lines(result.problems),
            "W s.json:1:12: /serial/device: no device is given and there are several ports: " + directory +
                "/usb-A, " + directory + "/usb-B; the bus stays absent\n");
  ASSERT_TRUE(result.config.has_value());
  EXPECT_EQ(result.config->settings.serial[0].device, "");
}

}  // namespace
}  // namespace bmsgw::config
