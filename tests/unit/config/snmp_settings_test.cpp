#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class SnmpSettingsProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(SnmpSettingsProblem, IsReported) {
  expect_lines(GetParam());
}

/// An SNMP bus with these keys.
std::string bus(const std::string& keys) {
  return R"({"snmp": {)" + keys + "}}";
}

std::string many(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

const std::string kMap =
    snmp_params(R"("a": {"oid": "1.3.6.1.2.1.1.3.0", "write": true, "route_to_mqtt": "a"})");
const char* const kTwoFamilies = R"({"protocols": {"snmp": {}, "can": {}}})";
const std::string kOtherScale = snmp_map(R"("scales": {"temperature_scale": {"factors": [10, 1]}},
    "packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2", "scale": "temperature_scale"}}}})");
const std::string kAllowMap = snmp_map(R"("packets": {"P": {"params": {
    "ro": {"oid": "1.3.6.1.1"}, "set": {"oid": "1.3.6.1.2", "write": true}, "both": {"oid": "1.3.6.1.3", "write": true}}}},
    "commands": {"go": {"write": {"oid": "1.3.6.1.4", "value": 1}}, "both": {"write": {"oid": "1.3.6.1.5", "value": 1}},
    "level": {"argument": {"min": 0, "max": 9}, "write": {"oid": "1.3.6.1.6", "value": "argument"}}})");

