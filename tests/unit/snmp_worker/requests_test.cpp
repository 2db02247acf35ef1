#include <filesystem>

#include <gtest/gtest.h>

#include "worker_rig.hpp"

namespace bmsgw::snmp_worker {
namespace {

using codec::snmp::AgentAnswer;
using codec::snmp::AgentEngine;
using codec::snmp::OpenAgent;
using core::SnmpAbsent;
using core::SnmpOutcome;
using core::SnmpValue;
using core::SnmpVersion;
using test::snmp_bulk;
using test::snmp_get;
using test::snmp_next;
using test::snmp_set;

const std::string kFirmware = "1.3.6.1.4.1.3808.1.1.7.1.3.0";
const std::string kGauge = "1.3.6.1.4.1.3808.1.1.7.1.5.0";

test::SnmpdOptions more_objects() {
  auto options = objects();
  options.more.push_back("override " + kFirmware + " object_id 1.3.6.1.4.1.3808");
  options.more.push_back("override " + kGauge + " uinteger 4000000000");
  return options;
}

class SnmpRequests : public ::testing::Test {
 protected:
  test::SnmpWorkerClient worker_;
};

TEST_F(SnmpRequests, GetGivesTheValuesInTheOrderOfTheRequest) {
  const test::Snmpd snmpd(more_objects());
  worker_.send(community_agent(snmpd.port()));
  const auto answer = worker_.ask_and_wait(1, snmp_get({kColumn + ".2", kModel, kFirmware, kGauge}));
  ASSERT_EQ(answer.outcome, SnmpOutcome::ok) << answer.detail;
  const std::vector<SnmpValue> expected{std::int64_t{1322}, std::string_view("BM100"),
                                        std::string_view("1.3.6.1.4.1.3808"), std::int64_t{4000000000}};
  EXPECT_EQ(answer.values, expected);
  EXPECT_TRUE(answer.oids.empty());
  EXPECT_GT(answer.took_us, 0U);
}

TEST_F(SnmpRequests, NextAndBulkGiveTheNamesToo) {
  const test::Snmpd snmpd(more_objects());
  worker_.send(community_agent(snmpd.port()));
  const auto next = worker_.ask_and_wait(1, snmp_next({kColumn, kModel}));
  ASSERT_EQ(next.outcome, SnmpOutcome::ok) << next.detail;
  EXPECT_EQ(next.oids, (std::vector<std::string_view>{kColumn + ".1", kFirmware}));
  EXPECT_EQ(next.values.at(0), SnmpValue(std::int64_t{1321}));
  const auto bulk = worker_.ask_and_wait(1, snmp_bulk({kColumn}, 3));
  ASSERT_EQ(bulk.outcome, SnmpOutcome::ok) << bulk.detail;
  EXPECT_EQ(bulk.oids, (std::vector<std::string_view>{kColumn + ".1", kColumn + ".2", kColumn + ".3"}));
  EXPECT_EQ(bulk.values,
            (std::vector<SnmpValue>{std::int64_t{1321}, std::int64_t{1322}, std::int64_t{1323}}));
}

TEST_F(SnmpRequests, SetIsDoneOrRefused) {
  const test::Snmpd snmpd(objects());
  worker_.send(community_agent(snmpd.port()));
  const auto done = worker_.ask_and_wait(1, snmp_set({{kColumn + ".1", std::int64_t{1500}}}));
  ASSERT_EQ(done.outcome, SnmpOutcome::ok) << done.detail;
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kColumn + ".1"})).values,
            std::vector<SnmpValue>{std::int64_t{1500}});
  const auto refused = worker_.ask_and_wait(1, snmp_set({{kColumn + ".1", std::string("text")}}));
  EXPECT_EQ(refused.outcome, SnmpOutcome::error);
  EXPECT_NE(refused.error_status, 0U);
}

TEST_F(SnmpRequests, AnAbsentObjectOfV1FailsTheRequestAndIsNamed) {
  const test::Snmpd snmpd(more_objects());
  worker_.send(community_agent(snmpd.port(), SnmpVersion::v1));
  const auto answer = worker_.ask_and_wait(1, snmp_get({kModel, kNothing, kGauge}));
  EXPECT_EQ(answer.outcome, SnmpOutcome::error);
  EXPECT_EQ(answer.error_status, core::kSnmpNoSuchName);
  EXPECT_EQ(answer.error_index, 2U);
  EXPECT_TRUE(answer.values.empty());
}

TEST_F(SnmpRequests, AnAbsentObjectOfV2IsAbsentAlone) {
  const test::Snmpd snmpd(objects());
  worker_.send(community_agent(snmpd.port()));
  const auto answer = worker_.ask_and_wait(1, snmp_get({kModel, kNothing, "1.3.6.1.2.1.1.3.99"}));
  ASSERT_EQ(answer.outcome, SnmpOutcome::ok) << answer.detail;
  EXPECT_EQ(answer.values, (std::vector<SnmpValue>{std::string_view("BM100"), SnmpAbsent::no_such_object,
                                                   SnmpAbsent::no_such_instance}));
  const auto end = worker_.ask_and_wait(1, snmp_next({"2.99"}));
  ASSERT_EQ(end.outcome, SnmpOutcome::ok);
  EXPECT_EQ(end.values, std::vector<SnmpValue>{SnmpAbsent::end_of_view});
}

