// A log that the simulator writes, replayed by the gateway's decoder: no CAN is needed for either.
#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "simulator/can_unit.hpp"
#include "support/gateway_rig.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;

class CanLog : public testing::Test {
 protected:
  CanLog() {
    rig_.use_buses({{"can", {{"interface", "can7"}, {"profile", "emus-g1-can"}, {"generation", 3}}}});
    rig_.write_settings();
  }

  struct Replayed {
    int status = -1;
    std::string out, err;

    /// The last value of each key, of JSON lines.
    [[nodiscard]] std::map<std::string, json> values() const {
      std::map<std::string, json> all;
      std::istringstream lines(out);
      for (std::string line; std::getline(lines, line);) {
        for (const auto& entry : json::parse(line)) {
          for (const auto& [key, value] : entry.at("values").items()) all[key] = value;
        }
      }
      return all;
    }
  };
  [[nodiscard]] Replayed replay(const std::vector<std::string>& options = {}) const {
    std::vector<std::string> arguments{"decode", "can", "--log", log_, "--config-dir", rig_.config_dir()};
    std::ranges::copy(options, std::back_inserter(arguments));
    ChildProcess decode(GatewayRig::gateway_program(), arguments);
    const auto status = decode.wait().value_or(-1);
    return {status, decode.out(), decode.err()};
  }
  void record(const std::vector<std::string>& options) const {
    std::vector<std::string> arguments{"can", "--log", log_};
    std::ranges::copy(options, std::back_inserter(arguments));
    ChildProcess simulator(GatewayRig::simulator_program(), arguments);
    ASSERT_EQ(simulator.wait(), 0) << simulator.err();
  }

  GatewayRig rig_;
  std::string log_ = rig_.file("can.log");
};

/// The battery as the last broadcast of the log tells it.
simulator::PackReading battery_at(simulator::Elapsed end) {
  simulator::CanUnitConfig config;
  config.battery.cells = 20;
  config.battery.seed = 7;
  config.battery.scenario = simulator::Scenario::discharge;
  config.speed_up = 60;
  simulator::CanUnit unit(config);
  auto reading = unit.reading();
  for (simulator::Elapsed now{0}; now < end; now = unit.next_wake()) {
    unit.on_time(now);
    if (!unit.take_output().empty()) reading = unit.reading();
  }
  return reading;
}

TEST_F(CanLog, ReplaysToWhatTheBatteryWas) {
  record({"--duration", "30", "--cells", "20", "--seed", "7", "--scenario", "discharge", "--speed-up", "60"});
  const auto replayed = replay({"--json"});
  ASSERT_EQ(replayed.status, 0) << replayed.err;
  EXPECT_EQ(replayed.err, "600 lines, 600 frames decoded, 0 of ids that no packet has\n");
  const auto values = replayed.values();
  const auto battery = battery_at(std::chrono::seconds(30));
  auto volts = json::array();
  auto temperatures = json::array();
  for (const auto& cell : battery.cells) {
    volts.push_back(cell.voltage_cv / 100.0);
    temperatures.push_back(cell.cell_temperature_c);
  }
  EXPECT_EQ(values.at("cellVolts"), volts);
  EXPECT_EQ(values.at("cellTemps"), temperatures);
  const auto summary = summarize(battery.cells, &simulator::CellReading::voltage_cv);
  ASSERT_TRUE(summary);
  EXPECT_EQ(values.at("minVolt"), summary->min / 100.0);
  EXPECT_EQ(values.at("maxVolt"), summary->max / 100.0);
  EXPECT_EQ(values.at("totalVolt"), battery.total_cv().value_or(0) / 100.0);
  EXPECT_EQ(values.at("cellCount"), 20);
  EXPECT_EQ(values.at("current"), battery.current_da / 10.0);
  EXPECT_LT(values.at("current"), 0) << "it discharges";
}

TEST_F(CanLog, ATableHasALinePerValueWithTheTimeOfTheLog) {
  write_text(log_, "(1700000000.250000) can7 19B50001#4A9480335B000000\n");
  const auto replayed = replay();
  EXPECT_EQ(replayed.status, 0);
  EXPECT_NE(replayed.out.find("1700000000.250  totalVolt                    131.47 V\n"), std::string::npos)
      << replayed.out;
}

struct Case {
  const char* name;
  const char* log;
  int status;
  const char* err;
};

void PrintTo(const Case& each, std::ostream* out) {
  *out << each.name;
}

class CanLogs : public CanLog, public testing::WithParamInterface<Case> {};

TEST_P(CanLogs, AreJudged) {
  write_text(log_, GetParam().log);
  const auto replayed = replay();
  EXPECT_EQ(replayed.status, GetParam().status);
  EXPECT_EQ(replayed.err, GetParam().err);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, CanLogs,
    testing::Values(
        Case{"empty", "", 1, "0 lines, 0 frames decoded, 0 of ids that no packet has\n"},
        Case{
            "broken_lines",
            "hello\n(1700000000.000000) can7 19B50001#4A94803\n(1700000000.000000) can7 19B50001#4A9480335B\n"
            "(1700000000.1) can7\n\n(1700000001.000000) can7 123#11\r\n",
            0,
            "line 1: no time in brackets at the beginning\n"
            "line 2: \"3\" is no byte of data: two hex digits each\n"
            "line 4: an interface and a frame are missing behind the time\n"
            "6 lines, 1 frames decoded, 1 of ids that no packet has\n"},
        Case{"nothing_of_ours", "(1700000000.000000) can7 123#11\n(1700000000.000000) can7 19B50001#\n", 1,
             "2 lines, 0 frames decoded, 1 of ids that no packet has\n"}),
    [](const auto& each) { return each.param.name; });

TEST_F(CanLog, AFileThatIsNotThereIsSaid) {
  const auto replayed = replay();
  EXPECT_EQ(replayed.status, 1);
  EXPECT_EQ(replayed.err, log_ + ": No such file or directory\n");
  EXPECT_EQ(replayed.out, "");
}

}  // namespace
}  // namespace bmsgw::test
