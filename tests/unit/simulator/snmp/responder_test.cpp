#include "simulator/snmp/responder.hpp"

#include <gtest/gtest.h>

namespace bmsgw::simulator::snmp {
namespace {

using core::SnmpVersion;
using Kind = Request::Kind;
using Type = Value::Type;

const Oid kNumber{1, 3, 1, 0}, kText{1, 3, 2, 0}, kFixed{1, 3, 3, 0}, kAbsent{1, 3, 3, 7},
    kUnknown{1, 3, 8, 0};

class Responder : public testing::Test {
 protected:
  void SetUp() override {
    tree_.add_scalar({1, 3, 1}, {.kept = {Value::integer(5)}, .writable = Column::Bounds{0, 9}});
    tree_.add_scalar({1, 3, 2}, {.kept = {Value::text("abc")}, .writable = Column::Bounds{0, 4}});
    tree_.add_scalar({1, 3, 3}, {.kept = {Value::integer(42)}});
  }
  Answer ask(Kind kind, SnmpVersion version, std::vector<Varbind> varbinds) {
    request_.kind = kind;
    request_.version = version;
    request_.varbinds = std::move(varbinds);
    return answer_of(request_, tree_, mood_);
  }

  MibTree tree_;
  AgentMood mood_{.answers_bulk = true};
  Request request_{.varbinds = {}, .may_write = true};
};

TEST_F(Responder, GetGivesValuesInOrder) {
  const auto answer = ask(Kind::get, SnmpVersion::v1, {{kFixed}, {kText}});
  EXPECT_EQ(answer.status, 0U);
  EXPECT_EQ(answer.varbinds,
            (std::vector<Varbind>{{kFixed, Value::integer(42)}, {kText, Value::text("abc")}}));
}

TEST_F(Responder, WhatIsAbsentFailsAllOfV1AndOneOfTheOthers) {
  const auto v1 = ask(Kind::get, SnmpVersion::v1, {{kFixed}, {kUnknown}, {kAbsent}});
  EXPECT_EQ(v1.status, core::kSnmpNoSuchName);
  EXPECT_EQ(v1.index, 2U);
  EXPECT_EQ(v1.varbinds, (std::vector<Varbind>{{kFixed}, {kUnknown}, {kAbsent}}));
  const auto v3 = ask(Kind::get, SnmpVersion::v3, {{kFixed}, {kUnknown}, {kAbsent}});
  EXPECT_EQ(v3.status, 0U);
  EXPECT_EQ(v3.varbinds[0].value, Value::integer(42));
  EXPECT_EQ(v3.varbinds[1].value.type, Type::no_such_object);
  EXPECT_EQ(v3.varbinds[2].value.type, Type::no_such_instance);
}

TEST_F(Responder, GetNextEndsAsTheVersionHasIt) {
  EXPECT_EQ(ask(Kind::get_next, SnmpVersion::v1, {{{1, 3}}}).varbinds.front().oid, kNumber);
  const auto v1 = ask(Kind::get_next, SnmpVersion::v1, {{kNumber}, {kFixed}});
  EXPECT_EQ(v1.status, core::kSnmpNoSuchName);
  EXPECT_EQ(v1.index, 2U);
  const auto v2 = ask(Kind::get_next, SnmpVersion::v2c, {{kNumber}, {kFixed}});
  EXPECT_EQ(v2.status, 0U);
  EXPECT_EQ(v2.varbinds[0].oid, kText);
  EXPECT_EQ(v2.varbinds[1].oid, kFixed);
  EXPECT_EQ(v2.varbinds[1].value.type, Type::end_of_view);
}

TEST_F(Responder, GetBulkRepeatsAndStopsAtTheEnd) {
  request_.non_repeaters = 1;
  request_.repetitions = 10;
  const auto answer = ask(Kind::get_bulk, SnmpVersion::v2c, {{kText}, {{1, 3}}});
  ASSERT_EQ(answer.varbinds.size(), 5U);
  EXPECT_EQ(answer.varbinds[0].oid, kFixed);
  EXPECT_EQ(answer.varbinds[1].oid, kNumber);
  EXPECT_EQ(answer.varbinds[3].oid, kFixed);
  EXPECT_EQ(answer.varbinds[4].value.type, Type::end_of_view);
}

TEST_F(Responder, GetBulkGivesWhatFits) {
  request_.repetitions = 3;
  request_.header_bytes = 30;
  request_.most_bytes = 30 + 11 + 2;  // 30 06 .. 2B 01 01 00, 02 01 05: the first, not the second
  const auto answer = ask(Kind::get_bulk, SnmpVersion::v2c, {{{1, 3}}});
  EXPECT_EQ(answer.status, 0U);
  EXPECT_EQ(answer.varbinds.size(), 1U);
}

TEST_F(Responder, GetBulkIsUnknownUnlessAllowed) {
  mood_.answers_bulk = false;
  EXPECT_EQ(ask(Kind::get_bulk, SnmpVersion::v3, {{{1, 3}}}).status, core::kSnmpGenErr);
}

TEST_F(Responder, AnAnswerThatDoesNotFitIsTooBig) {
  request_.most_bytes = 50;
  const auto v1 = ask(Kind::get, SnmpVersion::v1, {{kFixed}, {kText}});
  EXPECT_EQ(v1.status, core::kSnmpTooBig);
  EXPECT_EQ(v1.index, 0U);
  EXPECT_EQ(v1.varbinds.size(), 2U);
  EXPECT_TRUE(ask(Kind::get, SnmpVersion::v2c, {{kFixed}, {kText}}).varbinds.empty());
}

TEST_F(Responder, RefusedSets) {
  struct Case {
    const char* name;
    Varbind varbind;
    std::uint32_t v1, v3;
  };
  const Case cases[] = {
      {"no such object", {kUnknown, Value::integer(1)}, core::kSnmpNoSuchName, core::kSnmpNotWritable},
      {"no such instance", {{1, 3, 1, 9}, Value::integer(1)}, core::kSnmpNoSuchName, 11},
      {"read only", {kFixed, Value::integer(1)}, core::kSnmpNoSuchName, core::kSnmpNotWritable},
      {"another type", {kNumber, Value::text("1")}, core::kSnmpBadValue, 7},
      {"too much", {kNumber, Value::integer(10)}, core::kSnmpBadValue, 10},
      {"too long", {kText, Value::text("abcde")}, core::kSnmpBadValue, 8},
  };
  for (const auto& test : cases) {
    const std::vector<Varbind> varbinds{{kNumber, Value::integer(6)}, test.varbind};
    const auto v1 = ask(Kind::set, SnmpVersion::v1, varbinds);
    EXPECT_EQ(v1.status, test.v1) << test.name;
    EXPECT_EQ(v1.index, 2U) << test.name;
    EXPECT_EQ(ask(Kind::set, SnmpVersion::v3, varbinds).status, test.v3) << test.name;
    EXPECT_EQ(tree_.number({1, 3, 1}), 5) << test.name << ": all or nothing";
  }
}

TEST_F(Responder, SetsAllAndAnswersThem) {
  const std::vector<Varbind> varbinds{{kNumber, Value::integer(6)}, {kText, Value::text("xy")}};
  const auto answer = ask(Kind::set, SnmpVersion::v1, varbinds);
  EXPECT_EQ(answer.status, 0U);
  EXPECT_EQ(answer.varbinds, varbinds);
  EXPECT_EQ(ask(Kind::get, SnmpVersion::v1, {{kNumber}, {kText}}).varbinds, varbinds);
}

TEST_F(Responder, WhoMayNotWriteAndWhileAWebUserIsThere) {
  mood_.web_user = true;
  const std::vector<Varbind> varbinds{{kNumber, Value::integer(6)}};
  EXPECT_EQ(ask(Kind::set, SnmpVersion::v1, varbinds).status, core::kSnmpReadOnly);
  EXPECT_EQ(ask(Kind::set, SnmpVersion::v3, varbinds).status, core::kSnmpNoAccess);
  request_.may_write = false;
  EXPECT_EQ(ask(Kind::set, SnmpVersion::v1, varbinds).status, core::kSnmpNoSuchName);
  EXPECT_EQ(ask(Kind::set, SnmpVersion::v3, varbinds).status, core::kSnmpNoAccess);
  EXPECT_EQ(tree_.number({1, 3, 1}), 5);
}

}  // namespace
}  // namespace bmsgw::simulator::snmp