const std::vector<LoadCase> kCases{
    {"quiet", bus(R"("host": "h")"), kMap, ""},
    {"quiet_v3",
     bus(R"("host": "h", "version": 3, "user": "u", "auth": "sha-256", "auth_password": "12345678", "priv": "aes", "priv_password": "87654321")"),
     kMap, ""},
    {"every_key_at_its_default",
     bus(R"("enabled": true, "protocol": "snmp", "name": "snmp0", "host": "h", "port": 161, "version": "1", "community": "public", "trap_community": "", "user": "", "auth": "none", "auth_password": "", "priv": "none", "priv_password": "", "timeout": 1000, "retries": 1, "max_varbinds": 40, "max_bytes": 1400, "bulk": false, "temperature_scale": null, "profile": [], "access": "read_only", "allow": [], "key_prefix": "")"),
     kMap, ""},
    {"no_host", bus(R"("version": "1")"), kMap,
     "E s.json:1:10: /snmp: \"host\" is missing: the device's name or address"},
    {"empty_host", bus(R"("host": "")"), kMap,
     "E s.json:1:10: /snmp: \"host\" is missing: the device's name or address"},
    {"no_host_at_rest", bus(R"("enabled": false)"), kMap, ""},
    {"host_with_a_port", bus(R"("host": "h:161")"), kMap,
     "E s.json:1:19: /snmp/host: must be a name or an address without anything else, not \"h:161\"; the port "
     "has a key of its own, \"port\""},
    {"host_with_a_scheme", bus(R"("host": "udp://h")"), kMap,
     "E s.json:1:19: /snmp/host: must be a name or an address without anything else, not \"udp://h\"; the "
     "port has a key of its own, \"port\""},
    {"host_of_ipv6", bus(R"("host": "fe80::1")"), kMap, ""},
    {"port", bus(R"("host": "h", "port": 0)"), kMap,
     "E s.json:1:32: /snmp/port: must be a whole number from 1 to 65535, not 0"},
    {"version", bus(R"("host": "h", "version": "4")"), kMap,
     "E s.json:1:35: /snmp/version: must be one of \"1\", \"2c\", \"3\", not \"4\""},
    {"version_2", bus(R"("host": "h", "version": 2)"), kMap,
     "E s.json:1:35: /snmp/version: must be one of \"1\", \"2c\", \"3\", not 2"},
    {"version_2c_with_bulk", bus(R"("host": "h", "version": "2c", "bulk": true)"), kMap, ""},
    {"bulk_with_version_1", bus(R"("host": "h", "bulk": true)"), kMap,
     "E s.json:1:32: /snmp/bulk: version 1 has no GETBULK: leave it out, or give another \"version\""},
    {"community_of_another_type", bus(R"("host": "h", "community": 12345)"), kMap,
     "E s.json:1:37: /snmp/community: must be a text of at most 255 characters (what is given is not shown)"},
    {"community_too_long", bus(R"("host": "h", "community": ")" + std::string(256, 's') + R"(")"), kMap,
     "E s.json:1:37: /snmp/community: must be a text of at most 255 characters (what is given is not shown)"},
    {"community_too_long_in_bytes",
     bus(R"("host": "h", "community": ")" + many("ä", 128) + R"(", "trap_community": ")" + many("ö", 128) +
         R"(")"),
     kMap,
     "E s.json:1:37: /snmp/community: has at most 255 bytes in UTF-8, not 256\n"
     "E s.json:1:187: /snmp/trap_community: has at most 255 bytes in UTF-8, not 256"},
    {"user_too_long_in_bytes", bus(R"("host": "h", "version": "3", "user": ")" + many("ä", 17) + R"(")"),
     kMap, "E s.json:1:48: /snmp/user: has at most 32 bytes in UTF-8, not 34"},
    {"no_user", bus(R"("host": "h", "version": "3")"), kMap,
     "E s.json:1:10: /snmp: \"user\" is missing: version 3 goes by users"},
    {"auth_unknown",
     bus(R"("host": "h", "version": "3", "user": "u", "auth": "SHA-265", "auth_password": "12345678")"), kMap,
     "E s.json:1:61: /snmp/auth: must be one of \"none\", \"MD5\", \"SHA\", \"SHA-224\", \"SHA-256\", "
     "\"SHA-384\", \"SHA-512\"; did you mean \"SHA-256\"?"},
    {"priv_unknown",
     bus(R"("host": "h", "version": "3", "user": "u", "auth": "MD5", "auth_password": "12345678", "priv": "3DES")"),
     kMap,
     "E s.json:1:10: /snmp: \"priv_password\" is missing: \"priv\" needs it\n"
     "E s.json:1:105: /snmp/priv: must be one of \"none\", \"DES\", \"AES\", \"AES-192\", \"AES-256\"; did "
     "you mean \"DES\"?"},
    {"no_auth_password", bus(R"("host": "h", "version": "3", "user": "u", "auth": "SHA")"), kMap,
     "E s.json:1:10: /snmp: \"auth_password\" is missing: \"auth\" needs it"},
    {"no_priv_password",
     bus(R"("host": "h", "version": "3", "user": "u", "auth": "SHA", "auth_password": "12345678", "priv": "DES")"),
     kMap, "E s.json:1:10: /snmp: \"priv_password\" is missing: \"priv\" needs it"},
    {"short_passwords",
     bus(R"("host": "h", "version": "3", "user": "u", "auth": "SHA", "auth_password": "secret7", "priv": "DES", "priv_password": "secret8")"),
     kMap,
     "E s.json:1:85: /snmp/auth_password: must have at least 8 bytes (RFC 3414, 11.2; what is given is not "
     "shown)\n"
     "E s.json:1:128: /snmp/priv_password: must have at least 8 bytes (RFC 3414, 11.2; what is given is not "
     "shown)"},
    {"password_of_another_type",
     bus(R"("host": "h", "version": "3", "user": "u", "auth": "SHA", "auth_password": 12345678)"), kMap,
     "E s.json:1:85: /snmp/auth_password: must be a text of at most 255 characters (what is given is not "
     "shown)"},
    {"priv_without_auth",
     bus(R"("host": "h", "version": "3", "user": "u", "priv": "AES", "priv_password": "12345678")"), kMap,
     "E s.json:1:61: /snmp/priv: needs \"auth\": what is encrypted is signed too"},
    {"passwords_without_use",
     bus(R"("host": "h", "version": "3", "user": "u", "auth_password": "secret7", "priv_password": "secret8")"),
     kMap,
     "W s.json:1:70: /snmp/auth_password: means nothing without \"auth\"\n"
     "W s.json:1:98: /snmp/priv_password: means nothing without \"priv\""},
    {"keys_of_version_3",
     bus(R"("host": "h", "user": "u", "auth": "SHA", "auth_password": "12345678", "priv": "AES", "priv_password": "12345678")"),
     kMap,
     "W s.json:1:32: /snmp/user: means nothing with version 1\n"
     "W s.json:1:45: /snmp/auth: means nothing with version 1\n"
     "W s.json:1:69: /snmp/auth_password: means nothing with version 1\n"
     "W s.json:1:89: /snmp/priv: means nothing with version 1\n"
     "W s.json:1:113: /snmp/priv_password: means nothing with version 1"},
    {"keys_of_version_3_with_2c", bus(R"("host": "h", "version": "2c", "user": "u")"), kMap,
     "W s.json:1:49: /snmp/user: means nothing with version 2c"},
    {"keys_of_version_1",
     bus(R"("host": "h", "version": "3", "user": "u", "community": "secret", "trap_community": "secret")"),
     kMap,
     "W s.json:1:66: /snmp/community: means nothing with version 3\n"
     "W s.json:1:94: /snmp/trap_community: means nothing with version 3"},
    {"timeout", bus(R"("host": "h", "timeout": 99, "retries": 11, "max_varbinds": 0, "max_bytes": 483)"),
     kMap,
     "E s.json:1:35: /snmp/timeout: must be a whole number from 100 to 30000 ms, not 99\n"
     "E s.json:1:50: /snmp/retries: must be a whole number from 0 to 10, not 11\n"
     "E s.json:1:70: /snmp/max_varbinds: must be a whole number from 1 to 200, not 0\n"
     "E s.json:1:86: /snmp/max_bytes: must be a whole number from 484 to 60000 byte, not 483"},
    {"timeout_too_long",
     bus(R"("host": "h", "timeout": 30001, "retries": -1, "max_varbinds": 201, "max_bytes": 60001)"), kMap,
     "E s.json:1:35: /snmp/timeout: must be a whole number from 100 to 30000 ms, not 30001\n"
     "E s.json:1:53: /snmp/retries: must be a whole number from 0 to 10, not -1\n"
     "E s.json:1:73: /snmp/max_varbinds: must be a whole number from 1 to 200, not 201\n"
     "E s.json:1:91: /snmp/max_bytes: must be a whole number from 484 to 60000 byte, not 60001"},
    {"temperature_scale", bus(R"("host": "h", "temperature_scale": 10)"), kMap,
     "E s.json:1:45: /snmp/temperature_scale: must be one of \"1\", \"0.1\", not 10"},
    {"temperature_scale_of_no_map", bus(R"("host": "h", "temperature_scale": 0.1)"), kMap,
     "W s.json:1:45: /snmp/temperature_scale: means nothing here: its map has no scale of this name"},
    {"temperature_scale_of_another_map", bus(R"("host": "h", "temperature_scale": 0.1)"), kOtherScale,
     "E s.json:1:45: /snmp/temperature_scale: the map's scale is 10 or 1, not 0.1"},
    {"unknown_key", bus(R"("host": "h", "comunity": "secret")"), kMap,
     "E s.json:1:24: /snmp/comunity: there is no key \"comunity\" here; did you mean \"community\"?"},
    {"two_buses_of_one_agent",
     R"({"snmp": [{"host": "A.example"}, {"host": "a.example", "key_prefix": "b_"}]})", kMap,
     "E s.json:1:43: /snmp/1/host: \"a.example:161\" is used by snmp0 already: an SNMP host is one bus; what "
     "is read of it stands in its map"},
    {"one_of_them_at_rest", R"({"snmp": [{"host": "a"}, {"host": "a", "enabled": false}]})", kMap, ""},
    {"two_agents_of_one_host",
     R"({"snmp": [{"host": "a"}, {"host": "a", "port": 1161, "key_prefix": "b_"}]})", kMap, ""},
    {"same_keys", R"({"snmp": [{"host": "a"}, {"host": "b"}]})", kMap,
     "E s.json:1:26: /snmp/1: \"snmp1\" and \"snmp0\" both read \"snmp\": give one of them a \"key_prefix\""},
    {"same_name", R"({"snmp": [{"host": "a"}, {"host": "b", "name": "snmp0", "key_prefix": "b_"}]})", kMap,
     "E s.json:1:48: /snmp/1/name: the bus name \"snmp0\" is taken by the bus at s.json:1:11"},
    {"name_of_another_family", R"({"can": {"name": "snmp0"}, "snmp": {"host": "a"}})", kTwoFamilies,
     "E s.json:1:36: /snmp: the bus name \"snmp0\" is taken by the bus at s.json:1:9"},
    {"nothing_describes_it", bus(R"("host": "h")"), kParams,
     "E s.json:1:10: /snmp: there is no protocol \"snmp\" in params_config.json, nor does the bus name a "
     "\"profile\"; there is \"g1\""},
    {"nothing_describes_it_at_rest", bus(R"("enabled": false, "host": "h")"), kParams, ""},
    {"no_such_profile", bus(R"("host": "h", "profile": "mine")"), kParams,
     "E s.json:1:10: /snmp: there is no protocol \"snmp\" in params_config.json; there is \"g1\"\n"
     "E s.json:1:35: /snmp/profile: there is no profile \"mine\"; looked for in profiles"},
    {"protocol_of_another_family", bus(R"("host": "h", "protocol": "g1")"), kParams,
     "E s.json:1:36: /snmp/protocol: an SNMP bus speaks snmp; \"g1\" is a protocol of g1"},
    {"protocol_of_its_own", bus(R"("host": "h", "protocol": "bm")"),
     R"({"protocols": {"bm": {"base": "snmp", "packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2"}}}}}}})",
     ""},
    {"no_effect_yet", bus(R"("host": "h", "as_device": "A")"), kMap,
     "N s.json:1:24: /snmp/as_device: has no effect yet in this version"},
    {"keys_of_the_bus", bus(R"("host": "h", "key_prefix": "x_")"),
     snmp_params(
         R"("a": {"oid": "1.3.6.1.2", "route_to_mqtt": "event", "names": {"1": "normal"}, "alarm": {"quantity": "q"}}, "b": {"oid": "1.3.6.1.3", "route_to_mqtt": "alarms"})"),
     "E p.json:1:97: /protocols/snmp/packets/P/params/a/route_to_mqtt: the key \"x_event\" is that of "
     "s.json:1:10 (of its alarms) already\n"
     "E p.json:1:204: /protocols/snmp/packets/P/params/b/route_to_mqtt: the key \"x_alarms\" is that of "
     "s.json:1:10 (of its alarms) already"},
    {"keys_of_a_bus_without_alarms", bus(R"("host": "h")"),
     snmp_params(R"("a": {"oid": "1.3.6.1.2", "route_to_mqtt": "event"})"), ""},
    {"access_without_allow", bus(R"("host": "h", "access": "read_write")"), kMap,
     "W s.json:1:34: /snmp/access: nothing may be written as long as \"allow\" lists nothing"},
    {"allow_without_access", bus(R"("host": "h", "allow": ["a"])"), kMap,
     "W s.json:1:33: /snmp/allow: nothing of it may be written without \"access\": \"read_write\""},
    {"allow",
     bus(R"("host": "h", "access": "read_write", "allow": ["go", "set", "P/set", {"name": "level", "min": 1, "max": 2}])"),
     kAllowMap, ""},
    {"allow_wrong",
     bus(R"("host": "h", "access": "read_write", "allow": ["og", "P/ro", "both", {"min": 1}, {"name": "go", "min": 3}, {"name": "level", "min": 3, "max": 2, "id": "7"}])"),
     kAllowMap,
     "E s.json:1:58: /snmp/allow/0: there is no command and no writable param \"og\"; did you mean \"go\"?\n"
     "E s.json:1:64: /snmp/allow/1: \"P/ro\" can't be written: its param has no \"write\"\n"
     "E s.json:1:72: /snmp/allow/2: \"both\" is a command and a param: name the param by its packet too, as "
     "in \"packet/both\", or give the command another name\n"
     "E s.json:1:80: /snmp/allow/3: \"name\" is missing\n"
     "W s.json:1:92: /snmp/allow/4: the command \"go\" takes no argument: the range means nothing\n"
     "E s.json:1:153: /snmp/allow/5/max: 2 is below \"min\", 3\n"
     "W s.json:1:162: /snmp/allow/5/id: means nothing on this bus"},
    {"traps", R"({"snmp": {"host": "h"}, "snmp_traps": {"enabled": true, "port": 1162}})", kMap, ""},
    {"traps_at_the_usual_port", R"({"snmp": {"host": "h"}, "snmp_traps": {"enabled": true}})", kMap,
     "W s.json:1:51: /snmp_traps/enabled: port 162: ports below 1024 need CAP_NET_BIND_SERVICE (systemd: "
     "AmbientCapabilities=CAP_NET_BIND_SERVICE) or a redirect; or choose another port here and at the "
     "device"},
    {"traps_at_a_low_port", R"({"snmp": {"host": "h"}, "snmp_traps": {"enabled": true, "port": 1023}})", kMap,
     "W s.json:1:65: /snmp_traps/port: port 1023: ports below 1024 need CAP_NET_BIND_SERVICE (systemd: "
     "AmbientCapabilities=CAP_NET_BIND_SERVICE) or a redirect; or choose another port here and at the "
     "device"},
    {"traps_at_a_low_port_off", R"({"snmp": {"host": "h"}, "snmp_traps": {"enabled": false, "port": 1023}})",
     kMap, ""},
    {"traps_without_a_bus",
     R"({"snmp": {"host": "h", "enabled": false}, "snmp_traps": {"enabled": true, "port": 1162}})", kMap,
     "W s.json:1:69: /snmp_traps/enabled: there is no enabled snmp bus whose traps could come"},
    {"traps_of_two_agents_of_one_host",
     R"({"snmp": [{"host": "a"}, {"host": "A", "port": 1161, "version": "2c", "key_prefix": "b_"}], "snmp_traps": {"enabled": true, "port": 1162}})",
     kMap,
     "W s.json:1:35: /snmp/1/host: is that of snmp0, too: their traps can't be told apart: give one another "
     "\"trap_community\""},
    {"traps_of_two_agents_of_one_host_off",
     R"({"snmp": [{"host": "a"}, {"host": "a", "port": 1161, "key_prefix": "b_"}], "snmp_traps": {"enabled": false}})",
     kMap, ""},
    {"traps_of_two_agents_told_apart_by_community",
     R"({"snmp": [{"host": "a"}, {"host": "a", "port": 1161, "trap_community": "b", "key_prefix": "b_"}], "snmp_traps": {"enabled": true, "port": 1162}})",
     kMap, ""},
    {"traps_of_two_agents_one_of_them_at_rest",
     R"({"snmp": [{"host": "a"}, {"host": "a", "port": 1161, "enabled": false}], "snmp_traps": {"enabled": true, "port": 1162}})",
     kMap, ""},
    {"traps_of_two_engines_of_one_host",
     R"({"snmp": [{"host": "a", "version": "3", "user": "u"}, {"host": "a", "port": 1161, "version": "3", "user": "u", "key_prefix": "b_"}], "snmp_traps": {"enabled": true, "port": 1162}})",
     kMap, ""},
    {"traps_of_ipv6",
     R"({"snmp": {"host": "h"}, "snmp_traps": {"enabled": true, "address": "::", "port": 1162}})", kMap, ""},
    {"trap_address", R"({"snmp": {"host": "h"}, "snmp_traps": {"address": "eth0"}})", kMap,
     "E s.json:1:51: /snmp_traps/address: must be an IPv4 or IPv6 address of this machine, or 0.0.0.0 or :: "
     "for every interface, not \"eth0\""},
    {"trap_port", R"({"snmp": {"host": "h"}, "snmp_traps": {"port": 65536}})", kMap,
     "E s.json:1:48: /snmp_traps/port: must be a whole number from 1 to 65535, not 65536"},
    {"trap_key", R"({"snmp": {"host": "h"}, "snmp_traps": {"adress": "::1"}})", kMap,
     "E s.json:1:40: /snmp_traps/adress: there is no key \"adress\" here; did you mean \"address\"?"},
};

