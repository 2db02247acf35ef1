#include <algorithm>
#include <csignal>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "support/certificates.hpp"
#include "support/gateway_rig.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;
using std::chrono::seconds;

/// Every telemetry key that the shipped configuration routes.
std::set<std::string> shipped_keys() {
  std::set<std::string> keys;
  const auto params = json::parse(std::ifstream(BMSGW_SOURCE_DIR "/config/params_config.json"));
  for (const auto& packet : params["protocols"]["g1"]["packets"]) {
    for (const auto& param : packet["params"]) {
      if (param.contains("route_to_mqtt")) keys.insert(param["route_to_mqtt"]);
    }
  }
  return keys;
}

TEST(BatteryToServer, EveryValueOfTheBatteryArrives) {
  GatewayRig rig;
  rig.start_broker();
  rig.listen();
  // While it charges from a CAN charger each field of each sentence has a value.
  rig.start_simulator(
      {"--cells", "20", "--strings", "2", "--scenario", "charge", "--baud", "0", "--period", "0.5"});
  rig.start_gateway();
  auto missing = shipped_keys();
  ASSERT_GT(missing.size(), 200U);
  std::size_t seen = 0;
  EXPECT_TRUE(rig.until([&] {
    for (; seen < rig.arrivals().size(); ++seen) missing.erase(rig.arrivals()[seen].key);
    return missing.empty();
  })) << json(missing).dump()
      << rig.gateway().err();
  EXPECT_EQ(rig.last("cellVolts")->size(), 20U);
  EXPECT_EQ(rig.last("serial0Online"), true);
  EXPECT_EQ(rig.last("cellCount"), 20);
  ASSERT_TRUE(rig.until([&rig] { return rig.attributes().value("bus.serial0.state", "") == "ok"; }));
  EXPECT_EQ(rig.attributes()["bus.serial0.errors"], 0);
}

TEST(BatteryToServer, CellsAndTheirSummaryAgree) {
  GatewayRig rig;
  rig.start_broker();
  rig.listen();
  rig.start_simulator({"--cells", "16", "--scenario", "idle", "--baud", "0"});
  rig.start_gateway();
  ASSERT_TRUE(rig.until([&rig] { return rig.last("cellVolts") && rig.last("minVolt"); }));
  const auto cells = rig.last("cellVolts")->get<std::vector<double>>();
  EXPECT_NEAR(*std::ranges::min_element(cells), rig.last("minVolt")->get<double>(), 0.021);
  EXPECT_NEAR(*std::ranges::max_element(cells), rig.last("maxVolt")->get<double>(), 0.021);
}

TEST(BatteryToServer, SigtermDrainsAndLeavesWithStatusZero) {
  GatewayRig rig;
  rig.start_broker();
  rig.listen();
  rig.start_simulator({"--baud", "0"});
  rig.start_gateway();
  ASSERT_TRUE(rig.until([&rig] { return rig.last("serial0Online") == true; }));
  rig.gateway().signal(SIGTERM);
  EXPECT_EQ(rig.gateway().wait(seconds(2)), 0);
  EXPECT_TRUE(rig.until([&rig] { return rig.last("serial0Online") == false; }, seconds(2)));
  EXPECT_FALSE(std::filesystem::exists(rig.control_socket()));
}

TEST(BatteryToServer, TheCablePulledAndPutBack) {
  GatewayRig rig;
  rig.start_broker();
  rig.listen();
  rig.start_simulator({"--baud", "0", "--period", "0.2", "--misbehave", "disappear@2+2"});
  rig.start_gateway();
  ASSERT_TRUE(rig.until([&rig] { return rig.last("serial0Online") == true; }));
  EXPECT_TRUE(rig.until([&rig] { return rig.last("serial0Online") == false; })) << rig.gateway().err();
  const auto before = rig.count("packVoltage");
  EXPECT_TRUE(rig.until([&rig] { return rig.last("serial0Online") == true; })) << rig.gateway().err();
  EXPECT_TRUE(rig.until([&rig, before] { return rig.count("packVoltage") > before; }));
}

TEST(BatteryToServer, MinutesOfGarbageThenTheNextGoodSentence) {
  GatewayRig rig;
  rig.start_broker();
  rig.listen();
  rig.start_simulator({"--baud", "921600", "--period", "0.2", "--misbehave", "garbage@0+4"});
  rig.start_gateway();
  EXPECT_TRUE(rig.until([&rig] { return rig.last("serial0Online") == true && rig.last("minVolt"); }));
  EXPECT_TRUE(rig.until([&rig] { return rig.attributes().value("bus.serial0.errors", 0) > 100; }));
  const auto log = rig.gateway().err();
  EXPECT_LT(std::ranges::count(log, '\n'), 15) << log;
}

