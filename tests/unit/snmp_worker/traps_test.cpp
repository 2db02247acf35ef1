#include <gtest/gtest.h>
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "fake_agent.hpp"
#include "sender.hpp"
#include "worker_rig.hpp"

namespace bmsgw::snmp_worker {
namespace {

using codec::snmp::AgentEngine;
using codec::snmp::AgentTrap;
using codec::snmp::TrapCounters;
using codec::snmp::TrapListener;
using core::SnmpOutcome;
using core::SnmpValue;
using core::SnmpVersion;
using std::chrono::milliseconds;
using Texts = std::vector<std::string>;

const std::string kEnterprise = "1.3.6.1.4.1.3808";
const std::string kProbeAlarm = kEnterprise + ".0.603";
const Texts kVarbinds{"1.3.6.1.4.1.3808.1.1.7.1.7.0", "s", "SN123", "1.3.6.1.4.1.3808.2.2.6.0", "i", "101"};
constexpr auto kEngine = "0x80001f8803aabbccddeeff";
const std::string kEngineId("\x80\x00\x1f\x88\x03\xaa\xbb\xcc\xdd\xee\xff", 11);

Texts operator+(Texts left, const Texts& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

/// Net-SNMP keeps the engines' clocks in so many lists, and an engine in the list that its id says.
constexpr int kClockLists = ETIMELIST_SIZE;

int list_of(const std::string& engine_id) {
  return hash_engineID(reinterpret_cast<const u_char*>(engine_id.data()),
                       static_cast<u_int>(engine_id.size()));
}

/// An engine id that isn't `kEngine`.
std::string engine_in(int list) {
  std::string id("\x80\x00\x1f\x88\x03\x01\x02\x03\x04\x00\x00", 11);
  for (int i = 0; i < 0x10000 && list_of(id) != list; ++i) {
    id[9] = static_cast<char>(i >> 8);
    id[10] = static_cast<char>(i);
  }
  return id;
}

class Traps : public ::testing::Test {
 protected:
  void SetUp() override {
    worker_.send(codec::snmp::ListenForTraps{"127.0.0.1", port_});
    const auto listener = worker_.next<TrapListener>();
    ASSERT_TRUE(listener);
    ASSERT_EQ(listener->error, "");
  }

  [[nodiscard]] std::string place() const { return "127.0.0.1:" + std::to_string(port_); }
  void send_v1(const std::string& community = "traps") const {
    test::run_snmp_tool(
        "snmptrap",
        Texts{"-v1", "-c", community, place(), kEnterprise, "127.0.0.1", "6", "603", ""} + kVarbinds);
  }
  void send_v2(const std::string& community = "traps", const Texts& more = {}) const {
    test::run_snmp_tool("snmptrap",
                        Texts{"-v2c", "-c", community} + more + Texts{place(), "", kProbeAlarm} + kVarbinds);
  }
  void send_v3(const std::string& name = "operator", const std::string& password = kPassword,
               const Texts& engine = {"-e", kEngine}, const std::string& level = "authPriv",
               const std::string& secret = kSecret) const {
    test::run_snmp_tool("snmptrap", Texts{"-v3", "-u", name, "-l", level, "-a", "SHA", "-A", password, "-x",
                                          "AES", "-X", secret} +
                                        engine + Texts{place(), "", kProbeAlarm} + kVarbinds);
  }
  /// The agent needn't answer for its traps to be taken.
  void open_community_agent(std::uint32_t number = 1) {
    worker_.send(community_agent(silent_.port(), SnmpVersion::v1, number));
  }
  void open_user_agent(std::uint16_t port) {
    worker_.send(user_agent(port));
    ASSERT_TRUE(worker_.next<AgentEngine>());
  }

  /// Its engine is configured: nobody is asked for it.
  void open_user_agent(std::string engine_id, std::uint32_t number = 1) {
    auto agent = user_agent(silent_.port(), number);
    agent.engine_id = std::move(engine_id);
    worker_.send(agent);
  }

  void expect_trap(std::uint32_t agent = 1) {
    const auto trap = worker_.next<AgentTrap>();
    ASSERT_TRUE(trap);
    EXPECT_EQ(trap->agent, agent);
    EXPECT_EQ(trap->trap.trap, kProbeAlarm);
    EXPECT_EQ(trap->trap.source, "127.0.0.1");
    ASSERT_EQ(trap->trap.varbinds.size(), 2U);
    EXPECT_EQ(trap->trap.varbinds[0].oid, kVarbinds[0]);
    EXPECT_EQ(trap->trap.varbinds[0].value, SnmpValue(std::string_view("SN123")));
    EXPECT_EQ(trap->trap.varbinds[1].value, SnmpValue(std::int64_t{101}));
  }
  void expect_stranger(const std::string& why) {
    const auto counters = worker_.next<TrapCounters>();
    ASSERT_TRUE(counters);
    EXPECT_EQ(counters->strangers, 1U);
    EXPECT_EQ(counters->last_stranger, "127.0.0.1: " + why);
    EXPECT_FALSE(worker_.next<AgentTrap>(milliseconds(0)));
  }

  FakeAgent silent_{[](const std::string&) { return std::string{}; }};
  std::uint16_t port_ = test::free_udp_port();
  test::SnmpWorkerClient worker_;
};

TEST_F(Traps, V1IsToldAsV2HasIt) {
  open_community_agent();
  send_v1();
  expect_trap();
}

TEST_F(Traps, GenericTrapsOfV1HaveTheirNamesOfV2) {
  open_community_agent();
  test::run_snmp_tool("snmptrap", {"-v1", "-c", "traps", place(), kEnterprise, "127.0.0.1", "0", "0", ""});
  const auto trap = worker_.next<AgentTrap>();
  ASSERT_TRUE(trap);
  EXPECT_EQ(trap->trap.trap, "1.3.6.1.6.3.1.1.5.1");
}

TEST_F(Traps, V2IsTold) {
  open_community_agent();
  send_v2();
  expect_trap();
}

TEST_F(Traps, AnInformIsToldAndAnswered) {
  open_community_agent();
  send_v2("traps", {"-Ci", "-r", "0"});  // fails without an answer
  expect_trap();
}

TEST_F(Traps, V3OfAKnownEngineIsTold) {
  const test::Snmpd snmpd(objects({user()}));
  open_user_agent(snmpd.port());
  send_v3();
  expect_trap();
  EXPECT_EQ(worker_.ask_and_wait(1, test::snmp_get({kModel})).outcome, SnmpOutcome::ok);
  send_v3();
  expect_trap();
}

TEST_F(Traps, AnInformOfV3IsToldAndAnswered) {
  const test::Snmpd snmpd(objects({user()}));
  open_user_agent(snmpd.port());
  send_v3("operator", kPassword, {"-Ci"});
  expect_trap();
}

// The worker's own engine is in one of the lists, too.
TEST_F(Traps, AnInformOfV3IsAnsweredWhateverEnginesTheAgentsHave) {
  for (int list = 0; list < kClockLists; ++list) {
    ASSERT_EQ(list_of(engine_in(list)), list);
    open_user_agent(engine_in(list), static_cast<std::uint32_t>(list) + 1);
  }
  send_v3("operator", kPassword, {"-Ci"});
  expect_trap();
}

TEST_F(Traps, AnotherCommunityIsAStrangers) {
  open_community_agent();
  send_v2("private");
  expect_stranger("another community");
}

TEST_F(Traps, AnotherAddressIsAStrangers) {
  auto agent = community_agent(silent_.port(), SnmpVersion::v1);
  agent.address = "127.0.0.2";
  worker_.send(agent);
  send_v2();
  expect_stranger("no configured agent has this address");
}

TEST_F(Traps, AClosedAgentIsAStranger) {
  open_community_agent();
  worker_.send(codec::snmp::CloseAgent{1});
  send_v1();
  expect_stranger("no configured agent has this address");
}

TEST_F(Traps, AnotherVersionIsAStrangers) {
  worker_.send(user_agent(silent_.port()));
  send_v2();
  expect_stranger("another SNMP version");
}

TEST_F(Traps, AnotherUserIsAStrangers) {
  const test::Snmpd snmpd(objects({user()}));
  open_user_agent(snmpd.port());
  send_v3("somebody");
  expect_stranger("another user");
}

TEST_F(Traps, AWrongPasswordIsAStrangers) {
  const test::Snmpd snmpd(objects({user()}));
  open_user_agent(snmpd.port());
  send_v3("operator", "another-password");
  expect_stranger("wrong auth_password or auth");
  EXPECT_EQ(worker_.err(), "");
}

TEST_F(Traps, AWrongSecretIsAStrangers) {
  const test::Snmpd snmpd(objects({user()}));
  open_user_agent(snmpd.port());
  send_v3("operator", kPassword, {"-e", kEngine}, "authPriv", "another-secret");
  expect_stranger("wrong priv_password or priv");
  EXPECT_EQ(worker_.err(), "");
}

TEST_F(Traps, AnOldOneIsAStrangers) {
  open_user_agent(kEngineId);
  send_v3("operator", kPassword, {"-e", kEngine, "-Z", "5,1000"});
  expect_trap();
  send_v3("operator", kPassword, {"-e", kEngine, "-Z", "5,700"});
  expect_stranger("older than what the agent sent before, or its clock was set back");
}

TEST_F(Traps, AnOldOneIsAStrangersWhenAnotherAgentsClockWasForgotten) {
  open_user_agent(kEngineId);
  send_v3("operator", kPassword, {"-e", kEngine, "-Z", "5,1000"});
  expect_trap();
  open_user_agent(engine_in(list_of(kEngineId)), 2);
  send_v3("operator", kPassword, {"-e", kEngine, "-Z", "5,700"});
  expect_stranger("older than what the agent sent before, or its clock was set back");
}

TEST_F(Traps, AnOldOneIsAStrangersEvenAfterTheClockWasForgotten) {
  auto agent = user_agent(silent_.port());
  agent.engine_id = kEngineId;
  agent.timeout_ms = 100;
  agent.retries = 0;
  worker_.send(agent);
  send_v3("operator", kPassword, {"-e", kEngine, "-Z", "5,1000"});
  expect_trap();
  // The second question is put anew, with nothing believed of before.
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(worker_.ask_and_wait(1, test::snmp_get({kModel})).outcome, SnmpOutcome::timeout);
  send_v3("operator", kPassword, {"-e", kEngine, "-Z", "4,2000"});
  expect_stranger("older than what the agent sent before, or its clock was set back");
  send_v3("operator", kPassword, {"-e", kEngine, "-Z", "6,5"});
  expect_trap();
}

TEST_F(Traps, EveryInterfaceIsThatOfIpv4AndOfIpv6) {
  worker_.send(codec::snmp::ListenForTraps{"::", port_});
  const auto listener = worker_.next<TrapListener>();
  ASSERT_TRUE(listener);
  ASSERT_EQ(listener->error, "");
  open_community_agent();
  auto other = community_agent(silent_.port(), SnmpVersion::v2c, 2);
  other.address = "::1";
  worker_.send(other);
  send_v2();
  expect_trap();
  test::run_snmp_tool("snmptrap", Texts{"-v2c", "-c", "traps", "-Ci", "-r", "0",
                                        "udp6:[::1]:" + std::to_string(port_), "", kProbeAlarm} +
                                      kVarbinds);
  const auto trap = worker_.next<AgentTrap>();
  ASSERT_TRUE(trap);
  EXPECT_EQ(trap->agent, 2U);
  EXPECT_EQ(trap->trap.source, "::1");
}

TEST_F(Traps, EveryInterfaceIsNotHadWhenIpv4sPortIsTaken) {
  const FakeAgent other([](const std::string&) { return std::string{}; });
  worker_.send(codec::snmp::ListenForTraps{"::", other.port()});
  const auto listener = worker_.next<TrapListener>();
  ASSERT_TRUE(listener);
  EXPECT_NE(listener->error.find("0.0.0.0 port " + std::to_string(other.port()) +
                                 ": another program (snmptrapd?) has the port"),
            std::string_view::npos)
      << listener->error;
}

TEST_F(Traps, LessThanTheConfiguredLevelIsAStrangers) {
  const test::Snmpd snmpd(objects({user()}));
  open_user_agent(snmpd.port());
  send_v3("operator", kPassword, {"-e", kEngine}, "authNoPriv");
  expect_stranger("signed or encrypted less than configured");
}

TEST_F(Traps, AnotherEngineIsAStrangers) {
  const test::Snmpd snmpd(objects({user()}));
  open_user_agent(snmpd.port());
  send_v3("operator", kPassword, {"-e", "0x80001f8803010101010101"});
  expect_stranger("an engine id that isn't the agent's, or isn't known yet");
  EXPECT_EQ(worker_.ask_and_wait(1, test::snmp_get({kModel})).outcome, SnmpOutcome::ok);
}

TEST_F(Traps, AgentsAtOneAddressAreToldApart) {
  open_community_agent(1);
  auto second = community_agent(silent_.port(), SnmpVersion::v1, 2);
  second.trap_community = "second";
  worker_.send(second);
  send_v1("second");
  expect_trap(2);
  send_v1("traps");
  expect_trap(1);
}

TEST_F(Traps, APortThatIsTakenIsSaidWithTheRemedy) {
  const FakeAgent other([](const std::string&) { return std::string{}; });
  worker_.send(codec::snmp::ListenForTraps{"127.0.0.1", other.port()});
  auto listener = worker_.next<TrapListener>();
  ASSERT_TRUE(listener);
  EXPECT_NE(listener->error.find("another program (snmptrapd?) has the port"), std::string_view::npos)
      << listener->error;
  worker_.send(codec::snmp::ListenForTraps{"192.0.2.1", port_});
  listener = worker_.next<TrapListener>();
  ASSERT_TRUE(listener);
  EXPECT_NE(listener->error.find("no such address"), std::string_view::npos) << listener->error;
  worker_.send(codec::snmp::ListenForTraps{"127.0.0.1", port_});
  listener = worker_.next<TrapListener>();
  ASSERT_TRUE(listener);
  EXPECT_EQ(listener->error, "");
}

/// A v2c trap, coldStart without values.
std::string trap_datagram(const std::string& community) {
  const std::string up_time("\x2B\x06\x01\x02\x01\x01\x03\x00", 8);
  const std::string trap_oid("\x2B\x06\x01\x06\x03\x01\x01\x04\x01\x00", 10);
  const std::string cold_start("\x2B\x06\x01\x06\x03\x01\x01\x05\x01", 9);
  const auto varbinds = ber('\x30', ber('\x06', up_time) + ber('\x43', {'\x05'})) +
                        ber('\x30', ber('\x06', trap_oid) + ber('\x06', cold_start));
  const auto head = ber('\x02', {'\x01'}) + ber('\x02', {'\0'}) + ber('\x02', {'\0'});
  const auto pdu = ber('\xA7', head + ber('\x30', varbinds));
  return ber('\x30', ber('\x02', {'\x01'}) + ber('\x04', community) + pdu);
}

TEST_F(Traps, AFloodIsBoundedAndTheAgentsAreAskedAllTheSame) {
  const test::Snmpd snmpd(objects());
  open_community_agent();
  worker_.send(community_agent(snmpd.port(), SnmpVersion::v2c, 2));
  ASSERT_EQ(worker_.ask_and_wait(2, test::snmp_get({kModel})).outcome, SnmpOutcome::ok);
  const Sender sender(port_);
  const auto start = std::chrono::steady_clock::now();
  const std::string wanted = trap_datagram("traps");
  const std::string unwanted = trap_datagram("wrong");
  for (int i = 1; i <= 1000; ++i) {
    sender.send(wanted);
    sender.send(unwanted);
    if (i % 20 != 0) continue;  // the socket has room for so many
    EXPECT_EQ(worker_.ask_and_wait(2, test::snmp_get({kModel})).outcome, SnmpOutcome::ok);
  }
  int traps = 0;
  while (worker_.next<AgentTrap>(milliseconds(500))) ++traps;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_GE(traps, 200);
  EXPECT_LE(traps, 200 + 100 * took.count());
  const auto last = worker_.next<TrapCounters>(
      [](const TrapCounters& counters) { return counters.strangers == 1000; }, std::chrono::seconds(15));
  ASSERT_TRUE(last);
  EXPECT_EQ(last->dropped, 1000U - static_cast<unsigned>(traps));
}

TEST_F(Traps, ChangedBytesNeverEndTheWorker) {
  open_community_agent();
  const Sender sender(port_);
  std::uint32_t state = 7;
  const auto random = [&state] { return state = state * 1664525U + 1013904223U, state >> 16U; };
  for (int i = 0; i < 3000; ++i) {
    auto datagram = trap_datagram("traps");
    for (int changes = 0; changes < 3; ++changes)
      datagram[random() % datagram.size()] = static_cast<char>(random());
    if (random() % 4 == 0) datagram.resize(random() % datagram.size());
    sender.send(datagram);
    if (i % 100 == 0)
      (void)worker_.ask_and_wait(99, test::snmp_get({kModel}));  // it has had time to read them
  }
  EXPECT_EQ(worker_.ask_and_wait(99, test::snmp_get({kModel})).outcome, SnmpOutcome::worker_down);
  EXPECT_FALSE(worker_.wait(milliseconds(0)));
}

}  // namespace
}  // namespace bmsgw::snmp_worker
