#include <gtest/gtest.h>

#include "bmsgw/codec/snmp/agent_decoder.hpp"

#include "snmp_samples.hpp"

namespace bmsgw::codec::snmp {
namespace {

using namespace test;

/// The plan once everything is taken to be there.
Texts plan_of(const MapSpec& map) {
  AgentDecoder decoder(map);
  std::vector<core::Sample> samples;
  while (!decoder.reads().empty() && decoder.reads()[0].group == Read::kPresence) {
    decoder.on_lost(0, samples);
    decoder.replan();
  }
  EXPECT_TRUE(samples.empty());
  return shown(decoder);
}

TEST(SnmpPlan, AsksWhatThereIsBeforeAnythingElse) {
  const auto map = map_of({scalar("1.3.1.0"), scalar("1.3.2.7"), scalar("1.3.3.1"), column("1.3.4", 2),
                           in_group(1, scalar("1.3.1.0"))});
  const AgentDecoder decoder(map);
  EXPECT_EQ(shown(decoder), (Texts{"- next 1.3.1 1.3.2.6 1.3.3.0 1.3.4"}));
}

TEST(SnmpPlan, ReadsByGroupAndTablesByRow) {
  auto other_rows = column("1.3.9", 2);
  other_rows.place.first_index = 0;
  const auto map = map_of({in_group(1, scalar("1.3.1.0")), column("1.3.4", 3), scalar("1.3.2.0"),
                           column("1.3.5", 3), column("1.3.6", 2), other_rows});
  EXPECT_EQ(plan_of(map),
            (Texts{"0 get 1.3.2.0 1.3.4.1 1.3.5.1 1.3.4.2 1.3.5.2 1.3.4.3 1.3.5.3 1.3.6.1 1.3.6.2 "
                   "1.3.9.0 1.3.9.1",
                   "1 get 1.3.1.0"}));
}

TEST(SnmpPlan, AsksOnceForWhatSeveralPointsWant) {
  const auto map = map_of({scalar("1.3.1.0"), column("1.3.4", 2), text("1.3.1.0"), column("1.3.4", 2)});
  EXPECT_EQ(plan_of(map), (Texts{"0 get 1.3.1.0 1.3.4.1 1.3.4.2"}));
}

TEST(SnmpPlan, StaysWithinTheLimits) {
  const std::vector<PointSpec> points{scalar("1.3.1.0"), text("1.3.2.0"), column("1.3.300000.4", 3)};
  EXPECT_EQ(plan_of(map_of(points, {2, 1400, false})),
            (Texts{"0 get 1.3.1.0 1.3.2.0", "0 get 1.3.300000.4.1 1.3.300000.4.2", "0 get 1.3.300000.4.3"}));
  // 180 of the message, 15 (1.3.1.0: 3), 47, 18 (1.3.300000.4.1: 6)
  EXPECT_EQ(plan_of(map_of(points, {40, 180 + 15 + 47, false})),
            (Texts{"0 get 1.3.1.0 1.3.2.0", "0 get 1.3.300000.4.1 1.3.300000.4.2 1.3.300000.4.3"}));
  EXPECT_EQ(plan_of(map_of(points, {40, 180 + 15 + 46, false})),
            (Texts{"0 get 1.3.1.0", "0 get 1.3.2.0", "0 get 1.3.300000.4.1 1.3.300000.4.2 1.3.300000.4.3"}));
  EXPECT_EQ(plan_of(map_of(points, {40, 0, false})).size(), 5U);
}

TEST(SnmpPlan, TablesGoByBulkWhereItIsAllowed) {
  auto from_zero = column("1.3.7", 2);
  from_zero.place.first_index = 0;
  const std::vector<PointSpec> points{scalar("1.3.1.0"), column("1.3.4", 5), column("1.3.5", 5), from_zero};
  EXPECT_EQ(plan_of(map_of(points, {5, 1400, true})),
            (Texts{"0 get 1.3.1.0", "0 bulk 1.3.4.0 1.3.5.0 x2", "0 bulk 1.3.4.2 1.3.5.2 x2",
                   "0 bulk 1.3.4.4 1.3.5.4 x1", "0 bulk 1.3.7 x2"}));
  EXPECT_EQ(plan_of(map_of(points, {1, 1400, true})).size(), 1 + 5 + 5 + 2U);
}

TEST(SnmpDecoder, GivesOutListsWhenTheyAreWhole) {
  Rig rig(map_of({scalar("1.3.1.0", format_of(0.1, 1)), text("1.3.2.0"), column("1.3.4", 3, format_of(0.01))},
                 {2, 1400, false}));
  rig.agent.objects = {{"1.3.1.0", 235},
                       {"1.3.2.0", "BM100"},
                       {"1.3.4.1", 1200},
                       {"1.3.4.2", "1210"},
                       {"1.3.4.3", core::SnmpAbsent::null}};
  EXPECT_EQ(rig.poll(), (Texts{"0 real 23.5", "1 \"BM100\"", "2 [12 12.1 -]"}));
  rig.samples.clear();
  const auto before = rig.decoder.reads().size();
  ASSERT_EQ(before, 3U);
  rig.ask(1);
  EXPECT_TRUE(rig.samples.empty());
  rig.decoder.on_lost(2, rig.samples);
  EXPECT_EQ(rig.told_now(), (Texts{"2 [12 12.1 -]"}));
  rig.decoder.on_lost(0, rig.samples);
  EXPECT_EQ(rig.told_now(), (Texts{"0 unavailable", "1 unavailable"}));
  rig.ask(2);
  rig.decoder.on_all_lost(rig.samples);
  EXPECT_EQ(rig.told_now(), (Texts{"0 unavailable", "1 unavailable", "2 unavailable"}));
  rig.ask(1);
  EXPECT_TRUE(rig.samples.empty()) << "what was heard before all was lost counts no more";
}

TEST(SnmpDecoder, AnswersThatDoNotFitAreLost) {
  Rig rig(map_of({scalar("1.3.1.0"), column("1.3.4", 2)}));
  rig.agent.objects = {{"1.3.1.0", 7}};
  rig.agent.add_column("1.3.4", 1, 2, 10);
  EXPECT_EQ(rig.poll(), (Texts{"0 7", "1 [10 11]"}));
  const std::vector<core::SnmpValue> two{1, 2};
  rig.decoder.on_answer(0, two, {}, rig.samples);
  EXPECT_EQ(rig.told_now(), (Texts{"0 unavailable", "1 unavailable"}));
}

TEST(SnmpDecoder, ListsAreAsLongAsTheirTellerSays) {
  Rig rig(map_of({scalar("1.3.1.0"), counted_by(0, column("1.3.4", 4))}));
  rig.agent.objects = {{"1.3.1.0", 2}};
  rig.agent.add_column("1.3.4", 1, 6, 10);
  EXPECT_EQ(rig.poll(), (Texts{"0 2", "1 [10 11]"}));
  EXPECT_EQ(shown(rig.decoder), (Texts{"0 get 1.3.1.0 1.3.4.1 1.3.4.2"}));
  rig.agent.objects["1.3.1.0"] = 6;
  EXPECT_EQ(rig.poll(), (Texts{"0 6", "1 [10 11 12 13]"}));
  const auto cut = rig.decoder.take_cut();
  ASSERT_EQ(cut.size(), 1U);
  EXPECT_EQ(cut[0].point, 1U);
  EXPECT_EQ(cut[0].told, 6);
  rig.poll();
  EXPECT_TRUE(rig.decoder.take_cut().empty()) << "each once";
  rig.agent.objects["1.3.1.0"] = 0;
  EXPECT_EQ(rig.poll(), (Texts{"0 0", "1 unavailable"}));
  rig.agent.objects["1.3.1.0"] = core::SnmpAbsent::null;
  EXPECT_EQ(rig.poll(), (Texts{"0 unavailable", "1 unavailable"}));
  rig.decoder.on_lost(0, rig.samples);
  EXPECT_EQ(rig.told_now(), (Texts{"0 unavailable", "1 unavailable"}));
}

TEST(SnmpDecoder, ColumnsThatWereEmptyAreTriedWhenTheirTellerSaysMore) {
  Rig rig(map_of({scalar("1.3.1.0"), counted_by(0, column("1.3.4", 4))}));
  rig.agent.objects = {{"1.3.1.0", 0}, {"1.3.9.0", 0}};
  EXPECT_EQ(rig.poll(), (Texts{"0 0", "1 unavailable"}));
  EXPECT_EQ(rig.decoder.absent(), 1U);
  rig.agent.objects["1.3.1.0"] = 2;
  rig.agent.add_column("1.3.4", 1, 2, 10);
  EXPECT_EQ(rig.poll(), (Texts{"0 2", "1 [10 11]"}));
  EXPECT_EQ(rig.decoder.absent(), 0U);
}

struct FormatCase {
  const char* name;
  core::SnmpValue unit;
  const char* expected;
};
class SnmpFormatChoice : public testing::TestWithParam<FormatCase> {};
TEST_P(SnmpFormatChoice, IsThatOfTheTellersCode) {
  auto fahrenheit = format_of(1.0 / 180, 2);
  fahrenheit.offset = -3200;
  const std::vector<std::pair<std::int64_t, core::FieldFormat>> formats{{1, format_of(0.01)},
                                                                        {2, fahrenheit}};
  Rig rig(map_of({chosen_by(2, formats, scalar("1.3.1.0")), chosen_by(2, formats, column("1.3.4", 1)),
                  scalar("1.3.2.0", format_of(5))}));
  rig.agent.objects = {{"1.3.1.0", 6800}, {"1.3.2.0", GetParam().unit}, {"1.3.4.1", 6800}};
  const auto told = rig.poll();
  EXPECT_EQ(told.size(), 3U);
  EXPECT_EQ(told[1] + ", " + told[2], GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(Units, SnmpFormatChoice,
                         testing::Values(FormatCase{"Celsius", 1, "0 real 68, 1 [68]"},
                                         FormatCase{"Fahrenheit", "2", "0 real 20, 1 [20]"},
                                         FormatCase{"Unknown", 3, "0 unavailable, 1 unavailable"},
                                         FormatCase{"None", core::SnmpAbsent::null,
                                                    "0 unavailable, 1 unavailable"}),
                         [](const auto& test) { return test.param.name; });

TEST(SnmpDecoder, AFormatIsForgottenWithTheDevice) {
  Rig rig(map_of({scalar("1.3.2.0"), in_group(1, chosen_by(0, {{1, format_of(0.1)}}, scalar("1.3.1.0")))}));
  rig.agent.objects = {{"1.3.1.0", 30}, {"1.3.2.0", 1}};
  EXPECT_EQ(rig.poll(), (Texts{"0 1", "1 real 3"}));
  rig.decoder.on_all_lost(rig.samples);
  rig.samples.clear();
  rig.ask(1);
  EXPECT_EQ(rig.told_now(), (Texts{"1 unavailable"}));
}

TEST(SnmpDecoder, BulkAnswersAreTakenByTheirNames) {
  Rig rig(map_of({column("1.3.4", 4), column("1.3.5", 4)}, {8, 1400, true}));
  rig.agent.is_v1 = false;
  rig.agent.objects = {{"1.3.4.1", 11}, {"1.3.4.2", 12}, {"1.3.4.4", 14},
                       {"1.3.5.2", 22}, {"1.3.5.9", 29}, {"1.3.5.2.7", 99}};
  EXPECT_EQ(rig.poll(), (Texts{"0 [11 12 - 14]", "1 [- 22 - -]"}));
  ASSERT_EQ(shown(rig.decoder), (Texts{"0 bulk 1.3.4.0 1.3.5.0 x4"}));
  const std::vector<core::SnmpValue> values{1, 2, 3, 4, 5, 6, 7, 8};
  const std::vector<std::string_view> names{"1.3.4.3", "1.3.5.1", "1.3.4.2", "1.3.5.4",
                                            "1.3.4.5", "1.3.5.4", "",        "1.3.5."};
  rig.decoder.on_answer(0, values, names, rig.samples);
  EXPECT_EQ(rig.told_now(), (Texts{"0 [- - 1 -]", "1 [2 - - 4]"})) << "what is out of order isn't there";
  rig.decoder.on_answer(0, values, {}, rig.samples);
  EXPECT_EQ(rig.told_now(), (Texts{"0 unavailable", "1 unavailable"}));
}

TEST(SnmpDecoder, BulkAnswersThatAreCutAreAskedForInSmallerPieces) {
  Rig rig(map_of({column("1.3.4", 6), column("1.3.5", 6)}, {40, 1400, true}));
  rig.agent.is_v1 = false;
  rig.agent.most_varbinds = 5;  // two rows and a half
  rig.agent.add_column("1.3.4", 1, 6, 10);
  rig.agent.add_column("1.3.5", 1, 6, 20);
  EXPECT_EQ(rig.poll(), (Texts{"0 [10 11 12 13 14 15]", "1 [20 21 22 23 24 25]"}));
  EXPECT_EQ(rig.decoder.reads().size(), 3U);
}

TEST(SnmpDecoder, BulkAnswersMayEndWhereTheTableDoes) {
  Rig rig(map_of({column("1.3.4", 6)}, {40, 1400, true}));
  rig.agent.is_v1 = false;
  rig.agent.add_column("1.3.4", 1, 2, 10);
  EXPECT_EQ(rig.poll(), (Texts{"0 [10 11 - - - -]"}));
  const std::vector<core::SnmpValue> values{10, 11, core::SnmpAbsent::end_of_view};
  const std::vector<std::string_view> names{"1.3.4.1", "1.3.4.2", "1.3.4.2"};
  rig.decoder.on_answer(0, values, names, rig.samples);
  EXPECT_EQ(rig.told_now(), (Texts{"0 [10 11 - - - -]"}));
  EXPECT_FALSE(rig.decoder.is_outdated());
}

TEST(SnmpDecoder, RequestsBecomeSmallerUntilTheAgentTakesThem) {
  Rig rig(map_of({text("1.3.1.0"), column("1.3.4", 9)}));
  rig.agent.objects = {{"1.3.1.0", "x"}};
  rig.agent.add_column("1.3.4", 1, 9, 1);
  rig.agent.most_varbinds = 2;
  EXPECT_EQ(rig.poll(), (Texts{"0 \"x\"", "1 [1 2 3 4 5 6 7 8 9]"}));
  EXPECT_EQ(rig.decoder.reads().size(), 5U);
  EXPECT_TRUE(rig.decoder.on_too_big(0));
  rig.decoder.replan();
  EXPECT_EQ(rig.decoder.reads().size(), 10U);
  EXPECT_FALSE(rig.decoder.on_too_big(0));
  EXPECT_FALSE(rig.decoder.is_outdated());
}

}  // namespace
}  // namespace bmsgw::codec::snmp
