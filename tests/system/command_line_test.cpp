#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/gateway_rig.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;
using std::chrono::seconds;

struct Ran {
  int status = -1;
  std::string out;
  std::string err;
};

Ran run(const std::vector<std::string>& arguments) {
  ChildProcess process(GatewayRig::gateway_program(), arguments);
  const auto status = process.wait().value_or(-1);
  return {status, process.out(), process.err()};
}

const char* const kShippedConfig = BMSGW_SOURCE_DIR "/config";

TEST(CommandLine, DecodeExplainsASentence) {
  const auto ran = run({"decode", "g1", "BV1,0050,4A,94,80,335B,,D3", "--config-dir", kShippedConfig});
  EXPECT_EQ(ran.status, 0) << ran.err;
  for (const char* const word : {"MinCellVoltage", "2.74", "minVolt", "4A", "V", "good", "131.47"}) {
    EXPECT_NE(ran.out.find(word), std::string::npos) << word << "\n" << ran.out;
  }
}

TEST(CommandLine, DecodeGivesOneJsonObject) {
  const auto ran =
      run({"decode", "g1", "BV1,0050,4A,94,80,335B,,D3", "--json", "--config-dir", kShippedConfig});
  EXPECT_EQ(ran.status, 0);
  const auto decoded = json::parse(ran.out);
  EXPECT_EQ(decoded["sentence"], "BV1,0050,4A,94,80,335B,,D3");
  const auto minimum =
      std::ranges::find_if(decoded["fields"], [](const json& row) { return row["field"] == 2; });
  ASSERT_NE(minimum, decoded["fields"].end());
  EXPECT_EQ((*minimum)["value"], 2.74);
  EXPECT_EQ((*minimum)["raw"], "4A");
  EXPECT_EQ((*minimum)["unit"], "V");
  EXPECT_EQ((*minimum)["quality"], "good");
}

TEST(CommandLine, DecodeSaysWhichCrcWouldBeRight) {
  const auto ran = run({"decode", "g1", "BV1,0050,4A,94,80,335B,,D4", "--config-dir", kShippedConfig});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE((ran.out + ran.err).find("D3"), std::string::npos);
}

TEST(CommandLine, AConfigurationWithTenMistakesStartsNothing) {
  GatewayRig rig;
  write_text(rig.config_dir() + "/settings.json", R"({
  "serial": { "enabled": "yes", "type": "RS422", "speed": 1, "protcol": "g1", "protocol": "g1" },
  "mqtt": { "uri": "http://server", "qos": 3, "attr_send_period": 0 },
  "log": { "level": "loud" }
})");
  write_text(rig.config_dir() + "/params_config.json", R"({
  "protocols": { "g1": { "packets": { "BV1": { "params": {
    "Min": { "field": 0, "format": "NOPE", "route_to_mqtt": "minVolt" } } } } } }
})");
  const auto ran = run({"run", "--config-dir", rig.config_dir(), "--state-dir", rig.config_dir() + "/state",
                        "--control-socket", rig.control_socket()});
  EXPECT_EQ(ran.status, 78);
  std::size_t located = 0;
  std::istringstream lines(ran.err);
  for (std::string line; std::getline(lines, line);) {
    located += line.starts_with("error: ") && line.find(".json:") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(located, 10U) << ran.err;
  EXPECT_FALSE(std::filesystem::exists(rig.config_dir() + "/state"));
  EXPECT_EQ(run({"check", "--config-dir", rig.config_dir()}).status, 78);
}

TEST(CommandLine, CheckPassesWhatIsShipped) {
  const auto ran = run({"check", "--config-dir", kShippedConfig});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.err.find("warning"), std::string::npos) << ran.err;
}

