// The gateway with a battery manager on SNMP: bms-snmp-worker as the gateway starts it, the simulator's
// agent, which knows the MIB by itself, and Debian's own tools beside them.
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <sstream>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/gateway_rig.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* kAuthPassword = "sixteen-or-more-1";
constexpr const char* kPrivPassword = "sixteen-or-more-2";

std::vector<std::string> user_options() {
  return {"--user", "gateway", "--auth",          "SHA",        "--auth-password", kAuthPassword,
          "--priv", "AES",     "--priv-password", kPrivPassword};
}

json user_keys() {
  return {{"version", "3"}, {"user", "gateway"},
          {"auth", "SHA"},  {"auth_password", kAuthPassword},
          {"priv", "AES"},  {"priv_password", kPrivPassword}};
}

/// A UDP port of 127.0.0.1 that nobody has.
std::uint16_t free_udp_port() {
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool is_bound = bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                        getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(fd);
  return is_bound ? ntohs(address.sin_port) : std::uint16_t{0};
}

/// What one of Debian's SNMP tools prints, run to its end; it keeps nothing.
std::string output_of(const std::string& program, const std::vector<std::string>& arguments) {
  ChildProcess process(program, arguments, {{"SNMP_PERSISTENT_DIR", "/dev/null"}});
  process.wait();
  return process.out();
}

/// A battery manager and the gateway beside it; values each second.
class ManagerRig : public GatewayRig {
 public:
  explicit ManagerRig(const std::vector<std::string>& options = {}, const json& more = json::object()) {
    trap_port_ = free_udp_port();
    start_snmp_agent(options);
    use_params(quick_params());
    bus_ = {{"host", "127.0.0.1"}, {"port", snmp_port()}, {"profile", "cyberpower-bm"}, {"timeout", 500}};
    bus_.update(more);
  }
  /// The bus, and others beside it.
  void run(const json& others = json::object()) {
    json buses{{"snmp", bus_}};
    buses.update(others);
    use_buses(buses);
    start_broker();
    listen();
    start_gateway();
  }
  static json quick_params() {
    json packets;
    for (const auto* const packet :
         {"Counts", "Probes", "Voltages", "Temperatures", "Resistances", "Strings", "VoltageOwners",
          "TemperatureOwners", "ResistanceOwners", "VoltageAlarms", "TemperatureAlarms", "ResistanceAlarms",
          "StringAlarms", "Environment", "CurrentProbe"}) {
      packets[packet]["request_period"] = 1;
    }
    auto params = json::parse(read_text(BMSGW_SOURCE_DIR "/config/params_config.json"));
    params["protocols"]["snmp"]["packets"] = packets;
    return params;
  }
  [[nodiscard]] bool has_all(const std::string& key, std::size_t size) const {
    const auto list = last(key);
    return list && list->size() == size &&
           std::ranges::none_of(*list, [](const json& element) { return element.is_null(); });
  }
  [[nodiscard]] bool has_all_batteries() const {
    return std::ranges::all_of(
        std::vector<std::string>{"cellVolts", "cellTemps", "cellResistances", "soc", "probeStrings"},
        [this](const std::string& key) { return has_all(key, 160); });
  }
  /// The last event of an alarm; empty: none.
  [[nodiscard]] json event_of(const std::string& alarm) const {
    auto found = json::object();
    for (const auto& arrival : arrivals()) {
      if (arrival.key == "event" && arrival.value.value("alarm", "") == alarm) found = arrival.value;
    }
    return found;
  }
  [[nodiscard]] std::uint16_t trap_port() const { return trap_port_; }
  [[nodiscard]] json trap_settings() const {
    return {{"snmp_traps", {{"enabled", true}, {"address", "127.0.0.1"}, {"port", trap_port_}}}};
  }
  [[nodiscard]] bool is_listening() {
    const auto status = call("getStatus");
    return status && status->contains("snmpTraps") && (*status)["snmpTraps"]["error"] == "";
  }
  /// The processes that the gateway has started.
  [[nodiscard]] std::vector<pid_t> workers() {
    const auto parent = std::to_string(gateway().pid());
    std::istringstream pids(read_text("/proc/" + parent + "/task/" + parent + "/children"));
    std::vector<pid_t> workers;
    for (pid_t pid = 0; pids >> pid;) workers.push_back(pid);
    return workers;
  }