INSTANTIATE_TEST_SUITE_P(Load, SnmpSettingsProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

SnmpBus bus_of(const std::string& keys) {
  const auto config = load_quietly(bus(keys), kMap);
  EXPECT_EQ(config.settings.snmp.size(), 1U);
  return config.settings.snmp.empty() ? SnmpBus{} : config.settings.snmp[0];
}

TEST(SnmpSettings, HaveTheirDefaults) {
  const auto snmp = bus_of(R"("host": "bm.example.net")");
  EXPECT_TRUE(snmp.bus.enabled);
  EXPECT_EQ(snmp.bus.name, "snmp0");
  EXPECT_EQ(snmp.bus.protocol, "snmp");
  EXPECT_EQ(snmp.host, "bm.example.net");
  EXPECT_EQ(snmp.port, 161);
  EXPECT_EQ(snmp.version, core::SnmpVersion::v1);
  EXPECT_EQ(snmp.community, "public");
  EXPECT_EQ(snmp.trap_community, "public");
  EXPECT_EQ(snmp.auth, core::SnmpAuth::none);
  EXPECT_EQ(snmp.priv, core::SnmpPriv::none);
  EXPECT_EQ(snmp.timeout_ms, 1000U);
  EXPECT_EQ(snmp.retries, 1U);
  EXPECT_EQ(snmp.max_varbinds, 40U);
  EXPECT_EQ(snmp.max_bytes, 1400U);
  EXPECT_FALSE(snmp.bulk);
  EXPECT_EQ(snmp.temperature_scale, std::nullopt);
}

TEST(SnmpSettings, AreAllRead) {
  const auto snmp = bus_of(
      R"("host": "::1", "port": 1161, "version": "2c", "community": "c", "trap_community": "t", "timeout": 500,
         "retries": 0, "max_varbinds": 200, "max_bytes": 484, "bulk": true, "name": "bm", "key_prefix": "x_",
         "access": "read_write", "allow": [{"name": "a", "min": 1, "max": 2}])");
  EXPECT_EQ(snmp.bus.name, "bm");
  EXPECT_EQ(snmp.bus.key_prefix, "x_");
  EXPECT_TRUE(snmp.bus.read_write);
  ASSERT_EQ(snmp.bus.allow.size(), 1U);
  EXPECT_EQ(snmp.bus.allow[0].name, "a");
  EXPECT_EQ(snmp.bus.allow[0].max, 2.0);
  EXPECT_EQ(snmp.host, "::1");
  EXPECT_EQ(snmp.port, 1161);
  EXPECT_EQ(snmp.version, core::SnmpVersion::v2c);
  EXPECT_EQ(snmp.community, "c");
  EXPECT_EQ(snmp.trap_community, "t");
  EXPECT_EQ(snmp.timeout_ms, 500U);
  EXPECT_EQ(snmp.retries, 0U);
  EXPECT_EQ(snmp.max_varbinds, 200U);
  EXPECT_EQ(snmp.max_bytes, 484U);
  EXPECT_TRUE(snmp.bulk);
}

TEST(SnmpSettings, TrapCommunityIsTheCommunity) {
  EXPECT_EQ(bus_of(R"("host": "h", "community": "c")").trap_community, "c");
}

struct SecurityCase {
  const char* name;
  const char* auth;
  const char* priv;
  core::SnmpAuth read_auth;
  core::SnmpPriv read_priv;
};

class SnmpSecurity : public ::testing::TestWithParam<SecurityCase> {};

TEST_P(SnmpSecurity, IsRead) {
  const auto& row = GetParam();
  const auto has_priv = row.read_priv != core::SnmpPriv::none;
  const auto snmp =
      bus_of(R"("host": "h", "version": 3, "user": "u", "auth_password": "password1", "auth": ")" +
             std::string(row.auth) + R"(", "priv": ")" + row.priv + "\"" +
             (has_priv ? R"(, "priv_password": "password2")" : ""));
  EXPECT_EQ(snmp.version, core::SnmpVersion::v3);
  EXPECT_EQ(snmp.user, "u");
  EXPECT_EQ(snmp.auth, row.read_auth);
  EXPECT_EQ(snmp.auth_password, "password1");
  EXPECT_EQ(snmp.priv, row.read_priv);
  EXPECT_EQ(snmp.priv_password, has_priv ? "password2" : "");
}

