#include <random>

#include <gtest/gtest.h>

#include "fake_agent.hpp"
#include "worker_rig.hpp"

namespace bmsgw::snmp_worker {
namespace {

using codec::snmp::AgentAnswer;
using codec::snmp::AgentEngine;
using core::SnmpOutcome;
using core::SnmpVersion;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using test::snmp_get;

milliseconds since(steady_clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
}

class BadAgents : public ::testing::Test {
 protected:
  /// The other agents are asked as if there were no bad one.
  void expect_good_agent_answers() {
    for (int i = 0; i < 5; ++i)
      EXPECT_EQ(worker_.ask_and_wait(9, snmp_get({kModel})).outcome, SnmpOutcome::ok);
  }

  test::Snmpd good_{objects()};
  test::SnmpWorkerClient worker_;
};

struct DeadCase {
  const char* name;
  SnmpVersion version;
  const char* engine_id;
};

class DeadAgents : public BadAgents, public ::testing::WithParamInterface<DeadCase> {};

TEST_P(DeadAgents, DontDelayTheOthers) {
  const FakeAgent dead([](const std::string&) { return std::string{}; });
  worker_.send(community_agent(good_.port(), SnmpVersion::v2c, 9));
  auto agent = user_agent(dead.port(), 1);
  agent.version = GetParam().version;
  agent.engine_id = GetParam().engine_id;
  agent.timeout_ms = 1500;
  agent.retries = 1;
  worker_.send(agent);
  const auto start = steady_clock::now();
  const auto id = worker_.ask(1, snmp_get({kModel}));
  expect_good_agent_answers();
  const auto is_its = [id](const AgentAnswer& answer) { return answer.id == id; };
  EXPECT_FALSE(worker_.next<AgentAnswer>(is_its, milliseconds(0)));  // is still being waited for
  const auto answer = worker_.answer_to(id);
  EXPECT_EQ(answer.outcome, SnmpOutcome::timeout) << answer.detail;
  EXPECT_GE(since(start), milliseconds(2900));
  EXPECT_LE(since(start), milliseconds(6000));
  EXPECT_EQ(dead.asked(), 2);  // once more, as configured
}

INSTANTIATE_TEST_SUITE_P(Versions, DeadAgents,
                         ::testing::Values(DeadCase{"V1", SnmpVersion::v1, ""},
                                           DeadCase{"V2c", SnmpVersion::v2c, ""},
                                           DeadCase{"V3", SnmpVersion::v3, ""},
                                           DeadCase{"V3Pinned", SnmpVersion::v3, "\x80\x01\x02\x03\x04\x05"}),
                         [](const auto& each) { return each.param.name; });

TEST_F(BadAgents, AClosedPortIsUnreachableAtOnce) {
  const auto port = test::free_udp_port();
  for (const auto version : {SnmpVersion::v1, SnmpVersion::v3}) {
    auto agent = user_agent(port);
    agent.version = version;
    agent.timeout_ms = 20000;
    worker_.send(agent);
    const auto start = steady_clock::now();
    for (int i = 0; i < 3; ++i) {
      const auto answer = worker_.ask_and_wait(1, snmp_get({kModel}));
      EXPECT_EQ(answer.outcome, SnmpOutcome::unreachable);
      EXPECT_EQ(answer.detail, "Connection refused");
    }
    EXPECT_LT(since(start), milliseconds(15000));  // one alone would have waited for longer
  }
}

TEST_F(BadAgents, AnAgentThatComesBackIsHeardAgain) {
  test::Snmpd snmpd(objects({user()}));
  worker_.send(user_agent(snmpd.port()));
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::ok);
  snmpd.stop();
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::unreachable);
  snmpd.start(objects({user()}));  // with the same engine id, but it has forgotten its boots and its clock
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::ok);
}

TEST_F(BadAgents, AnotherEngineIdIsFoundOut) {
  test::Snmpd snmpd(objects({user()}));
  auto agent = user_agent(snmpd.port());
  worker_.send(agent);
  ASSERT_TRUE(worker_.next<AgentEngine>());
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::ok);
  snmpd.start(objects({user()}, "80001f8803010203040506"));
  const auto answer = worker_.ask_and_wait(1, snmp_get({kModel}));
  EXPECT_EQ(answer.outcome, SnmpOutcome::ok) << answer.detail;
  const auto engine = worker_.next<AgentEngine>();
  ASSERT_TRUE(engine);
  EXPECT_EQ(engine->engine_id, std::string_view("\x80\x00\x1f\x88\x03\x01\x02\x03\x04\x05\x06", 11));
}