 private:
  json bus_;
  std::uint16_t trap_port_ = 0;
};

/// Where the agent sends its traps is known before it is started.
struct TrapPort {
  std::uint16_t port = free_udp_port();
  [[nodiscard]] std::vector<std::string> options() const {
    return {"--trap", "127.0.0.1:" + std::to_string(port)};
  }
  [[nodiscard]] json settings() const {
    return {{"snmp_traps", {{"enabled", true}, {"address", "127.0.0.1"}, {"port", port}}}};
  }
};

void expect_everything(ManagerRig& rig) {
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_batteries(); })) << rig.gateway().err();
  EXPECT_EQ(rig.last("snmp0Online"), true);
  EXPECT_TRUE(rig.until([&rig] {
    return rig.last("stringVolts") && rig.last("ambientTemp") && rig.last("humidity") && rig.last("model") &&
           rig.last("serialNumber") && rig.last("stringCurrents");
  }));
  EXPECT_TRUE(rig.until([&rig] { return rig.last("alarms") == json::object(); }));
  const auto volts = rig.last("cellVolts")->at(7).get<double>();
  EXPECT_GT(volts, 1.5);
  EXPECT_LT(volts, 16);
  const auto degrees = rig.last("cellTemps")->at(7).get<double>();
  EXPECT_GT(degrees, 5);
  EXPECT_LT(degrees, 45);
}

TEST(Snmp, EveryValueOfABatteryManagerArrivesOverVersion1) {
  ManagerRig rig;
  rig.run();
  expect_everything(rig);
}

TEST(Snmp, EveryValueOfABatteryManagerArrivesOverVersion3) {
  ManagerRig rig(user_options(), user_keys());
  rig.run();
  expect_everything(rig);
}

/// Debian's snmpwalk reads the same numbers, over both versions.
TEST(Snmp, DebiansSnmpwalkAgrees) {
  ManagerRig rig(user_options());
  rig.run();
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_batteries(); })) << rig.gateway().err();
  const auto agent = "127.0.0.1:" + std::to_string(rig.snmp_port());
  const std::vector<std::string> v1{"-v1", "-c", "public"};
  const std::vector<std::string> v3{"-v3", "-l",          "authPriv", "-u",  "gateway", "-a",         "SHA",
                                    "-A",  kAuthPassword, "-x",       "AES", "-X",      kPrivPassword};
  for (const auto& access : {v1, v3}) {
    auto arguments = access;
    arguments.insert(arguments.end(), {"-Oqvn", "-m", "", agent, "1.3.6.1.4.1.3808.1.1.7.5.9.1.7"});
    const auto agrees = [&] {
      std::istringstream walked(output_of("/usr/bin/snmpwalk", arguments));
      std::vector<double> values;
      for (double raw = 0; walked >> raw;) values.push_back(raw * 0.01);
      const auto list = *rig.last("cellResistances");
      if (values.size() != 160 || list.size() != 160) return false;
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::abs(list[i].get<double>() - values[i]) > 0.0051) return false;
      }
      return true;
    };
    EXPECT_TRUE(rig.until(agrees)) << access.front();
  }
}

TEST(Snmp, AnAlarmArrivesByTrapWithinASecondAndSoDoesItsEnd) {
  const TrapPort traps;
  ManagerRig rig(traps.options());
  rig.run(traps.settings());
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_batteries() && rig.is_listening(); }));
  rig.control_snmp_agent("alarm 2/17 temperature high");
  ASSERT_TRUE(rig.until([&rig] { return rig.event_of("2/17/temperature").value("state", "") == "alarmHigh"; },
                        milliseconds(5000)))
      << rig.gateway().err();
  const auto raised = rig.event_of("2/17/temperature");
  EXPECT_EQ(raised["source"], "trap");
  EXPECT_EQ(raised["string"], 2);
  EXPECT_EQ(raised["battery"], 17);
  EXPECT_TRUE(rig.until([&rig] {
    const auto open = rig.last("alarms");
    return open && *open == json{{"2/17/temperature", "alarmHigh"}};
  }));
  rig.control_snmp_agent("clear");
  EXPECT_TRUE(rig.until([&rig] { return rig.event_of("2/17/temperature").value("state", "") == "normal"; },
                        milliseconds(5000)));
  EXPECT_EQ(rig.event_of("2/17/temperature")["source"], "trap");
  EXPECT_TRUE(rig.until([&rig] { return rig.last("alarms") == json::object(); }));
}

