#include <fstream>

#include <gtest/gtest.h>

#include "map_fixture.hpp"
#include "simulator/modbus/loop.hpp"
#include "simulator/modbus/profile.hpp"
#include "simulator/modbus/unit_list.hpp"
#include "simulator/simulator_cli.hpp"
#include "support/temp_dir.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using Units = std::vector<std::uint8_t>;

CommandLine parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), {"bms-simulator", "modbus", "--profile", "p.json"});
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

TEST(ModbusCli, Defaults) {
  const auto parsed = parse({"--tcp", "0"});
  ASSERT_TRUE(std::holds_alternative<Options>(parsed));
  const auto& options = std::get<Options>(parsed);
  EXPECT_EQ(options.profile, "p.json");
  EXPECT_EQ(options.port, 0);
  EXPECT_EQ(options.units, (Units{1}));
  EXPECT_EQ(options.cells, 16U);
  EXPECT_EQ(options.test_s, 5);
  EXPECT_EQ(options.speed.baud, 9600U);
  EXPECT_EQ(options.speed.bits_per_byte, 10U);
  EXPECT_FALSE(options.duration_s);
  EXPECT_GT(options.start_unix_us, 0);
}

TEST(ModbusCli, EveryOption) {
  const auto parsed = parse({"--rtu",        "/tmp/line",
                             "--baud",       "19200",
                             "--parity",     "E",
                             "--stop-bits",  "2",
                             "--units",      "1-3,7",
                             "--cells",      "254",
                             "--strings",    "6",
                             "--set",        "cellVolts=40001",
                             "--set",        "irTest=none",
                             "--ir-seconds", "0.5",
                             "--misbehave",  "late:100@1+2",
                             "--misbehave",  "crc:5",
                             "--fault",      "dead-cell:253",
                             "--duration",   "2.5",
                             "--seed",       "9"});
  ASSERT_TRUE(std::holds_alternative<Options>(parsed));
  const auto& options = std::get<Options>(parsed);
  EXPECT_FALSE(options.port);
  EXPECT_EQ(options.link, "/tmp/line");
  EXPECT_EQ(options.speed.baud, 19200U);
  EXPECT_EQ(options.speed.bits_per_byte, 12U);
  EXPECT_EQ(options.units, (Units{1, 2, 3, 7}));
  EXPECT_EQ(options.cells, 254U);
  EXPECT_EQ(options.battery.battery.cells, 258U) << "six strings of equal length";
  ASSERT_EQ(options.addresses.size(), 2U);
  EXPECT_EQ(options.addresses[0], (std::pair<std::string, std::string>{"cellVolts", "40001"}));
  EXPECT_EQ(options.test_s, 0.5);
  EXPECT_EQ(options.misdeeds.size(), 2U);
  EXPECT_EQ(options.duration_s, 2.5);
}

TEST(ModbusCli, RefusesAndNamesTheOption) {
  const std::vector<const char*> wrong[]{
      {"--units", "1-", "--tcp", "0"},
      {"--units", "1,1", "--tcp", "0"},
      {"--units", "256", "--tcp", "0"},
      {"--units", "0", "--rtu", "l"},
      {"--units", "248", "--rtu", "l"},
      {"--set", "cellVolts", "--tcp", "0"},
      {"--set", "=5", "--tcp", "0"},
      {"--tcp", "65536"},
      {"--tcp", "0", "--rtu", "l"},
      {"--misbehave", "cut", "--tcp", "0"},
      {"--misbehave", "crc", "--tcp", "0"},
      {"--misbehave", "half-open", "--rtu", "l"},
      {"--parity", "M", "--rtu", "l"},
      {"--stop-bits", "3", "--rtu", "l"},
      {"--baud", "5", "--rtu", "l"},
      {"--cells", "1025", "--tcp", "0"},
      {"--fault", "dead-cell:16", "--tcp", "0"},
      {"--tcp or --rtu"},
  };
  for (auto arguments : wrong) {
    const std::string option = arguments.front();
    if (option.find(' ') != std::string::npos) arguments.clear();
    testing::internal::CaptureStderr();
    const auto parsed = parse(arguments);
    const auto said = testing::internal::GetCapturedStderr();
    ASSERT_TRUE(std::holds_alternative<int>(parsed)) << option;
    EXPECT_EQ(std::get<int>(parsed), 2);
    EXPECT_NE(said.find(option), std::string::npos) << said;
  }
}

