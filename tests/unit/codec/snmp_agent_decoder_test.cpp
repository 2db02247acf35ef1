#include <algorithm>

#include <gtest/gtest.h>

#include "bmsgw/codec/snmp/agent_decoder.hpp"

#include "snmp_samples.hpp"

namespace bmsgw::codec::snmp {
namespace {

using namespace test;
using Kind = core::SnmpRequest::Kind;

/// `group kind oids`, joined by blanks.
std::string shown(const Read& read) {
  auto oids = read.request.oids;
  std::ranges::replace(oids, '\n', ' ');
  const char* const kinds[] = {"get", "next", "bulk"};
  const auto group = read.group == Read::kPresence ? "-" : std::to_string(read.group);
  auto text = group + " " + kinds[static_cast<std::size_t>(read.request.kind)] + " " + oids;
  if (read.request.kind == Kind::get_bulk) text += " x" + std::to_string(read.request.repetitions);
  return text;
}
Texts shown(const AgentDecoder& decoder) {
  Texts texts;
  for (const auto& read : decoder.reads()) texts.push_back(shown(read));
  return texts;
}

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

}  // namespace
}  // namespace bmsgw::codec::snmp