TEST(Snmp, TrapsOfVersion3ArriveToo) {
  const TrapPort traps;
  auto options = user_options();
  std::ranges::copy(traps.options(), std::back_inserter(options));
  options.insert(options.end(), {"--trap-version", "3"});
  ManagerRig rig(options, user_keys());
  rig.run(traps.settings());
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_batteries() && rig.is_listening(); }));
  rig.control_snmp_agent("alarm 1/3 voltage low");
  EXPECT_TRUE(rig.until([&rig] { return rig.event_of("1/3/voltage").value("source", "") == "trap"; }))
      << rig.gateway().err();
  EXPECT_EQ(rig.event_of("1/3/voltage")["state"], "alarmLow");
}

TEST(Snmp, WithTrapsBlockedPollsFindTheAlarmAndItsEnd) {
  ManagerRig rig;
  rig.run();
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_batteries(); }));
  rig.control_snmp_agent("alarm 4/40 resistance high");
  EXPECT_TRUE(
      rig.until([&rig] { return rig.event_of("4/40/resistance").value("state", "") == "alarmHigh"; }));
  EXPECT_EQ(rig.event_of("4/40/resistance")["source"], "poll");
  rig.control_snmp_agent("clear");
  EXPECT_TRUE(rig.until([&rig] { return rig.event_of("4/40/resistance").value("state", "") == "normal"; }));
}

TEST(Snmp, ATrapOfAStrangerIsNotTaken) {
  const TrapPort traps;
  ManagerRig rig;
  rig.run(traps.settings());
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_batteries() && rig.is_listening(); }));
  output_of("/usr/bin/snmptrap",
            {"-v1", "-c", "another", "-m", "", "127.0.0.1:" + std::to_string(traps.port), "1.3.6.1.4.1.3808",
             "127.0.0.1", "6", "603", "0", "1.3.6.1.4.1.3808.2.2.6.0", "i", "101"});
  const auto is_counted = [&rig] {
    const auto status = rig.call("getStatus");
    return status && (*status)["snmpTraps"]["strangers"] == 1;
  };
  EXPECT_TRUE(rig.await(is_counted));
  EXPECT_EQ(rig.count("event"), 0U);
}

TEST(Snmp, TheMeasurementOfTheResistancesRunsOnCommand) {
  ManagerRig rig({"--community-access", "write", "--resistance-time", "1"},
                 {{"access", "read_write"}, {"allow", {"irTest"}}});
  rig.run();
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_batteries(); }));
  ChildProcess call(GatewayRig::gateway_program(), {"call", "--control-socket", rig.control_socket(),
                                                    "snmp.command", R"({"bus":"snmp0","command":"irTest"})"});
  EXPECT_EQ(call.wait(), 0) << call.out() << call.err();
  EXPECT_EQ(json::parse(call.out()), json::parse(R"({"ok":true,"command":"irTest"})"));
}

TEST(Snmp, AUnitWithAWebUserRefusesAndTheAnswerSaysWhy) {
  ManagerRig rig({"--community-access", "write", "--web-user"},
                 {{"access", "read_write"}, {"allow", {"irTest"}}});
  rig.run();
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_batteries(); }));
  ChildProcess call(GatewayRig::gateway_program(), {"call", "--control-socket", rig.control_socket(),
                                                    "snmp.command", R"({"bus":"snmp0","command":"irTest"})"});
  EXPECT_EQ(call.wait(), 1);
  const auto reason = json::parse(call.out())["reason"].get<std::string>();
  EXPECT_NE(reason.find("logged in at the unit's web page"), std::string::npos) << reason;
}

