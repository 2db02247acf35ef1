#include "simulator/simulator_cli.hpp"

#include <gtest/gtest.h>

#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

CommandLine parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "bms-simulator");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

TEST(SimulatorCli, Defaults) {
  const auto parsed = parse({"g1", "--link", "/tmp/x"});
  ASSERT_TRUE(std::holds_alternative<G1Options>(parsed));
  const auto& options = std::get<G1Options>(parsed);
  EXPECT_EQ(options.link, "/tmp/x");
  EXPECT_EQ(options.baud, 57600U);
  EXPECT_EQ(options.unit.battery.cells, 16U);
  EXPECT_EQ(options.unit.speed_up, 60);
  EXPECT_TRUE(options.unit.parameters.broadcast);
  EXPECT_TRUE(options.unit.battery.external_temperatures);
  EXPECT_FALSE(options.unit.rate_per_s);
  EXPECT_FALSE(options.duration_s);
}

TEST(SimulatorCli, EveryOption) {
  const auto parsed = parse({"g1",
                             "--link",
                             "l",
                             "--cells",
                             "80",
                             "--strings",
                             "2",
                             "--capacity-ah",
                             "50",
                             "--seed",
                             "9",
                             "--scenario",
                             "idle",
                             "--speed-up",
                             "1",
                             "--external-temps",
                             "off",
                             "--broadcast",
                             "off",
                             "--period",
                             "0.5",
                             "--sleep-period",
                             "60",
                             "--rate",
                             "1000",
                             "--baud",
                             "0",
                             "--duration",
                             "2.5",
                             "--fault",
                             "overheat@1+2",
                             "--fault",
                             "dead-cell:79",
                             "--misbehave",
                             "cut:10",
                             "--misbehave",
                             "silence@3"});
  ASSERT_TRUE(std::holds_alternative<G1Options>(parsed));
  const auto& options = std::get<G1Options>(parsed);
  EXPECT_EQ(options.unit.battery.strings, 2U);
  EXPECT_EQ(options.unit.battery.scenario, Scenario::idle);
  EXPECT_FALSE(options.unit.battery.external_temperatures);
  EXPECT_FALSE(options.unit.parameters.broadcast);
  EXPECT_EQ(options.unit.parameters.sleep_period_s, 60);
  EXPECT_EQ(options.unit.rate_per_s, 1000);
  EXPECT_EQ(options.duration_s, 2.5);
  EXPECT_EQ(options.unit.faults.size(), 2U);
  EXPECT_EQ(options.misdeeds.size(), 2U);
}

TEST(SimulatorCli, OptionsOfCommandsAndOfTheBootLoader) {
  const auto parsed = parse({"g1", "--link", "l", "--password1", "abcd", "--password2", "12345678", "--seed",
                             "4", "--current-error", "-1.5", "--control", "-", "--boot-crc-errors", "3",
                             "--boot-lose", "7", "--boot-patience", "0"});
  ASSERT_TRUE(std::holds_alternative<G1Options>(parsed));
  const auto& options = std::get<G1Options>(parsed);
  EXPECT_EQ(options.control, "-");
  EXPECT_EQ(options.unit.passwords, (Passwords::Texts{"abcd", "12345678"}));
  EXPECT_EQ(options.unit.current_error_a, -1.5);
  EXPECT_EQ(options.unit.boot.crc_errors, 3U);
  EXPECT_EQ(options.unit.boot.lose_every, 7U);
  EXPECT_EQ(options.unit.boot.patience, Elapsed{0});
  EXPECT_EQ(options.unit.boot.seed, 4U);
}

TEST(SimulatorCli, FirmwareFile) {
  const auto parsed = parse({"g1-firmware", "--out", "f.txt", "--frames", "9", "--version", "2.2",
                             "--hardware", "X", "--serial", "00000382", "--empty", "--seed", "5"});
  ASSERT_TRUE(std::holds_alternative<FirmwareFile>(parsed));
  const auto& file = std::get<FirmwareFile>(parsed);
  EXPECT_EQ(file.path, "f.txt");
  EXPECT_EQ(file.frames, 9U);
  EXPECT_EQ(file.version, "2.2");
  EXPECT_EQ(file.hardware, "X");
  EXPECT_EQ(file.serial, "00000382");
  EXPECT_TRUE(file.empty_frames);
  EXPECT_EQ(file.seed, 5U);
}

TEST(SimulatorCli, RefusesAndNamesTheOption) {
  const std::vector<const char*> wrong[]{
      {"--cells", "0"},
      {"--cells", "1025"},
      {"--cells", "1.5"},
      {"--strings", "3"},
      {"--capacity-ah", "0"},
      {"--seed", "x"},
      {"--scenario", "fly"},
      {"--speed-up", "-1"},
      {"--period", "26"},
      {"--rate", "0"},
      {"--baud", "5"},
      {"--duration", "0"},
      {"--fault", "fire"},
      {"--fault", "dead-cell:16"},
      {"--misbehave", "cut:101"},
      {"--broadcast", "maybe"},
      {"--external-temps", "x"},
      {"--cells", "161"},
      {"--nonsense", "1"},
      {"--password1", "abc"},
      {"--password2", "abcdefghi"},
      {"--boot-lose", "1"},
      {"--boot-crc-errors", "-1"},
      {"--boot-patience", "-1"},
      {"--current-error", "1001"},
  };
  for (auto arguments : wrong) {
    const std::string option = arguments.front();
    arguments.insert(arguments.begin(), {"g1", "--link", "l"});
    testing::internal::CaptureStderr();
    const auto parsed = parse(arguments);
    const auto said = testing::internal::GetCapturedStderr();
    ASSERT_TRUE(std::holds_alternative<int>(parsed)) << option;
    EXPECT_EQ(std::get<int>(parsed), 2);
    EXPECT_NE(said.find(option), std::string::npos) << said;
  }
}