TEST_F(BadAgents, AGivenEngineIdSavesTheQuestion) {
  const test::Snmpd snmpd(objects({user()}));
  auto agent = user_agent(snmpd.port());
  agent.engine_id = std::string("\x80\x00\x1f\x88\x03\xaa\xbb\xcc\xdd\xee\xff", 11);
  worker_.send(agent);
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::ok);
  EXPECT_FALSE(worker_.next<AgentEngine>(milliseconds(0)));
}

TEST_F(BadAgents, AGivenEngineIdThatIsWrongIsFoundOut) {
  const test::Snmpd snmpd(objects({user()}));
  auto agent = user_agent(snmpd.port());
  agent.engine_id = std::string("\x80\x00\x1f\x88\x03\x09\x09\x09\x09\x09\x09", 11);
  worker_.send(agent);
  const auto answer = worker_.ask_and_wait(1, snmp_get({kModel}));
  EXPECT_EQ(answer.outcome, SnmpOutcome::ok) << answer.detail;
}

// v1's GetResponse to what was asked, with the request's id, or whatever `command` makes of it.
std::string response(const std::string& question, const std::string& varbinds, char command = '\xA2') {
  // Our requests: SEQUENCE, version, community "private", PDU, in which the request's id is the first field.
  const auto id = question.find("private") + 7 + 2;
  const auto id_field = question.substr(id, static_cast<std::size_t>(question[id + 1]) + 2);
  const auto no_error = ber('\x02', {'\0'}) + ber('\x02', {'\0'});
  const auto pdu = ber(command, id_field + no_error + ber('\x30', varbinds));
  return ber('\x30', ber('\x02', {'\0'}) + ber('\x04', "private") + pdu);
}

std::string varbind(const std::string& last_arcs) {
  const auto oid = std::string("\x2B\x06\x01\x04\x01\x9D\x60\x01\x01\x07", 10) + last_arcs;
  return ber('\x30', ber('\x06', oid) + ber('\x02', {'\x05'}));
}
const std::string kModelIs5 = varbind({'\x01', '\x01', '\0'});
const std::string kOtherIs5 = varbind({'\x01', '\x02', '\0'});

struct BadCase {
  const char* name;
  FakeAgent::Answer answer;
  SnmpOutcome outcome;
  const char* detail;
};

class BadAnswers : public BadAgents, public ::testing::WithParamInterface<BadCase> {};

TEST_P(BadAnswers, AreToldAndHarmNobody) {
  const FakeAgent fake(GetParam().answer);
  worker_.send(community_agent(good_.port(), SnmpVersion::v2c, 9));
  auto agent = community_agent(fake.port(), SnmpVersion::v1);
  // What is malformed is told when the time is over; what isn't, at once, however long a busy machine needs.
  agent.timeout_ms = GetParam().outcome == SnmpOutcome::ok ? 5000 : 400;
  agent.retries = 1;
  worker_.send(agent);
  const auto answer = worker_.ask_and_wait(1, snmp_get({kModel}));
  EXPECT_EQ(answer.outcome, GetParam().outcome) << answer.detail;
  EXPECT_EQ(answer.detail, GetParam().detail);
  EXPECT_EQ(answer.values.size(), GetParam().outcome == SnmpOutcome::ok ? 1U : 0U);
  expect_good_agent_answers();
  EXPECT_EQ(worker_.err(), "");
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, BadAnswers,
    ::testing::Values(
        BadCase{"None", [](const std::string& question) { return response(question, kModelIs5); },
                SnmpOutcome::ok, ""},
        BadCase{"Text", [](const std::string&) { return std::string("HTTP/1.1 400 Bad Request\r\n\r\n"); },
                SnmpOutcome::bad_answer, "what it sends is malformed"},
        BadCase{"OneByte", [](const std::string&) { return std::string("0"); }, SnmpOutcome::bad_answer,
                "what it sends is malformed"},
        BadCase{"Truncated",
                [](const std::string& question) {
                  auto answer = response(question, kModelIs5);
                  answer.resize(answer.size() - 3);
                  return answer;
                },
                SnmpOutcome::bad_answer, "what it sends is malformed"},
        BadCase{"Echo", [](const std::string& question) { return question; }, SnmpOutcome::timeout, ""},
        BadCase{"AnotherObject", [](const std::string& question) { return response(question, kOtherIs5); },
                SnmpOutcome::bad_answer, "it is about other objects than were asked for"},
        BadCase{"TooMany",
                [](const std::string& question) { return response(question, kModelIs5 + kOtherIs5); },
                SnmpOutcome::bad_answer, "it has more values than were asked for"},
        BadCase{"TooFew", [](const std::string& question) { return response(question, ""); },
                SnmpOutcome::bad_answer, "it has fewer values than were asked for"},
        BadCase{"AnotherId",
                [](const std::string& question) {
                  auto changed = question;
                  changed[question.find("private") + 7 + 4] ^= 1;
                  return response(changed, kModelIs5);
                },
                SnmpOutcome::timeout, ""},
        BadCase{"Trap", [](const std::string& question) { return response(question, kModelIs5, '\xA7'); },
                SnmpOutcome::timeout, ""}),
    [](const auto& each) { return each.param.name; });