TEST(Snmp, ADeadAgentChangesNothingForTheOtherBuses) {
  ManagerRig rig(user_options(), user_keys());
  rig.start_simulator();
  auto serial = rig.serial_bus();
  serial["key_prefix"] = "g1_";
  rig.run({{"serial", serial}});
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_batteries() && rig.last("g1_packVoltage"); }));
  rig.snmp_agent().signal(SIGKILL);
  ASSERT_TRUE(rig.until([&rig] { return rig.last("snmp0Online") == false; }));
  const auto before = rig.count("g1_packVoltage");
  EXPECT_TRUE(rig.until([&] { return rig.count("g1_packVoltage") > before + 5; }));
  const auto stale = [&rig] {
    const auto list = rig.last("snmp0Stale");
    return list && std::ranges::find(*list, "cellVolts") != list->end();
  };
  EXPECT_TRUE(rig.until(stale));
}

/// Another device, with another engine id, at the same place.
TEST(Snmp, AnAgentThatComesBackWithAnotherEngineIdIsReadAgain) {
  ManagerRig rig(user_options(), user_keys());
  rig.run();
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_batteries(); }));
  auto options = user_options();
  options.insert(options.end(), {"--port", std::to_string(rig.snmp_port())});
  rig.snmp_agent().signal(SIGKILL);
  rig.snmp_agent().wait();
  ASSERT_TRUE(rig.until([&rig] { return rig.last("snmp0Online") == false; }));
  rig.start_snmp_agent(options);
  const auto before = rig.count("cellVolts");
  EXPECT_TRUE(rig.until([&] { return rig.count("cellVolts") > before; }, seconds(40))) << rig.gateway().err();
  EXPECT_TRUE(rig.until([&rig] { return rig.last("snmp0Online") == true; }));
}

TEST(Snmp, AWrongPasswordIsOneClearLine) {
  auto keys = user_keys();
  keys["auth_password"] = "another-password-1";
  ManagerRig rig(user_options(), keys);
  rig.run();
  const auto is_said = [&rig] {
    const auto status = rig.call("getStatus");
    return status &&
           (*status)["buses"][0]["detail"].get<std::string>().find("auth_password") != std::string::npos;
  };
  EXPECT_TRUE(rig.await(is_said)) << rig.gateway().err();
  EXPECT_EQ(rig.gateway().err().find("another-password-1"), std::string::npos);
}

TEST(Snmp, AWorkerThatDiesIsStartedAgain) {
  ManagerRig rig;
  rig.run();
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_batteries(); }));
  ASSERT_EQ(rig.workers().size(), 1U);
  kill(rig.workers().front(), SIGKILL);
  const auto before = rig.count("cellVolts");
  EXPECT_TRUE(rig.until([&] { return rig.count("cellVolts") > before + 1; })) << rig.gateway().err();
  EXPECT_EQ(rig.workers().size(), 1U);
  rig.gateway().signal(SIGTERM);
  EXPECT_EQ(rig.gateway().wait(), 0);
}

/// Older units lack charges, limits in 10 mV and string voltages.
TEST(Snmp, WhatAnOlderUnitLacksIsLeftOut) {
  ManagerRig rig({"--old-firmware"});
  rig.run();
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all("cellVolts", 160) && rig.has_all("cellTemps", 160); }))
      << rig.gateway().err();
  EXPECT_FALSE(rig.last("soc"));
  EXPECT_FALSE(rig.last("stringVolts"));
  const auto status = rig.call("getStatus");
  ASSERT_TRUE(status);
  EXPECT_GT((*status)["buses"][0]["snmp"]["absent"], 0);
  EXPECT_EQ((*status)["buses"][0]["state"], "ok");
}

TEST(Snmp, WhatAnAgentDoesWrongStopsNothing) {
  ManagerRig rig({"--misbehave", "truncated:10", "--misbehave", "garbage:10", "--misbehave", "wrong-types"},
                 {{"timeout", 200}, {"retries", 3}});
  rig.run();
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all("cellVolts", 160); }, seconds(60)))
      << rig.gateway().err();
  const auto before = rig.count("cellVolts");
  EXPECT_TRUE(rig.until([&] { return rig.count("cellVolts") > before + 1; }, seconds(40)));
}

}  // namespace
}  // namespace bmsgw::test