TEST_F(SnmpRequests, WhatIsNoRequestIsRefusedAndTheNextOneGoesOn) {
  const test::Snmpd snmpd(objects());
  worker_.send(community_agent(snmpd.port(), SnmpVersion::v1));
  for (const auto& request :
       {snmp_get({}), snmp_get({"1"}), snmp_get({"1.3.x"}), snmp_bulk({kColumn}, 3), snmp_set({})})
    EXPECT_EQ(worker_.ask_and_wait(1, request).outcome, SnmpOutcome::bad_answer);
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::ok);
}

TEST_F(SnmpRequests, AnAgentThatIsNotOpenIsNotAsked) {
  const test::Snmpd snmpd(objects());
  EXPECT_EQ(worker_.ask_and_wait(7, snmp_get({kModel})).outcome, SnmpOutcome::worker_down);
  worker_.send(community_agent(snmpd.port(), SnmpVersion::v1, 7));
  EXPECT_EQ(worker_.ask_and_wait(7, snmp_get({kModel})).outcome, SnmpOutcome::ok);
  worker_.send(codec::snmp::CloseAgent{7});
  EXPECT_EQ(worker_.ask_and_wait(7, snmp_get({kModel})).outcome, SnmpOutcome::worker_down);
}

TEST_F(SnmpRequests, EightRequestsAreUnderWayAtOnce) {
  const test::Snmpd snmpd(objects());
  worker_.send(community_agent(snmpd.port()));
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 8; ++i) ids.push_back(worker_.ask(1, snmp_get({kModel})));
  for (const auto id : ids) EXPECT_EQ(worker_.answer_to(id).outcome, SnmpOutcome::ok);
}

TEST_F(SnmpRequests, AWrongCommunityIsSilence) {
  const test::Snmpd snmpd(objects());
  auto agent = community_agent(snmpd.port());
  agent.community = "wrong";
  agent.timeout_ms = 100;
  agent.retries = 1;
  worker_.send(agent);
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::timeout);
}

struct UserCase {
  const char* name;
  const char* auth;
  const char* priv;
  core::SnmpAuth our_auth;
  core::SnmpPriv our_priv;
};

class SnmpUsers : public ::testing::TestWithParam<UserCase> {};

TEST_P(SnmpUsers, V3GivesTheValues) {
  const test::Snmpd snmpd(objects({user(GetParam().auth, GetParam().priv)}));
  test::SnmpWorkerClient worker;
  auto agent = user_agent(snmpd.port());
  agent.auth = GetParam().our_auth;
  agent.priv = GetParam().our_priv;
  worker.send(agent);
  const auto engine = worker.next<AgentEngine>();
  ASSERT_TRUE(engine);
  EXPECT_EQ(engine->engine_id, std::string_view("\x80\x00\x1f\x88\x03\xaa\xbb\xcc\xdd\xee\xff", 11));
  const auto answer = worker.ask_and_wait(1, snmp_get({kModel, kNothing}));
  ASSERT_EQ(answer.outcome, SnmpOutcome::ok) << answer.detail;
  EXPECT_EQ(answer.values, (std::vector<SnmpValue>{std::string_view("BM100"), SnmpAbsent::no_such_object}));
  EXPECT_EQ(worker.ask_and_wait(1, snmp_bulk({kColumn}, 3)).values.size(), 3U);
}

INSTANTIATE_TEST_SUITE_P(
    Levels, SnmpUsers,
    ::testing::Values(
        UserCase{"NoAuth", "", "", core::SnmpAuth::none, core::SnmpPriv::none},
        UserCase{"Md5", "MD5", "", core::SnmpAuth::md5, core::SnmpPriv::none},
        UserCase{"Md5Des", "MD5", "DES", core::SnmpAuth::md5, core::SnmpPriv::des},
        UserCase{"ShaAes", "SHA", "AES", core::SnmpAuth::sha1, core::SnmpPriv::aes128},
        UserCase{"Sha224Aes192", "SHA-224", "AES-192", core::SnmpAuth::sha224, core::SnmpPriv::aes192},
        UserCase{"ShaAes256", "SHA", "AES-256", core::SnmpAuth::sha1, core::SnmpPriv::aes256},
        UserCase{"Sha256", "SHA-256", "", core::SnmpAuth::sha256, core::SnmpPriv::none},
        UserCase{"Sha384Aes", "SHA-384", "AES", core::SnmpAuth::sha384, core::SnmpPriv::aes128},
        UserCase{"Sha512Aes256", "SHA-512", "AES-256", core::SnmpAuth::sha512, core::SnmpPriv::aes256}),
    [](const auto& each) { return each.param.name; });

struct RefusedCase {
  const char* name;
  void (*spoil)(OpenAgent& agent);
  const char* detail;  ///< part of it
};

