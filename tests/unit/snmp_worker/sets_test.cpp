#include <gtest/gtest.h>

#include "fake_agent.hpp"
#include "sender.hpp"
#include "worker_rig.hpp"

namespace bmsgw::snmp_worker {
namespace {

using codec::snmp::TrapCounters;
using codec::snmp::TrapListener;
using core::SnmpOutcome;
using core::SnmpValue;
using core::SnmpVersion;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using test::snmp_get;
using test::snmp_set;

const std::string kEngine("\x80\x00\x1f\x88\x03\xaa\xbb\xcc\xdd\xee\xff", 11);  // of objects()
const std::string kOtherEngine("\x80\x00\x1f\x88\x03\x09\x09\x09\x09\x09\x09", 11);

std::string silence(const std::string&) {
  return {};
}

core::SnmpRequest set_of(std::int64_t value) {
  return snmp_set({{kColumn + ".1", value}});
}

/// A set changes something: it may reach the agent only once.
class SnmpSets : public ::testing::Test {
 protected:
  void open(codec::snmp::OpenAgent agent, const std::string& engine_id = {},
            milliseconds timeout = milliseconds(300)) {
    agent.timeout_ms = static_cast<std::uint32_t>(timeout.count());
    agent.retries = 2;
    agent.engine_id = engine_id;
    worker_.send(agent);
  }
  void listen() {
    worker_.send(codec::snmp::ListenForTraps{"127.0.0.1", trap_port_});
    const auto listener = worker_.next<TrapListener>();
    ASSERT_TRUE(listener);
    ASSERT_EQ(listener->error, "");
  }
  /// Its signature is none, but where it comes from and what it says of itself is right.
  void send_trap_of(const std::string& engine_id) const {
    const auto number = [](char value) { return ber('\x02', {value}); };
    const auto global =
        ber('\x30', number(1) + ber('\x02', {'\x40', '\0'}) + ber('\x04', "\x03") + number(3));
    const auto usm = ber('\x30', ber('\x04', engine_id) + number(1) + number(1) + ber('\x04', "operator") +
                                     ber('\x04', std::string(12, 's')) + ber('\x04', std::string(8, 'e')));
    Sender(trap_port_)
        .send(ber('\x30', number(3) + global + ber('\x04', usm) + ber('\x04', std::string(16, 'x'))));
  }

  std::uint16_t trap_port_ = test::free_udp_port();
  test::SnmpWorkerClient worker_;
};

TEST_F(SnmpSets, GoOutOnceWhereOthersAreRepeated) {
  for (const auto version : {SnmpVersion::v2c, SnmpVersion::v3}) {
    const FakeAgent fake(silence);
    auto agent = user_agent(fake.port());
    agent.version = version;
    open(agent, kEngine, milliseconds(600));
    EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::timeout);
    EXPECT_EQ(fake.asked(), 3);
    const auto start = steady_clock::now();
    EXPECT_EQ(worker_.ask_and_wait(1, set_of(1)).outcome, SnmpOutcome::timeout);
    EXPECT_GE(steady_clock::now() - start, milliseconds(1750));  // as patient as with the others
    EXPECT_EQ(fake.asked(), 4);
  }
}

TEST_F(SnmpSets, GoOutOnceWhenRequestsAreUnderWayWithThem) {
  std::atomic<int> sets = 0;
  const FakeAgent fake([&sets](const std::string& question) {
    if (question.find("private\xA3") != std::string::npos) ++sets;
    return std::string{};
  });
  open(community_agent(fake.port()));
  const auto before = worker_.ask(1, snmp_get({kModel}));
  const auto set = worker_.ask(1, set_of(1));
  const auto after = worker_.ask(1, snmp_get({kModel}));
  for (const auto id : {before, set, after}) EXPECT_EQ(worker_.answer_to(id).outcome, SnmpOutcome::timeout);
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::timeout);
  EXPECT_EQ(sets, 1);
  EXPECT_GE(fake.asked(), 2 + 1 + 2 + 2);
}

TEST_F(SnmpSets, OfV3AreDoneOnceTheAgentsClockIsKnown) {
  const test::Snmpd snmpd(objects({user()}));
  for (const auto& engine_id : {std::string{}, kEngine}) {
    open(user_agent(snmpd.port()), engine_id, milliseconds(3000));
    const auto answer = worker_.ask_and_wait(1, set_of(1500));
    EXPECT_EQ(answer.outcome, SnmpOutcome::ok) << answer.detail;
  }
}

TEST_F(SnmpSets, WithoutAnAnswerAreNeverDenied) {
  const test::Snmpd snmpd(objects({user()}));
  auto agent = user_agent(snmpd.port());
  agent.priv_password = "another-secret";
  open(agent);
  EXPECT_EQ(worker_.ask_and_wait(1, set_of(1)).outcome, SnmpOutcome::timeout);
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::denied);
}

TEST_F(SnmpSets, AreDoneByAnAgentThatSaysItHasAnotherEngineId) {
  const test::Snmpd snmpd(objects({user()}));
  open(user_agent(snmpd.port()), kOtherEngine, milliseconds(3000));
  const auto answer = worker_.ask_and_wait(1, set_of(1500));
  EXPECT_EQ(answer.outcome, SnmpOutcome::ok) << answer.detail;
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kColumn + ".1"})).values,
            std::vector<SnmpValue>{std::int64_t{1500}});
}

TEST_F(SnmpSets, AreNotSentAgainWhenATrapComesFromAnotherEngine) {
  const FakeAgent fake(silence);
  listen();
  open(user_agent(fake.port()), kEngine);
  const auto id = worker_.ask(1, set_of(1));
  send_trap_of(kOtherEngine);
  EXPECT_TRUE(worker_.next<TrapCounters>());
  EXPECT_EQ(worker_.answer_to(id).outcome, SnmpOutcome::timeout);
  EXPECT_EQ(fake.asked(), 1);
}

TEST_F(SnmpSets, AreNotSentAgainWhenSomethingOfAnotherEngineComes) {
  const FakeAgent fake([](const std::string& question) {
    auto other = question;
    const auto engine = other.find(kEngine);
    const auto flags = other.find(std::string("\x04\x01\x07\x02\x01\x03", 6));
    if (engine == std::string::npos || flags == std::string::npos) return std::string{};
    other[engine + 8] ^= 1;
    other[flags + 2] = '\x03';  // a Report about it is not wanted
    return other;
  });
  open(user_agent(fake.port()), kEngine);
  EXPECT_NE(worker_.ask_and_wait(1, set_of(1)).outcome, SnmpOutcome::ok);
  EXPECT_EQ(fake.asked(), 1);
}

TEST_F(SnmpSets, ATrapDoubtsNoAgentWhenAnotherOfItsAddressHasTheEngine) {
  std::atomic<int> discoveries = 0;
  const FakeAgent first([&discoveries](const std::string& question) {
    if (question.find(kOtherEngine) == std::string::npos) ++discoveries;
    return std::string{};
  });
  const FakeAgent second(silence);
  listen();
  open(user_agent(first.port(), 1), kOtherEngine);
  open(user_agent(second.port(), 2), kEngine);
  send_trap_of(kEngine);
  const auto counters = worker_.next<TrapCounters>();
  ASSERT_TRUE(counters);
  EXPECT_EQ(counters->last_stranger,
            "127.0.0.1: wrong auth_password or auth");  // it was read as the second's
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::timeout);
  EXPECT_EQ(discoveries, 0);
}

}  // namespace
}  // namespace bmsgw::snmp_worker
