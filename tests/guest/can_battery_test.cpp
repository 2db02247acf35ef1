// A battery on a real CAN interface, the gateway and a real broker: what arrives at the server.
#include <chrono>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "guest/can_rig.hpp"
#include "support/coarser_on_can.hpp"
#include "support/gateway_rig.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;
using std::chrono::seconds;

json battery_on(const std::string& interface, const std::string& prefix = {}) {
  return {{"protocol", "can"},        {"interface", interface}, {"name", "can0"},
          {"profile", "emus-g1-can"}, {"generation", 3},        {"key_prefix", prefix}};
}

/// Both lists of JSON text lines: the last value of each key.
std::map<std::string, json> last_values(const std::string& messages) {
  std::map<std::string, json> all;
  std::istringstream lines(messages);
  for (std::string line; std::getline(lines, line);) {
    for (const auto& entry : json::parse(line)) {
      for (const auto& [key, value] : entry.at("values").items()) all[key] = value;
    }
  }
  return all;
}

std::string told(GatewayRig& rig) {
  return json(rig.table()).dump() + "\n" + rig.gateway().err();
}

class CanBattery : public testing::Test {
 protected:
  void start(const json& buses) {
    rig_.use_buses(buses);
    rig_.start_broker();
    rig_.listen();
    rig_.start_gateway();
  }
  bool is_online(bool online) {
    return rig_.until([this, online] { return rig_.last("can0Online") == online; });
  }

  CanInterface interface_{"gwtest0"};
  GatewayRig rig_;
};

TEST_F(CanBattery, WhatItIsAskedForArrives) {
  rig_.start_can_unit("gwtest0", {"--cells", "20", "--broadcast", "off"});
  start({{"can", battery_on("gwtest0")}});
  ASSERT_TRUE(rig_.until([this] {
    return rig_.last("minVolt") && rig_.last("soc") && rig_.last("cellVolts");
  })) << told(rig_);
  EXPECT_EQ(rig_.last("cellVolts")->size(), 20U) << "two groups of 8 and one of 4";
  EXPECT_EQ(rig_.last("can0Online"), true);
  EXPECT_TRUE(rig_.until([this] { return rig_.attribute("bus.can0.state") == "ok"; }));
  EXPECT_EQ(rig_.attribute("bus.can0.errors"), 0);
}

TEST_F(CanBattery, OneThatIsSwitchedOffIsSaidToBeOfflineUntilItIsBack) {
  rig_.start_can_unit("gwtest0", {"--cells", "8"});
  start({{"can", battery_on("gwtest0")}});
  ASSERT_TRUE(is_online(true)) << told(rig_);
  rig_.stop_can_unit("gwtest0");
  ASSERT_TRUE(is_online(false)) << told(rig_);
  ASSERT_TRUE(rig_.until([this] {
    const auto stale = rig_.last("can0Stale").value_or(json::array());
    return stale.end() != std::find(stale.begin(), stale.end(), json("minVolt"));
  })) << told(rig_);
  const auto before = rig_.count("minVolt");
  rig_.start_can_unit("gwtest0", {"--cells", "8"});
  EXPECT_TRUE(is_online(true)) << told(rig_);
  EXPECT_TRUE(rig_.until([this, before] {
    return rig_.count("minVolt") > before && rig_.last("can0Stale") == json::array();
  })) << told(rig_);
}

TEST_F(CanBattery, TellsTheSameOnBothWires) {
  const std::vector<std::string> battery{"--cells",    "20",     "--seed",     "7",
                                         "--scenario", "charge", "--speed-up", "0"};
  auto serial = battery;
  serial.insert(serial.end(), {"--baud", "0"});
  rig_.start_simulator(serial);
  rig_.start_can_unit("gwtest0", battery);
  start({{"serial", rig_.serial_bus()}, {"can", battery_on("gwtest0", "can_")}});
  constexpr int kKeys = 50;  // that both wires have
  const auto names = [this] {
    std::vector<std::string> both;
    const auto all = rig_.table();
    for (const auto& [key, value] : rig_.table("can_")) {
      if (all.contains(key)) both.push_back(key);
    }
    return both;
  };
  ASSERT_TRUE(rig_.until([&] { return names().size() >= kKeys && rig_.last("can_cellVolts"); }))
      << told(rig_);
  const auto all = rig_.table();
  for (const auto& name : names()) {
    SCOPED_TRACE(name);
    const auto coarser = coarser_on_can().find(name);
    if (coarser == coarser_on_can().end()) {
      EXPECT_EQ(all.at("can_" + name), all.at(name));
    } else {
      EXPECT_LE(std::abs(all.at("can_" + name).get<double>() - all.at(name).get<double>()), coarser->second);
    }
  }
}

TEST_F(CanBattery, ItsLogReplaysToWhatTheServerGot) {
  const auto log = rig_.file("battery.log");
  start({{"can", battery_on("gwtest0")}});
  rig_.start_can_unit("gwtest0", {"--cells", "12", "--scenario", "charge", "--speed-up", "60", "--period",
                                  "0.3", "--log", log});
  ASSERT_TRUE(rig_.until([this] { return rig_.count("cellVolts") >= 5; })) << told(rig_);
  rig_.stop_can_unit("gwtest0");
  ASSERT_TRUE(is_online(false)) << "so everything has arrived\n" << told(rig_);
  ChildProcess decode(GatewayRig::gateway_program(),
                      {"decode", "can", "--log", log, "--json", "--config-dir", rig_.config_dir()});
  ASSERT_EQ(decode.wait(), 0) << decode.err();
  auto replayed = last_values(decode.out());
  auto arrived = rig_.table();
  for (auto* table : {&replayed, &arrived}) {
    table->erase("can0Online");  // the log doesn't know that the unit has been switched off
    table->erase("can0Stale");
  }
  EXPECT_GE(arrived.size(), 50U);
  EXPECT_EQ(json(replayed), json(arrived));
}

}  // namespace
}  // namespace bmsgw::test