TEST(CommandLine, StatusWithoutADaemonSaysSo) {
  const auto ran = run({"status", "--control-socket", "/nonexistent/control.sock"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.err.find("no bms-gateway answers at /nonexistent/control.sock"), std::string::npos)
      << ran.err;
}

TEST(CommandLine, BadUsageIsStatus64) {
  EXPECT_EQ(run({}).status, 64);
  EXPECT_EQ(run({"explode"}).status, 64);
  EXPECT_EQ(run({"decode", "morse", "..."}).status, 64);
  EXPECT_EQ(run({"--help"}).status, 0);
}

TEST(CommandLine, RunsWithoutPortAndWithoutServer) {
  GatewayRig rig;
  rig.write_settings();
  rig.start_gateway();
  ASSERT_TRUE(GatewayRig::await([&rig] { return rig.call("getStatus").has_value(); })) << rig.gateway().err();
  const auto status = *rig.call("getStatus");
  EXPECT_EQ(status["buses"][0]["state"], "absent");
  EXPECT_EQ(status["mqtt"]["state"], "not configured");
  const auto page = run({"status", "--control-socket", rig.control_socket()});
  EXPECT_EQ(page.status, 0);
  EXPECT_NE(page.out.find("absent"), std::string::npos) << page.out;
  rig.gateway().signal(SIGINT);
  EXPECT_EQ(rig.gateway().wait(seconds(2)), 0);
}

TEST(CommandLine, ADeadDaemonsSocketIsReplacedALivingOnesIsNot) {
  GatewayRig rig;
  rig.write_settings();
  rig.start_gateway();
  ASSERT_TRUE(GatewayRig::await([&rig] { return rig.call("getStatus").has_value(); }));
  rig.gateway().signal(SIGKILL);
  ASSERT_TRUE(rig.gateway().wait());
  EXPECT_TRUE(std::filesystem::exists(rig.control_socket()));
  rig.start_gateway();
  ASSERT_TRUE(GatewayRig::await([&rig] { return rig.call("getStatus").has_value(); }));
  ChildProcess second(GatewayRig::gateway_program(),
                      {"run", "--config-dir", rig.config_dir(), "--state-dir", rig.config_dir() + "/state",
                       "--control-socket", rig.control_socket()});
  EXPECT_TRUE(GatewayRig::await(
      [&second] { return second.err().find("another bms-gateway answers") != std::string::npos; }));
  second.signal(SIGTERM);
  EXPECT_EQ(second.wait(seconds(2)), 0);
  EXPECT_TRUE(rig.call("getStatus").has_value()) << "the first one still answers";
}

/// systemd's side of the notify protocol.
class NotifySocket {
 public:
  explicit NotifySocket(const std::string& path) : fd_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  }
  ~NotifySocket() { close(fd_); }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  /// Reads messages until one starts with `word`.
  bool receives(const std::string& word) const {
    for (int i = 0; i < 100; ++i) {
      pollfd ready{fd_, POLLIN, 0};
      if (poll(&ready, 1, 5000) <= 0) return false;
      std::array<char, 4096> text{};
      const auto size = recv(fd_, text.data(), text.size(), 0);
      if (size > 0 && std::string_view(text.data(), static_cast<std::size_t>(size)).starts_with(word))
        return true;
    }
    return false;
  }

 private:
  int fd_;
};

TEST(CommandLine, TellsTheServiceManager) {
  GatewayRig rig;
  rig.write_settings();
  const auto path = rig.config_dir() + "/notify";
  const NotifySocket manager(path);
  rig.start_gateway({{"NOTIFY_SOCKET", path}, {"WATCHDOG_USEC", "1000000"}});
  EXPECT_TRUE(manager.receives("READY=1"));
  EXPECT_TRUE(manager.receives("STATUS=mqtt not configured, serial0 absent"));
  EXPECT_TRUE(manager.receives("WATCHDOG=1"));
  EXPECT_TRUE(manager.receives("WATCHDOG=1"));
  rig.gateway().signal(SIGTERM);
  EXPECT_TRUE(manager.receives("STOPPING=1"));
  EXPECT_EQ(rig.gateway().wait(seconds(2)), 0);
}

}  // namespace
}  // namespace bmsgw::test