std::string long_ber(char tag, const std::string& content) {
  return std::string{tag, '\x83', static_cast<char>(content.size() >> 16U),
                     static_cast<char>(content.size() >> 8U), static_cast<char>(content.size())} +
         content;
}

TEST_F(BadAgents, AnAnswerThatIsTooLongForTheGatewayIsToldSo) {
  // 127 bytes of an OID are some 500 characters, and the values are OIDs as well.
  const FakeAgent fake([](const std::string& question) {
    const auto id = question.find("private") + 7 + 2;
    const auto id_field = question.substr(id, static_cast<std::size_t>(question[id + 1]) + 2);
    const auto oid = ber('\x06', "\x2B" + std::string(120, '\x7F'));
    std::string varbinds;
    for (int i = 0; i < 240; ++i) varbinds += long_ber('\x30', oid + oid);
    const auto no_error = ber('\x02', {'\0'}) + ber('\x02', {'\0'});
    const auto pdu = long_ber('\xA2', id_field + no_error + long_ber('\x30', varbinds));
    return long_ber('\x30', ber('\x02', {'\1'}) + ber('\x04', "private") + pdu);
  });
  worker_.send(community_agent(good_.port(), SnmpVersion::v2c, 9));
  worker_.send(community_agent(fake.port()));
  for (int i = 0; i < 2; ++i) {
    const auto answer = worker_.ask_and_wait(1, test::snmp_bulk({kColumn}, 1000));
    EXPECT_EQ(answer.outcome, SnmpOutcome::bad_answer);
    EXPECT_EQ(answer.detail, "it is too long");
    EXPECT_TRUE(answer.values.empty());
  }
  expect_good_agent_answers();
}

TEST_F(BadAgents, AWrongAnswerToTheQuestionForTheEngineIdIsNotTheLastOne) {
  std::atomic<bool> is_bad = true;
  // The question has neither engine nor user; with its command changed it is a Report, which has no engine
  // either.
  const FakeAgent fake([&is_bad](const std::string& question) {
    auto answer = question;
    answer[question.find('\xA0')] = '\xA8';
    return is_bad ? answer : std::string{};
  });
  auto agent = user_agent(fake.port());
  agent.timeout_ms = 200;
  agent.retries = 0;
  worker_.send(agent);
  for (int i = 0; i < 3; ++i) {
    const auto answer = worker_.ask_and_wait(1, snmp_get({kModel}));
    EXPECT_EQ(answer.outcome, SnmpOutcome::bad_answer) << answer.detail;
    EXPECT_EQ(answer.detail, "what it sends is malformed");
  }
  is_bad = false;
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::timeout);
  EXPECT_GE(fake.asked(), 4);
}

TEST_F(BadAgents, ChangedBytesNeverEndTheWorker) {
  for (const auto version : {SnmpVersion::v1, SnmpVersion::v3}) {
    std::mt19937 random(42);
    // Answers like a device that mangles: the question itself, as a response or report, with some bytes
    // changed.
    const FakeAgent fake([&random](const std::string& question) {
      auto answer = question;
      for (auto& byte : answer) {
        if (random() % 24 == 0) byte = static_cast<char>(random());
        if (byte == '\xA0') byte = random() % 2 == 0 ? '\xA2' : '\xA8';
      }
      if (random() % 4 == 0) answer.resize(random() % answer.size());
      return answer;
    });
    auto agent = user_agent(fake.port());
    agent.version = version;
    agent.engine_id = random() % 2 == 0 ? "" : "\x80\x01\x02\x03\x04\x05";
    agent.timeout_ms = 2;
    agent.retries = 20;
    worker_.send(agent);
    for (int i = 0; i < 2000 && fake.asked() < 1000; ++i)
      (void)worker_.ask_and_wait(1, snmp_get({kModel, kColumn + ".1"}));
    EXPECT_GE(fake.asked(), 1000);
  }
  worker_.send(community_agent(good_.port(), SnmpVersion::v2c, 9));
  expect_good_agent_answers();
}

}  // namespace
}  // namespace bmsgw::snmp_worker