INSTANTIATE_TEST_SUITE_P(
    Load, SnmpSecurity,
    ::testing::Values(
        SecurityCase{"md5_none", "MD5", "none", core::SnmpAuth::md5, core::SnmpPriv::none},
        SecurityCase{"sha_des", "sha", "des", core::SnmpAuth::sha1, core::SnmpPriv::des},
        SecurityCase{"sha1_aes128", "SHA1", "AES-128", core::SnmpAuth::sha1, core::SnmpPriv::aes128},
        SecurityCase{"sha224_aes", "SHA-224", "AES", core::SnmpAuth::sha224, core::SnmpPriv::aes128},
        SecurityCase{"sha256_aes192", "SHA256", "AES192", core::SnmpAuth::sha256, core::SnmpPriv::aes192},
        SecurityCase{"sha384_aes256", "Sha-384", "aes-256", core::SnmpAuth::sha384, core::SnmpPriv::aes256},
        SecurityCase{"sha512_none", "SHA-512", "None", core::SnmpAuth::sha512, core::SnmpPriv::none}),
    name_of<SecurityCase>);

TEST(SnmpSettings, NothingSaidShowsASecret) {
  const std::vector<std::string> rows{
      R"("host": "h", "community": ["hidden-word"])",
      R"("host": "h", "community": "hidden-word", "version": "3")",
      R"("host": "h", "trap_community": 1, "community": [{"a": "hidden-word"}])",
      R"("host": "h", "version": "3", "user": "u", "auth": "hidden-word", "priv": "hidden-word")",
      R"("host": "h", "version": "3", "user": "u", "auth": "SHA", "auth_password": "hidden", "priv": "DES", "priv_password": "hidden")",
      R"("host": "h", "version": "1", "auth_password": "hidden-word", "priv_password": "hidden-word")",
      R"("host": "h", "version": "1", "auth": "hidden-word hidden-word hidden-word")",
      R"("host": "h", "community": "hidden-word", "community": "hidden-word")",
      R"("host": "h", "community": "hidden-word)",
  };
  for (const auto& row : rows) {
    const auto said = lines(load_both(bus(row), kMap).problems);
    EXPECT_NE(said, "") << row;
    EXPECT_EQ(said.find("hidden"), std::string::npos) << said;
  }
}

