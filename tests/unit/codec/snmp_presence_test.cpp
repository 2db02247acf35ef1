// Which objects an agent has, and what becomes of the plan when it lacks some.
#include <gtest/gtest.h>

#include "bmsgw/codec/snmp/agent_decoder.hpp"

#include "snmp_samples.hpp"

namespace bmsgw::codec::snmp {
namespace {

using namespace test;
using core::SnmpAbsent;

struct PresenceCase {
  const char* name;
  PointSpec point;
  std::string next;  ///< whose value comes next
  core::SnmpValue value;
  bool present;
};
class SnmpNext : public testing::TestWithParam<PresenceCase> {};
TEST_P(SnmpNext, IsWhatGetNextSays) {
  const auto& [name, point, next, value, present] = GetParam();
  const auto map = map_of({point});
  AgentDecoder decoder(map);
  std::vector<core::Sample> samples;
  const std::vector<core::SnmpValue> values{value};
  const std::vector<std::string_view> oids{next};
  decoder.on_answer(0, values, oids, samples);
  EXPECT_EQ(shown(samples), present ? Texts{} : Texts{"unavailable"});
  EXPECT_EQ(decoder.absent(), present ? 0U : 1U);
  ASSERT_TRUE(decoder.is_outdated());
  decoder.replan();
  EXPECT_EQ(decoder.reads().size(), present ? 1U : 0U);
}
INSTANTIATE_TEST_SUITE_P(
    All, SnmpNext,
    testing::Values(PresenceCase{"Scalar", scalar("1.3.1.0"), "1.3.1.0", 1, true},
                    PresenceCase{"ScalarWithoutValue", scalar("1.3.1.0"), "1.3.1.0", SnmpAbsent::null, true},
                    PresenceCase{"OtherScalar", scalar("1.3.1.0"), "1.3.10.0", 1, false},
                    PresenceCase{"Instance", scalar("1.3.1.5"), "1.3.1.5", 1, true},
                    PresenceCase{"OtherInstance", scalar("1.3.1.5"), "1.3.1.6", 1, false},
                    PresenceCase{"End", scalar("1.3.1.0"), "1.3.1.0", SnmpAbsent::end_of_view, false},
                    PresenceCase{"NoObject", scalar("1.3.1.0"), "1.3.1.0", SnmpAbsent::no_such_object, false},
                    PresenceCase{"Column", column("1.3.1", 2), "1.3.1.1", 1, true},
                    PresenceCase{"ColumnOfManyIndexes", column("1.3.1", 2), "1.3.1.4.7", 1, true},
                    PresenceCase{"OtherColumn", column("1.3.1", 2), "1.3.11.1", 1, false},
                    PresenceCase{"TheColumnItself", column("1.3.1", 2), "1.3.1", 1, false},
                    PresenceCase{"NoName", column("1.3.1", 2), "", 1, false}),
    [](const auto& test) { return test.param.name; });

TEST(SnmpPresence, WhatIsStrangelyAnsweredIsTried) {
  const auto map = map_of({scalar("1.3.1.0"), scalar("1.3.2.0")});
  AgentDecoder decoder(map);
  std::vector<core::Sample> samples;
  const std::vector<core::SnmpValue> values{1};
  const std::vector<std::string_view> oids{"1.3.1.0"};
  decoder.on_answer(0, values, oids, samples);
  EXPECT_TRUE(samples.empty());
  decoder.replan();
  ASSERT_EQ(decoder.reads().size(), 1U);
  EXPECT_EQ(decoder.reads()[0].request.oids, "1.3.1.0\n1.3.2.0");
}

TEST(SnmpPresence, WhatAnOldAgentLacksIsNotAskedFor) {
  for (const bool is_v1 : {true, false}) {
    Rig rig(map_of(
        {scalar("1.3.1.0"), scalar("1.3.2.0"), column("1.3.4", 2), column("1.3.5", 2), scalar("1.3.6.0")}));
    rig.agent.is_v1 = is_v1;
    rig.agent.objects = {{"1.3.2.0", 2}};
    rig.agent.add_column("1.3.5", 1, 2, 10);
    EXPECT_EQ(rig.poll(), (Texts{"1 2", "3 [10 11]"}));
    EXPECT_EQ(rig.decoder.absent(), 3U);
    EXPECT_EQ(rig.decoder.reads().size(), 1U);
    EXPECT_EQ(rig.poll(), (Texts{"1 2", "3 [10 11]"})) << "what isn't there is unavailable once";
    rig.decoder.on_all_lost(rig.samples);
    EXPECT_EQ(rig.told_now().size(), 5U);
  }
}

TEST(SnmpPresence, WhatAppearsIsFoundByAskingAgain) {
  Rig rig(map_of({scalar("1.3.1.0"), scalar("1.3.2.0"), column("1.3.4", 3)}));
  rig.agent.objects = {{"1.3.2.0", 2}, {"1.3.4.1", 1}, {"1.3.9.0", 0}};
  EXPECT_EQ(rig.poll(), (Texts{"1 2", "2 [1 - -]"}));
  EXPECT_EQ(rig.decoder.absent(), 3U);
  rig.agent.objects["1.3.1.0"] = 1;
  rig.agent.objects["1.3.4.2"] = 2;
  EXPECT_EQ(rig.poll(), (Texts{"1 2", "2 [1 - -]"}));
  rig.decoder.ask_presence();
  EXPECT_TRUE(rig.decoder.is_outdated());
  rig.decoder.replan();
  ASSERT_EQ(rig.decoder.reads().size(), 2U) << "values go on as before";
  EXPECT_EQ(rig.decoder.reads()[0].group, Read::kPresence);
  rig.ask(1);
  EXPECT_EQ(rig.told_now(), (Texts{"1 2", "2 [1 - -]"}));
  EXPECT_EQ(rig.poll(), (Texts{"0 1", "1 2", "2 [1 2 -]"}));
  rig.agent.objects.erase("1.3.2.0");
  rig.decoder.ask_presence();
  rig.decoder.replan();
  rig.ask(0);
  EXPECT_EQ(rig.told_now(), (Texts{"1 unavailable"}));
}

/// The requests of a table of which the map has more rows than the device.
TEST(SnmpPresence, TheEndOfATableIsFoundByFewRequests) {
  for (const std::int64_t rows : {1, 3, 40, 159}) {
    Rig rig(map_of({column("1.3.4", 160), column("1.3.5", 160), column("1.3.6", 160)}));
    rig.agent.objects = {{"1.3.9.0", 0}};
    for (const auto* oid : {"1.3.4", "1.3.5", "1.3.6"}) rig.agent.add_column(oid, 1, rows, 0);
    const auto told = rig.poll();
    ASSERT_EQ(told.size(), 3U);
    EXPECT_EQ(rig.decoder.absent(), static_cast<std::size_t>(3 * (160 - rows)));
    const auto sweep = rig.decoder.reads().size();
    EXPECT_LE(rig.requests, 1 + 3 * 2 + 3 * (2 + sweep) + sweep) << rows;
  }
}

TEST(SnmpPresence, HolesInATableCostNoElement) {
  Rig rig(map_of({column("1.3.4", 8), column("1.3.5", 8)}));
  for (const auto* index : {"2", "3", "5", "8"}) rig.agent.objects["1.3.4." + std::string(index)] = 1;
  rig.agent.add_column("1.3.5", 1, 8, 20);
  EXPECT_EQ(rig.poll(), (Texts{"0 [- 1 1 - 1 - - 1]", "1 [20 21 22 23 24 25 26 27]"}));
  EXPECT_EQ(rig.decoder.absent(), 4U);
}

TEST(SnmpPresence, HolesAreLookedForAgainWithoutARefusal) {
  Rig rig(map_of({column("1.3.4", 8)}));
  rig.agent.add_column("1.3.4", 1, 8, 11);
  for (const auto* oid : {"1.3.4.1", "1.3.4.3", "1.3.4.5", "1.3.4.6", "1.3.4.8"})
    rig.agent.objects.erase(oid);
  EXPECT_EQ(rig.poll(), (Texts{"0 [- 12 - 14 - - 17 -]"}));
  rig.agent.objects["1.3.4.5"] = 15;
  rig.decoder.ask_presence();
  rig.decoder.replan();
  rig.requests = 0;
  EXPECT_EQ(rig.poll(), (Texts{"0 [- 12 - 14 15 - 17 -]"}));
  EXPECT_EQ(rig.requests, 1 + 4 + 1U) << "the column, what is missing from 3, 5, 6 and 8 on, the values";
  rig.agent.objects["1.3.4.1"] = 11;
  rig.agent.objects["1.3.4.8"] = 18;
  rig.decoder.ask_presence();
  rig.decoder.replan();
  EXPECT_EQ(rig.poll(), (Texts{"0 [11 12 - 14 15 - 17 18]"}));
  EXPECT_EQ(rig.decoder.absent(), 2U);
}

TEST(SnmpPresence, WhatGetNextNamesAndGetRefusesIsNotAskedForAgainAndAgain) {
  Rig rig(map_of({column("1.3.4", 3)}));
  rig.agent.add_column("1.3.4", 1, 3, 10);
  rig.poll();
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(rig.decoder.on_absent(rig.decoder.reads().size() - 1, 2, rig.samples));
    EXPECT_EQ(rig.poll(), (Texts{"0 [10 - 12]"}));
    EXPECT_EQ(shown(rig.decoder), (Texts{"0 get 1.3.4.1 1.3.4.3"}));
    rig.decoder.ask_presence();
    EXPECT_EQ(rig.poll(), (Texts{"0 [10 11 12]"})) << "but once in a while";
  }
}

TEST(SnmpPresence, AListWithoutAnyElementIsUnavailable) {
  Rig rig(map_of({column("1.3.4", 2)}));
  rig.agent.objects = {{"1.3.4.1", 1}, {"1.3.4.2", 2}};
  EXPECT_EQ(rig.poll(), (Texts{"0 [1 2]"}));
  rig.agent.objects = {{"1.3.4.7", 1}};
  EXPECT_FALSE(rig.decoder.on_absent(0, 0, rig.samples));
  EXPECT_FALSE(rig.decoder.on_absent(0, 3, rig.samples));
  EXPECT_FALSE(rig.decoder.is_outdated());
  rig.ask(0);
  rig.decoder.replan();
  ASSERT_EQ(rig.decoder.reads()[0].group, Read::kPresence);
  EXPECT_TRUE(rig.samples.empty());
  rig.ask(0);
  EXPECT_EQ(rig.told_now(), (Texts{"0 unavailable"}));
  rig.decoder.replan();
  EXPECT_TRUE(rig.decoder.reads().empty());
}

TEST(SnmpPresence, WithoutGetNextElementsAreGivenUpOneByOne) {
  Rig rig(map_of({column("1.3.4", 3)}));
  rig.decoder.on_lost(0, rig.samples);
  rig.decoder.replan();
  for (const auto* left : {"1.3.4.1\n1.3.4.3", "1.3.4.1"}) {
    EXPECT_TRUE(rig.decoder.on_absent(0, 2, rig.samples));
    rig.decoder.replan();
    rig.decoder.on_lost(0, rig.samples);  // the search for the next one
    rig.decoder.replan();
    ASSERT_EQ(rig.decoder.reads().size(), 1U);
    EXPECT_EQ(rig.decoder.reads()[0].request.oids, left);
  }
}

TEST(SnmpPresence, ListsAreReadAsFarAsTheMapGoesWhenTheirTellerIsAbsent) {
  Rig rig(map_of({scalar("1.3.1.0"), counted_by(0, column("1.3.4", 4))}));
  rig.agent.add_column("1.3.4", 1, 2, 10);
  EXPECT_EQ(rig.poll(), (Texts{"1 [10 11 - -]"}));
  Rig later(map_of({scalar("1.3.1.0"), counted_by(0, column("1.3.4", 4))}));
  later.agent.add_column("1.3.4", 1, 2, 10);
  later.agent.objects["1.3.1.0"] = 1;
  EXPECT_EQ(later.poll(), (Texts{"0 1", "1 [10]"}));
  later.agent.objects.erase("1.3.1.0");
  EXPECT_EQ(later.poll(), (Texts{"1 [10 11 - -]"}));
}

TEST(SnmpPresence, ARefusedColumnOfABulkReadIsAbsent) {
  Rig rig(map_of({column("1.3.4", 2), column("1.3.5", 2)}, {40, 1400, true}));
  rig.agent.is_v1 = false;
  rig.agent.add_column("1.3.4", 1, 2, 10);
  rig.agent.add_column("1.3.5", 1, 2, 20);
  rig.poll();
  EXPECT_TRUE(rig.decoder.on_absent(0, 2, rig.samples));
  EXPECT_EQ(rig.told_now(), (Texts{"1 unavailable"}));
  EXPECT_EQ(rig.poll(), (Texts{"0 [10 11]"}));
}

}  // namespace
}  // namespace bmsgw::codec::snmp