TEST(BatteryToServer, ABrokerThatComesLaterGetsWhatWasCapturedBefore) {
  GatewayRig rig;
  rig.start_broker();
  rig.broker().stop();
  rig.start_simulator({"--baud", "0", "--period", "0.2"});
  rig.start_gateway();
  ASSERT_TRUE(GatewayRig::await([&rig] {
    const auto status = rig.call("getStatus");
    return status && (*status)["outbox"]["waiting"].get<int>() > 200;
  }));
  rig.broker().start();
  rig.listen();
  const auto back = std::chrono::duration_cast<std::chrono::milliseconds>(
                        std::chrono::system_clock::now().time_since_epoch())
                        .count();
  EXPECT_TRUE(rig.until([&rig] { return rig.count("packVoltage") > 5; }));
  EXPECT_LT(rig.arrivals().front().ts, back) << "values keep the time at which they were captured";
}

TEST(BatteryToServer, ABrokerThatDiesAndComesBack) {
  GatewayRig rig;
  rig.start_broker();
  rig.listen();
  rig.start_simulator({"--baud", "0", "--period", "0.2"});
  rig.start_gateway();
  ASSERT_TRUE(rig.until([&rig] { return rig.count("packVoltage") > 3; }));
  rig.broker().kill();
  rig.broker().start();
  rig.listen();
  const auto before = rig.count("packVoltage");
  EXPECT_TRUE(rig.until([&rig, before] { return rig.count("packVoltage") > before + 3; }))
      << rig.gateway().err();
}

TEST(BatteryToServer, OverTlsWithAClientCertificate) {
  TempDir keys;
  CertificateAuthority authority(keys);
  const auto server = authority.issue("server");
  const auto client = authority.issue("client", {"gateway", ""});
  GatewayRig rig;
  rig.start_broker({{}, MosquittoTls{server.certificate, server.key, authority.file(), true}, {}});
  rig.write_settings({{"uri", "mqtts://localhost:" + std::to_string(rig.broker().port())},
                      {"ca", authority.file()},
                      {"cli_cert", client.certificate},
                      {"cli_key", client.key}});
  rig.start_simulator({"--baud", "0"});
  rig.start_gateway();
  EXPECT_TRUE(GatewayRig::await([&rig] {
    const auto status = rig.call("getStatus");
    return status && (*status)["mqtt"]["messages"].get<int>() > 3;
  })) << rig.gateway().err();
}

TEST(BatteryToServer, AnUntrustedServerGetsNothingAndTheLogSaysWhy) {
  TempDir keys;
  const auto server = make_self_signed(keys, "server");
  GatewayRig rig;
  rig.start_broker({{}, MosquittoTls{server.certificate, server.key, "", false}, {}});
  rig.write_settings(
      {{"uri", "mqtts://127.0.0.1:" + std::to_string(rig.broker().port())}, {"password", "secret-token"}});
  rig.start_gateway();
  EXPECT_TRUE(GatewayRig::await([&rig] {
    return rig.gateway().err().find("self-signed") != std::string::npos;
  })) << rig.gateway().err();
  EXPECT_EQ((*rig.call("getStatus"))["mqtt"]["sessions"], 0);
}

TEST(BatteryToServer, AWrongPasswordIsSaidOnceAndTriedSlowly) {
  GatewayRig rig;
  rig.start_broker({{{"token", "right"}}, {}, {}});
  rig.write_settings({{"username", "token"}, {"password", "wrong-secret"}});
  rig.start_simulator({"--baud", "0"});
  rig.start_gateway();
  const auto refused = [&rig] {
    const auto log = rig.gateway().err();
    return log.find("trying again in") != std::string::npos;
  };
  ASSERT_TRUE(GatewayRig::await(refused)) << rig.gateway().err();
  const auto status = rig.call("getStatus");
  ASSERT_TRUE(status);
  EXPECT_EQ((*status)["mqtt"]["state"], "waiting");
  const auto log = rig.gateway().err();
  EXPECT_NE(log.find("trying again in 30"), std::string::npos) << log;
  EXPECT_EQ(log.find("wrong-secret"), std::string::npos) << "a password is never logged";
}

}  // namespace
}  // namespace bmsgw::test
