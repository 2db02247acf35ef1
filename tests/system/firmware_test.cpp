// A firmware upgrade as a user meets it: the gateway, and a simulated control unit on a pty whose boot loader
// finds CRC errors and loses bytes.
#include <csignal>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "app/control_client.hpp"
#include "simulator/boot_frames.hpp"
#include "support/gateway_rig.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;
using std::chrono::seconds;

class FirmwareRig : public GatewayRig {
 public:
  FirmwareRig(std::size_t frames, const std::vector<std::string>& unit_options) {
    auto options = unit_options;
    options.insert(options.end(), {"--control", file("control")});
    start_simulator(options);
    auto bus = serial_bus();
    bus.update({{"access", "read_write"}, {"allow", {"g1.upgradeFirmware", "g1.masterClear"}}});
    use_buses({{"serial", bus}});
    write_settings();
    std::filesystem::create_directories(file("state/g1-firmware"));
    simulator::write_firmware({file("state/g1-firmware/new.txt"), "2.2.0", "BMS1", "", frames, true, 5});
  }
  /// Starts the gateway, until it hears the unit, which may be in its boot loader.
  void run(bool hears = true) {
    start_gateway();
    ASSERT_TRUE(await([this, hears] {
      const auto status = call("getStatus");
      return status && (!hears || status->at("buses")[0].value("state", "") == "ok");
    })) << gateway().err();
  }
  json ask(const std::string& method, const json& params = json::object()) {
    return call(method, params).value_or(json());
  }
  /// Calls it twice; the second time without waiting for its end.
  json begin(const std::string& method, json params = json::object()) {
    params["confirm"] = ask(method, params).value("confirm", "");
    const json request{{"method", method}, {"params", params}, {"wait", false}};
    const auto answer = app::ControlClient(control_socket()).ask(request.dump(), 3);
    return json::parse(answer.text, nullptr, false);
  }
  [[nodiscard]] json state() { return ask("g1.firmwareState"); }
  [[nodiscard]] bool ends_as(const std::string& wanted, seconds bound = seconds(90)) {
    return await([this, &wanted] { return state().value("state", "") == wanted; }, bound);
  }
  [[nodiscard]] std::string version() { return ask("g1.getVersion").value("version", ""); }
  void control(const std::string& line) { std::ofstream(file("control")) << line << std::endl; }
};

struct LossCase {
  const char* name;
  const char* patience;  ///< seconds that the boot loader waits for a frame's rest; 0: for ever
};

class FirmwareLoss : public testing::TestWithParam<LossCase> {};

TEST_P(FirmwareLoss, AnUpgradeSucceedsInSpiteOfCrcErrorsAndLostBytes) {
  FirmwareRig rig(40, {"--baud", "0", "--boot-crc-errors", "5", "--boot-lose", "9", "--boot-patience",
                       GetParam().patience});
  rig.run();
  ASSERT_NE(rig.version(), "2.2.0");
  const auto begun = rig.begin("g1.upgradeFirmware", {{"file", "new.txt"}});
  ASSERT_EQ(begun.value("state", ""), "running") << begun;
  EXPECT_TRUE(rig.ends_as("done")) << rig.state() << rig.gateway().err();
  const auto state = rig.state();
  EXPECT_EQ(state.value("frame", 0), 40) << state;
  EXPECT_GE(state.value("repeated", 0), 5) << state;
  EXPECT_EQ(state.value("detail", ""), "") << state;
  EXPECT_TRUE(FirmwareRig::await([&rig] { return rig.version() == "2.2.0"; })) << rig.gateway().err();
}

INSTANTIATE_TEST_SUITE_P(All, FirmwareLoss,
                         testing::Values(LossCase{"ImpatientLoader", "1"}, LossCase{"PatientLoader", "0"}),
                         [](const auto& upgrade) { return std::string(upgrade.param.name); });

TEST(Firmware, AGatewayThatDiesInTheMiddleSaysSoUntilAnUpgradeIsDone) {
  FirmwareRig rig(400, {"--baud", "57600"});
  rig.run();
  ASSERT_EQ(rig.begin("g1.upgradeFirmware", {{"file", "new.txt"}}).value("state", ""), "running");
  ASSERT_TRUE(FirmwareRig::await([&rig] {
    const auto state = rig.state();
    return state.value("state", "") == "sending" && state.value("frame", 0) > 8;
  })) << rig.state();
  EXPECT_EQ(rig.ask("g1.abortFirmware").value("code", ""), "refused");
  rig.gateway().signal(SIGKILL);
  rig.gateway().wait();

  rig.run(false);
  const auto state = rig.state();
  EXPECT_EQ(state.value("state", ""), "interrupted") << state;
  EXPECT_GT(state.value("frame", 0), 0);
  EXPECT_EQ(state.value("frames", 0), 400);
  const auto detail = rig.ask("getStatus")["buses"][0].value("detail", "");
  EXPECT_NE(detail.find("in the middle of a firmware upgrade"), std::string::npos) << detail;

  const auto begun = rig.begin("g1.upgradeFirmware", {{"file", "new.txt"}});  // by itself without reset
  ASSERT_EQ(begun.value("state", ""), "running") << begun;
  ASSERT_TRUE(rig.ends_as("waiting")) << rig.state();
  rig.control("power");
  EXPECT_TRUE(rig.ends_as("done")) << rig.state();
  EXPECT_TRUE(FirmwareRig::await([&rig] { return rig.version() == "2.2.0"; })) << rig.gateway().err();
  const auto after = rig.ask("getStatus")["buses"][0].value("detail", "");
  EXPECT_EQ(after.find("firmware"), std::string::npos) << after;
}

TEST(Firmware, AnUpgradeThatWaitsCanBeAborted) {
  FirmwareRig rig(4, {"--baud", "0"});
  rig.run();
  const auto begun = rig.begin("g1.upgradeFirmware", {{"file", "new.txt"}, {"reset", false}});
  ASSERT_EQ(begun.value("state", ""), "running") << begun;
  ASSERT_TRUE(rig.ends_as("waiting")) << rig.state();
  const auto answer = rig.ask("g1.abortFirmware");
  EXPECT_EQ(answer.value("ok", false), true) << answer;
  EXPECT_TRUE(rig.ends_as("aborted")) << rig.state();
  EXPECT_TRUE(FirmwareRig::await([&rig] { return !rig.version().empty(); })) << "the unit is asked again";
}

TEST(Firmware, AMasterClearIsDoneWithinItsWindow) {
  FirmwareRig rig(1, {"--baud", "0"});
  rig.run();
  const auto begun = rig.begin("g1.masterClear");
  ASSERT_EQ(begun.value("state", ""), "running") << begun;
  EXPECT_TRUE(FirmwareRig::await([&rig, &begun] {
    return rig.ask("getCommand", {{"id", begun["id"]}}).value("state", "") == "done";
  })) << rig.ask("getCommand", {{"id", begun["id"]}});
  const auto count = rig.ask("g1.getStatistic", {{"id", 7}});
  EXPECT_EQ(count.value("count", 0), 1) << count;
}

}  // namespace
}  // namespace bmsgw::test