TEST(SimulatorCli, CanDefaults) {
  const auto parsed = parse({"can", "--interface", "vcan0"});
  ASSERT_TRUE(std::holds_alternative<CanOptions>(parsed));
  const auto& options = std::get<CanOptions>(parsed);
  EXPECT_EQ(options.interface, "vcan0");
  EXPECT_EQ(options.unit.ids.base(), core::CanId::extended(0x19B50000));
  EXPECT_EQ(options.unit.diagnostics, Diagnostics::generation_3);
  EXPECT_EQ(options.unit.battery.cells, 16U);
  EXPECT_EQ(options.unit.speed_up, 60);
  EXPECT_TRUE(options.unit.broadcast);
  EXPECT_FALSE(options.duration_s);
}

TEST(SimulatorCli, EveryCanOption) {
  const auto parsed = parse({"can",
                             "--log",
                             "x",
                             "--duration",
                             "60",
                             "--cells",
                             "96",
                             "--seed",
                             "3",
                             "--fault",
                             "overheat@10",
                             "--misbehave",
                             "rtr-storm",
                             "--standard",
                             "--base",
                             "300",
                             "--diagnostics",
                             "2",
                             "--broadcast",
                             "off",
                             "--rate",
                             "100",
                             "--period",
                             "5"});
  ASSERT_TRUE(std::holds_alternative<CanOptions>(parsed));
  const auto& options = std::get<CanOptions>(parsed);
  EXPECT_EQ(options.unit.ids.base(), core::CanId::standard(0x300));
  EXPECT_EQ(options.unit.diagnostics, Diagnostics::generation_2);
  EXPECT_EQ(options.unit.battery.seed, 3U);
  EXPECT_EQ(options.unit.faults.size(), 1U);
  EXPECT_EQ(options.unit.rate_per_s, 100);
  EXPECT_EQ(options.unit.period_s, 5);
  EXPECT_EQ(options.misdeeds.size(), 1U);
  EXPECT_EQ(options.duration_s, 60);
  EXPECT_FALSE(options.unit.broadcast);
}

TEST(SimulatorCli, CanBases) {
  const struct {
    std::vector<const char*> options;
    core::CanId base;
  } cases[]{
      {{"--base", "10B5"}, core::CanId::extended(0x10B50000)},
      {{"--base", "0x19B5"}, core::CanId::extended(0x19B50000)},
      {{"--base", "19B52000"}, core::CanId::extended(0x19B52000)},
      {{"--base", "1FFFF7E0"}, core::CanId::extended(0x1FFFF7E0)},
      {{"--standard"}, core::CanId::standard(0x1B5)},
      {{"--standard", "--base", "0"}, core::CanId::standard(0)},
      {{"--standard", "--base", "6E0"}, core::CanId::standard(0x6E0)},
  };
  for (auto test : cases) {
    test.options.insert(test.options.begin(), {"can", "--interface", "vcan0"});
    const auto parsed = parse(test.options);
    ASSERT_TRUE(std::holds_alternative<CanOptions>(parsed)) << test.options.back();
    EXPECT_EQ(std::get<CanOptions>(parsed).unit.ids.base(), test.base) << test.options.back();
  }
}

TEST(SimulatorCli, CanRefusesAndNamesTheOption) {
  const std::vector<const char*> wrong[]{
      {"--base", "2000", "--interface", "c"},
      {"--base", "1FFFF7E1", "--interface", "c"},
      {"--base", "0x", "--interface", "c"},
      {"--base", "6E1", "--interface", "c", "--standard"},
      {"--diagnostics", "1", "--interface", "c"},
      {"--period", "0", "--interface", "c"},
      {"--misbehave", "cut", "--interface", "c"},
      {"--interface", "an-interface-name-that-is-long"},
      {"--interface", ""},
      {"--log"},
      {"--duration", "0", "--interface", "c"},
      {"--interface or --log"},
  };
  for (auto arguments : wrong) {
    const std::string option = arguments.front();
    if (option.find(' ') != std::string::npos) arguments.clear();
    arguments.insert(arguments.begin(), "can");
    testing::internal::CaptureStderr();
    const auto parsed = parse(arguments);
    const auto said = testing::internal::GetCapturedStderr();
    ASSERT_TRUE(std::holds_alternative<int>(parsed)) << option;
    EXPECT_EQ(std::get<int>(parsed), 2);
    EXPECT_NE(said.find(option), std::string::npos) << said;
  }
  testing::internal::CaptureStderr();
  EXPECT_TRUE(std::holds_alternative<int>(parse({"can", "--log", "x"})));
  EXPECT_NE(testing::internal::GetCapturedStderr().find("--duration"), std::string::npos);
}

TEST(SimulatorCli, HelpIsNoMistake) {
  for (const std::vector<const char*>& arguments :
       {std::vector<const char*>{"--help"}, {"g1", "--help"}, {"g1-firmware", "--help"}, {"can", "--help"}}) {
    testing::internal::CaptureStdout();
    EXPECT_EQ(std::get<int>(parse(arguments)), 0);
    EXPECT_FALSE(testing::internal::GetCapturedStdout().empty());
  }
  testing::internal::CaptureStderr();
  EXPECT_EQ(std::get<int>(parse({})), 2);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("subcommand"), std::string::npos);
}

}  // namespace
}  // namespace bmsgw::simulator