class SnmpRefused : public ::testing::TestWithParam<RefusedCase> {};

TEST_P(SnmpRefused, IsSaidWithTheRemedyAndWithoutTheSecret) {
  const test::Snmpd snmpd(objects({user()}));
  test::SnmpWorkerClient worker;
  auto agent = user_agent(snmpd.port());
  agent.timeout_ms = 300;
  agent.retries = 1;
  GetParam().spoil(agent);
  worker.send(agent);
  const auto answer = worker.ask_and_wait(1, snmp_get({kModel}));
  EXPECT_EQ(answer.outcome, SnmpOutcome::denied);
  EXPECT_NE(answer.detail.find(GetParam().detail), std::string_view::npos) << answer.detail;
  EXPECT_EQ(answer.detail.find("spoilt"), std::string_view::npos) << answer.detail;
  EXPECT_EQ(worker.err(), "");
}

INSTANTIATE_TEST_SUITE_P(
    Reasons, SnmpRefused,
    ::testing::Values(RefusedCase{"AuthPassword",
                                  [](OpenAgent& agent) { agent.auth_password = "spoilt-password"; },
                                  "auth_password or auth don't match those of user operator"},
                      RefusedCase{"AuthKind", [](OpenAgent& agent) { agent.auth = core::SnmpAuth::sha256; },
                                  "auth_password or auth don't match"},
                      RefusedCase{"User", [](OpenAgent& agent) { agent.user = "nobody"; }, "no user nobody"},
                      RefusedCase{"PrivPassword",
                                  [](OpenAgent& agent) { agent.priv_password = "spoilt-password"; },
                                  "priv_password or priv"},
                      RefusedCase{"ShortPassword", [](OpenAgent& agent) { agent.auth_password = "spoilt"; },
                                  "fewer than the 8 characters"},
                      RefusedCase{"ShortSecret", [](OpenAgent& agent) { agent.priv_password = "spoilt"; },
                                  "priv_password has fewer than"}),
    [](const auto& each) { return each.param.name; });

TEST_F(SnmpRequests, ALevelThatTheUserMayNotUseIsSaid) {
  const test::Snmpd snmpd(objects({user("SHA", "")}));
  worker_.send(user_agent(snmpd.port()));
  const auto answer = worker_.ask_and_wait(1, snmp_get({kModel}));
  EXPECT_EQ(answer.outcome, SnmpOutcome::denied);
  EXPECT_NE(answer.detail.find("without auth or priv"), std::string_view::npos) << answer.detail;
}

TEST_F(SnmpRequests, TheSameUserWithOtherPasswordsAtTwoAgents) {
  const test::Snmpd first(objects({user()}));
  const test::Snmpd second(
      objects({user("SHA", "AES", "another-password", "another-secret")}, "80001f8803010203040506"));
  worker_.send(user_agent(first.port(), 1));
  auto other = user_agent(second.port(), 2);
  other.auth_password = "another-password";
  other.priv_password = "another-secret";
  worker_.send(other);
  for (int round = 0; round < 3; ++round) {
    const auto one = worker_.ask(1, snmp_get({kModel}));
    const auto two = worker_.ask(2, snmp_get({kModel}));
    EXPECT_EQ(worker_.answer_to(one).outcome, SnmpOutcome::ok);
    EXPECT_EQ(worker_.answer_to(two).outcome, SnmpOutcome::ok);
  }
}

TEST_F(SnmpRequests, TwoAgentsWithOneEngineIdKeepTheirPasswords) {
  const test::Snmpd first(objects({user()}));
  const test::Snmpd clone(objects({user("SHA", "AES", "another-password", "another-secret")}));
  worker_.send(user_agent(first.port(), 1));
  auto other = user_agent(clone.port(), 2);
  other.auth_password = "another-password";
  other.priv_password = "another-secret";
  worker_.send(other);
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::ok);
    EXPECT_EQ(worker_.ask_and_wait(2, snmp_get({kModel})).outcome, SnmpOutcome::ok);
  }
}

TEST_F(SnmpRequests, ChangedPasswordsOfAReopenedAgentCount) {
  const test::Snmpd snmpd(objects({user()}));
  auto agent = user_agent(snmpd.port());
  agent.auth_password = "wrong-password";
  worker_.send(agent);
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::denied);
  agent.auth_password = kPassword;
  worker_.send(agent);
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::ok);
  agent.auth_password = "wrong-password";
  worker_.send(agent);
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::denied);
}

TEST_F(SnmpRequests, WhatItWritesIsInItsStateFolderAndNoSecret) {
  const test::Snmpd snmpd(objects({user()}));
  worker_.send(user_agent(snmpd.port()));
  EXPECT_EQ(worker_.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::ok);
  worker_.hang_up();
  EXPECT_EQ(worker_.wait(), 0);
  EXPECT_EQ(worker_.err(), "");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(worker_.state_dir().path()))
    EXPECT_FALSE(entry.is_regular_file()) << entry.path();
}

}  // namespace
}  // namespace bmsgw::snmp_worker
