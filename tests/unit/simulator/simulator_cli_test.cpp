#include "simulator/simulator_cli.hpp"

#include <gtest/gtest.h>

#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

std::variant<G1Options, CanOptions, int> parse(std::vector<const char*> arguments) {
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

TEST(SimulatorCli, HelpIsNoMistake) {
  for (const std::vector<const char*>& arguments : {std::vector<const char*>{"--help"}, {"g1", "--help"}}) {
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