TEST(UnitList, BothWays) {
  const struct {
    const char* text;
    Units units;
  } cases[]{{"1", {1}}, {"1-3,7", {1, 2, 3, 7}}, {"0,254-255", {0, 254, 255}}, {"9,1-2", {9, 1, 2}}};
  for (const auto& test : cases) {
    const auto parsed = parse_units(test.text);
    ASSERT_TRUE(std::holds_alternative<Units>(parsed)) << test.text;
    EXPECT_EQ(std::get<Units>(parsed), test.units);
  }
  EXPECT_EQ(unit_list({1, 2, 3, 7}), "1-3,7");
  EXPECT_EQ(unit_list({0, 254, 255}), "0,254-255");
  for (const auto* wrong : {"", "1,", "3-1", "x", "1-2-3", "-1", "1 2", "256", "1-2,2"})
    EXPECT_TRUE(std::holds_alternative<std::string>(parse_units(wrong))) << wrong;
}

/// A profile whose addresses are to be given.
class ModbusProfile : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(dir_ / "my map.json") << R"({
      "addresses": {"cellVolts": null, "soc": 7, "extra": null},
      "packets": {"Cells": {"count": 4, "params": {
        "cellVolts": {"address": "cellVolts", "packing": "LIST", "units": "V", "factor": 0.001},
        "soc": {"address": "soc", "units": "%"},
        "extra": {"address": "extra"}}}}})";
    options_.profile = dir_ / "my map.json";
    options_.port = 0;
    options_.battery = unit_config().battery.battery;
    options_.cells = 16;
  }
  [[nodiscard]] std::string complaint() const {
    try {
      (void)load_map(options_);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }

  test::TempDir dir_;
  Options options_;
};

TEST_F(ModbusProfile, IsReadWithTheAddressesThatAreSet) {
  options_.addresses = {{"cellVolts", "0x64"}, {"extra", "none"}};
  const auto map = load_map(options_).map;
  ASSERT_EQ(map.packets.size(), 1U);
  ASSERT_EQ(map.packets[0].params.size(), 2U);
  EXPECT_EQ(map.packets[0].params[0].modbus->place.address, 100);
  EXPECT_EQ(map.packets[0].params[0].modbus->place.count, 4);
  EXPECT_EQ(map.packets[0].params[1].modbus->place.address, 7);
  options_.addresses = {{"cellVolts", "200"}, {"extra", "none"}};
  EXPECT_EQ(load_map(options_).map.packets[0].params[0].modbus->place.address, 200);
}

TEST_F(ModbusProfile, SaysWhatIsOddAboutTheOptions) {
  options_.addresses = {{"cellVolts", "1"}, {"extra", "2"}};
  EXPECT_EQ(load_map(options_).remarks, "");
  options_.addresses.emplace_back("celVolts", "3");
  EXPECT_NE(load_map(options_).remarks.find("/celVolts: "), std::string::npos) << load_map(options_).remarks;
}

TEST_F(ModbusProfile, SaysWhatIsMissingOrWrong) {
  EXPECT_NE(complaint().find("cellVolts"), std::string::npos) << complaint();
  EXPECT_NE(complaint().find("--set"), std::string::npos) << complaint();
  options_.addresses = {{"cellVolts", "a\"b"}};
  EXPECT_NE(complaint().find("can't be used"), std::string::npos) << complaint();
  options_.profile = dir_ / "none.json";
  EXPECT_NE(complaint().find("can't be read"), std::string::npos) << complaint();
  std::ofstream(dir_ / "none.json") << "{";
  EXPECT_NE(complaint().find("none.json:1:"), std::string::npos) << complaint();
}

TEST_F(ModbusProfile, ALoopSaysWhereItIsAndWhatItDid) {
  options_.addresses = {{"cellVolts", "100"}, {"extra", "none"}};
  options_.units = {1, 2, 5};
  options_.duration_s = 0.01;
  Loop loop(options_);
  testing::internal::CaptureStdout();
  loop.run();
  const auto said = testing::internal::GetCapturedStdout();
  EXPECT_EQ(said, loop.greeting() + "\n");
  EXPECT_TRUE(said.starts_with("modbus: 127.0.0.1:")) << said;
  EXPECT_NE(said.find(", units 1-2,5"), std::string::npos) << said;
  EXPECT_EQ(loop.summary(), "0 requests, 0 answers (0 exceptions), 0 writes, 0 broken frames");
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
