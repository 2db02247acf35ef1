#include <gtest/gtest.h>

#include "device_probe.hpp"
#include "simulator/simulator_cli.hpp"
#include "simulator/snmp/device_options.hpp"

namespace bmsgw::simulator::snmp {
namespace {

std::variant<Options, int> parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "bms-snmp-agent");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

TEST(SnmpCli, Defaults) {
  const auto options = options_of({});
  EXPECT_EQ(options.agent.listen, "127.0.0.1:0");
  EXPECT_FALSE(options.agent.v2c);
  EXPECT_FALSE(options.agent.bulk);
  EXPECT_EQ(options.agent.community, "public");
  EXPECT_EQ(options.agent.trap_community, "public");
  EXPECT_FALSE(options.agent.community_writes);
  EXPECT_FALSE(options.agent.write_community);
  EXPECT_FALSE(options.agent.user);
  EXPECT_TRUE(options.agent.engine_id.empty());
  EXPECT_GT(options.agent.boots, 1U);
  EXPECT_EQ(options.device->battery.cells, 160U);
  EXPECT_EQ(options.device->battery.battery.battery.strings, 4U);
  EXPECT_EQ(options.device->temperature_scale, 0.1);
  EXPECT_GT(options.device->start_unix_us, 0);
}

TEST(SnmpCli, EveryOption) {
  const auto options = options_of({"--listen",
                                   "[::1]:1161",
                                   "--v2c",
                                   "--bulk",
                                   "--community",
                                   "c",
                                   "--community-access",
                                   "write",
                                   "--write-community",
                                   "w",
                                   "--user",
                                   "u",
                                   "--auth",
                                   "sha-256",
                                   "--auth-password",
                                   "12345678",
                                   "--priv",
                                   "aes-256",
                                   "--priv-password",
                                   "87654321",
                                   "--engine-id",
                                   "0x80000EE00501",
                                   "--boots",
                                   "7",
                                   "--max-message",
                                   "484",
                                   "--trap",
                                   "127.0.0.1:162",
                                   "--trap",
                                   "127.0.0.1:163",
                                   "--trap-version",
                                   "3",
                                   "--trap-community",
                                   "t",
                                   "--control",
                                   "-",
                                   "--duration",
                                   "2.5",
                                   "--cells",
                                   "3",
                                   "--strings",
                                   "2",
                                   "--temperature-scale",
                                   "1",
                                   "--old-firmware",
                                   "--environment",
                                   "2",
                                   "--environment-unit",
                                   "fahrenheit",
                                   "--resistance-time",
                                   "0.5",
                                   "--web-user",
                                   "--misbehave",
                                   "late:10@1+2",
                                   "--fault",
                                   "dead-cell:5",
                                   "--profile",
                                   "p.json"});
  const auto& agent = options.agent;
  EXPECT_EQ(agent.listen, "[::1]:1161");
  EXPECT_TRUE(agent.v2c && agent.bulk && agent.community_writes);
  EXPECT_EQ(agent.community, "c");
  EXPECT_EQ(agent.write_community, "w");
  ASSERT_TRUE(agent.user);
  EXPECT_EQ(agent.user->auth, core::SnmpAuth::sha256);
  EXPECT_EQ(agent.user->priv, core::SnmpPriv::aes256);
  EXPECT_EQ(agent.engine_id, (std::vector<std::uint8_t>{0x80, 0, 0x0E, 0xE0, 5, 1}));
  EXPECT_EQ(agent.boots, 7U);
  EXPECT_EQ(agent.max_message, 484U);
  EXPECT_EQ(agent.traps.size(), 2U);
  EXPECT_EQ(agent.trap_version, core::SnmpVersion::v3);
  EXPECT_EQ(agent.trap_community, "t");
  EXPECT_EQ(agent.control, "-");
  EXPECT_EQ(agent.duration_s, 2.5);
  const auto& device = *options.device;
  EXPECT_EQ(device.battery.cells, 6U);
  EXPECT_EQ(device.temperature_scale, 1);
  EXPECT_TRUE(device.old_firmware && device.fahrenheit && device.web_user);
  EXPECT_TRUE(!device.environment_1 && device.environment_2);
  EXPECT_EQ(device.resistance_s, 0.5);
  EXPECT_EQ(device.misdeeds.size(), 1U);
  EXPECT_EQ(device.profile, "p.json");
}

TEST(SnmpCli, WhatIsWrongIsAUsageError) {
  const std::vector<std::vector<const char*>> wrong{
      {"--auth", "SHA"},
      {"--user", "u", "--auth", "SHA", "--auth-password", "short"},
      {"--user", "u", "--priv", "AES", "--priv-password", "12345678"},
      {"--user", "u", "--auth", "SHA", "--auth-password", "12345678", "--priv", "AES"},
      {"--trap-version", "3"},
      {"--engine-id", "12"},
      {"--engine-id", "8000000000xx"},
      {"--temperature-scale", "0.5"},
      {"--cells", "100", "--strings", "10"},
      {"--port", "1", "--listen", "127.0.0.1:2"},
      {"--misbehave", "late:0"},
      {"--misbehave", "sulks"},
      {"--fault", "dead-cell:160"},
  };
  for (const auto& arguments : wrong) {
    const auto parsed = parse(arguments);
    ASSERT_TRUE(std::holds_alternative<int>(parsed)) << arguments.front() << " " << arguments.back();
    EXPECT_EQ(std::get<int>(parsed), 2) << arguments.front();
  }
  EXPECT_EQ(std::get<int>(parse({"--help"})), 0);
}

TEST(SnmpCli, TheSimulatorHandsItOver) {
  const std::vector<const char*> arguments{"bms-simulator", "snmp", "--port", "0"};
  EXPECT_TRUE(std::holds_alternative<SnmpCall>(
      simulator::parse_command_line(static_cast<int>(arguments.size()), arguments.data())));
}

}  // namespace
}  // namespace bmsgw::simulator::snmp