TEST(SnmpSettings, TrapsAreOffByDefault) {
  const auto config = load_quietly(bus(R"("host": "h")"), kMap);
  EXPECT_FALSE(config.settings.snmp_traps.enabled);
  EXPECT_EQ(config.settings.snmp_traps.address, "0.0.0.0");
  EXPECT_EQ(config.settings.snmp_traps.port, 162);
}

TEST(SnmpSettings, TrapsAreRead) {
  const auto config = load_quietly(
      R"({"snmp": {"host": "h"}, "snmp_traps": {"enabled": true, "address": "::1", "port": 1162}})", kMap);
  EXPECT_TRUE(config.settings.snmp_traps.enabled);
  EXPECT_EQ(config.settings.snmp_traps.address, "::1");
  EXPECT_EQ(config.settings.snmp_traps.port, 1162);
}

TEST(SnmpSettings, ABusAtRestHasNoParams) {
  const auto config = load_quietly(R"({"snmp": [{"host": "h", "enabled": false}, {"host": "i"}]})", kMap);
  EXPECT_EQ(config.settings.snmp.size(), 2U);
  ASSERT_EQ(config.params.buses.size(), 1U);
  EXPECT_EQ(config.params.buses[0].bus, "snmp1");
}

}  // namespace
}  // namespace bmsgw::config
