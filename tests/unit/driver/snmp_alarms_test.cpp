#include <gtest/gtest.h>

#include "snmp_harness.hpp"

namespace bmsgw::driver {
namespace {

constexpr const char* kRoot = "1.3.6.1.4.1.3808";
constexpr const char* kAlarms = "1.3.6.1.4.1.3808.1.1.7.5.5.1.6";
constexpr const char* kStrings = "1.3.6.1.4.1.3808.1.1.7.5.3.1.3";
constexpr const char* kBatteries = "1.3.6.1.4.1.3808.1.1.7.5.3.1.4";
constexpr const char* kEventId = "1.3.6.1.4.1.3808.2.2.6.0";
constexpr const char* kText = "1.3.6.1.4.1.3808.2.2.3.0";

using Event = SnmpSink::Event;

/// Four batteries in two strings, whose voltage alarms are polled each ten seconds and told by traps.
class SnmpAlarmsTest : public testing::Test {
 protected:
  SnmpAlarmsTest() {
    world_.add_group("VoltageAlarms", seconds(10));
    world_.add_group("Probes", seconds(60));
    world_.add_list(kAlarms, 4, 0);
    world_.add_list(kStrings, 4, 1);
    world_.add_list(kBatteries, 4, 1);
    const std::map<std::int64_t, std::string> states{
        {1, "normal"}, {2, "warnLow"}, {3, "warnHigh"}, {4, "alarmLow"}, {5, "alarmHigh"}};
    world_.plan.alarms = {{0, "voltage", {1}, states, {false, 1}, {false, 2}}};
    add_traps();
    set_alarms({1, 1, 1, 1});
    world_.agent.set_column(kStrings, {std::int64_t{1}, std::int64_t{1}, std::int64_t{2}, std::int64_t{2}});
    world_.agent.set_column(kBatteries, {std::int64_t{1}, std::int64_t{2}, std::int64_t{1}, std::int64_t{2}});
  }
  void add_traps() {
    using Role = core::SnmpTrapRole;
    auto& traps = world_.plan.traps;
    for (const auto& [number, severity] : {std::pair{"603", "alarm"}, std::pair{"605", "info"}}) {
      traps.traps.push_back({std::string(kRoot) + ".0." + number,
                             severity,
                             {Role::string, Role::battery, Role::event, Role::text},
                             std::nullopt});
    }
    traps.events[kEventId][101] = {"voltage", "{severity}Low", "", true};
    traps.events[kEventId][103] = {"voltage", "normal", "", true};
    traps.text = kText;
    traps.then_read = {"VoltageAlarms"};
  }
  void set_alarms(const std::vector<std::int64_t>& codes) {
    world_.agent.set_column(kAlarms, {codes.begin(), codes.end()});
  }
  void trap(const std::string& number, std::int64_t string, std::int64_t battery, std::int64_t event) {
    const auto name = std::string(kRoot) + ".0." + number;
    core::SnmpTrap trap{name, "127.0.0.1", {}};
    trap.varbinds = {{"1.3.6.1.4.1.3808.9.1", string},
                     {"1.3.6.1.4.1.3808.9.2", battery},
                     {kEventId, event},
                     {kText, std::string_view("battery voltage")}};
    world_.link.trap(trap, world_.now());
  }
  void start() {
    world_.start();
    world_.open();
    world_.run_for(seconds(5));
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& event : world_.sink.events) names.push_back(event.name + (event.by_trap ? " t" : " p"));
    return names;
  }

  SnmpWorld world_;
};

TEST_F(SnmpAlarmsTest, WithoutAlarmsNothingIsToldButThatThereAreNone) {
  start();
  world_.run_for(seconds(60));
  EXPECT_TRUE(world_.sink.events.empty());
  EXPECT_EQ(world_.sink.opens, (std::vector<std::size_t>{0}));
}

TEST_F(SnmpAlarmsTest, ATrapIsToldAtOnceAndThePollAfterItAgrees) {
  start();
  set_alarms({1, 1, 1, 4});
  trap("603", 2, 2, 101);
  EXPECT_EQ(names(), (std::vector<std::string>{"2/2/voltage alarmLow t"}));
  world_.run_for(seconds(30));
  EXPECT_EQ(world_.sink.events.size(), 1U);
  set_alarms({1, 1, 1, 1});
  trap("605", 2, 2, 103);
  world_.run_for(seconds(30));
  EXPECT_EQ(names(), (std::vector<std::string>{"2/2/voltage alarmLow t", "2/2/voltage normal t"}));
  EXPECT_EQ(world_.session->status().snmp->alarms, 0U);
}

TEST_F(SnmpAlarmsTest, WithTrapsLostPollsRaiseAndClear) {
  start();
  set_alarms({4, 1, 3, 1});
  world_.run_for(seconds(11));
  EXPECT_EQ(names(), (std::vector<std::string>{"1/1/voltage alarmLow p", "2/1/voltage warnHigh p"}));
  EXPECT_LT(world_.sink.events[0].unix_ms, world_.sink.events[1].unix_ms) << "a key has one value a time";
  set_alarms({1, 1, 5, 1});
  world_.run_for(seconds(11));
  EXPECT_EQ(world_.sink.events.size(), 4U);
  EXPECT_EQ(names()[2], "1/1/voltage normal p");
  EXPECT_EQ(names()[3], "2/1/voltage alarmHigh p");
  EXPECT_EQ(world_.session->status().snmp->alarms, 1U);
}

TEST_F(SnmpAlarmsTest, APollRepairsALostClear) {
  start();
  trap("603", 1, 2, 101);
  world_.run_for(seconds(5));
  EXPECT_EQ(names(), (std::vector<std::string>{"1/2/voltage alarmLow t", "1/2/voltage normal p"}));
}

TEST_F(SnmpAlarmsTest, EachOfSeveralCodesIsNormal) {
  world_.plan.alarms[0].normal = {1, 3};
  set_alarms({3, 4, 1, 1});
  start();
  EXPECT_EQ(names(), (std::vector<std::string>{"1/2/voltage alarmLow p"}));
  set_alarms({1, 3, 3, 1});
  world_.run_for(seconds(11));
  EXPECT_EQ(names().back(), "1/2/voltage normal p") << "whatever the map calls that code";
  EXPECT_EQ(world_.sink.events.size(), 2U);
}

TEST_F(SnmpAlarmsTest, WhoseNumberIsNoneIsNotJudged) {
  world_.agent.set_column(kStrings, {std::int64_t{0}, std::int64_t{1}, std::int64_t{2}, std::int64_t{2}});
  set_alarms({4, 5, 1, 1});
  start();
  EXPECT_EQ(names(), (std::vector<std::string>{"1/2/voltage alarmHigh p"}));
}

/// Traps give the index as one of their values, polls find it by its place in the table.
TEST_F(SnmpAlarmsTest, OneOfSeveralOfAKindIsCalledAlikeByTrapAndPoll) {
  const std::map<std::int64_t, std::string> states{{1, "normal"}, {4, "abnormal"}};
  world_.plan.alarms = {{0, "contact", {1}, states, {}, {}, true}};
  using Role = core::SnmpTrapRole;
  world_.plan.traps.traps = {{std::string(kRoot) + ".0.208",
                              "alarm",
                              {Role::ignore, Role::index},
                              core::SnmpEventMeaning{"contact", "abnormal", "", true}}};
  start();
  set_alarms({1, 1, 4, 1});
  const auto name = std::string(kRoot) + ".0.208";
  world_.link.trap({name, "127.0.0.1", {{"1.3.6.1.4.1.3808.9.1", "rack"}, {"1.3.6.1.4.1.3808.9.2", 3}}},
                   world_.now());
  EXPECT_EQ(names(), (std::vector<std::string>{"contact 3 abnormal t"}));
  world_.run_for(seconds(30));
  EXPECT_EQ(world_.sink.events.size(), 1U);
  set_alarms({4, 1, 1, 1});
  world_.run_for(seconds(11));
  EXPECT_EQ(names(),
            (std::vector<std::string>{"contact 3 abnormal t", "contact 1 abnormal p", "contact 3 normal p"}));
}

/// The answer to what was asked before the trap is older than the trap.
TEST_F(SnmpAlarmsTest, APollFromBeforeTheTrapSaysNothing) {
  start();
  bool is_trapped = false;
  world_.answer_with = [this, &is_trapped](const core::SnmpRequest& request) {
    auto reply = world_.agent.answer(request);
    if (request.oids.find(kAlarms) != std::string::npos && !std::exchange(is_trapped, true)) {
      trap("603", 1, 1, 101);
      set_alarms({4, 1, 1, 1});
    }
    return reply;
  };
  world_.run_for(seconds(30));
  ASSERT_TRUE(is_trapped);
  EXPECT_EQ(names(), (std::vector<std::string>{"1/1/voltage alarmLow t"}));
}

TEST_F(SnmpAlarmsTest, ATrapIsFollowedByAPollSoonButNotByManyInAFlood) {
  start();
  world_.asked.clear();
  for (int i = 0; i < 1000; ++i) trap("603", 1, 1, i % 2 == 0 ? 101 : 103);
  world_.run_for(seconds(4));
  EXPECT_GE(world_.asked.size(), 1U);
  EXPECT_LE(world_.asked.size(), 4U);
  EXPECT_LE(world_.sink.events.size(), 210U);
  EXPECT_GE(world_.session->status().snmp->dropped_events, 790U);
}

TEST_F(SnmpAlarmsTest, AnUnknownTrapIsCounted) {
  start();
  trap("999", 1, 1, 101);
  EXPECT_TRUE(world_.sink.events.empty());
  EXPECT_EQ(world_.session->status().snmp->unknown_traps, 1U);
}

TEST_F(SnmpAlarmsTest, OfASilentAgentItIsNotKnownWhichAlarmsAreOpen) {
  start();
  world_.answer_with = [](const core::SnmpRequest&) { return SnmpWorld::failure(SnmpOutcome::timeout); };
  world_.run_for(seconds(30));
  EXPECT_EQ(world_.sink.last[101].quality, core::Quality::unavailable);
}

/// A list of which a part was asked for before the trap.
TEST_F(SnmpAlarmsTest, AListThatBeganBeforeTheTrapSaysNothing) {
  world_.plan.map.limits.varbinds = 2;
  start();
  int part = 0;
  world_.answer_with = [this, &part](const core::SnmpRequest& request) {
    auto reply = world_.agent.answer(request);
    if (request.oids.find(kAlarms) != std::string::npos && ++part == 1) {
      trap("603", 1, 1, 101);
      set_alarms({4, 1, 1, 1});
    }
    return reply;
  };
  world_.run_for(seconds(30));
  ASSERT_GE(part, 4);
  EXPECT_EQ(names(), (std::vector<std::string>{"1/1/voltage alarmLow t"}));
}

TEST_F(SnmpAlarmsTest, AlarmsOfBatteriesThatAreNoLongerThereEnd) {
  start();
  set_alarms({1, 1, 1, 4});
  world_.run_for(seconds(11));
  ASSERT_EQ(names(), (std::vector<std::string>{"2/2/voltage alarmLow p"}));
  world_.agent.set_column(kBatteries, {std::int64_t{1}, std::int64_t{2}, std::int64_t{1}, std::int64_t{9}});
  set_alarms({1, 1, 1, 1});
  world_.run_for(seconds(70));
  EXPECT_EQ(names().back(), "2/2/voltage normal p");
  EXPECT_EQ(world_.session->status().snmp->alarms, 0U);
}

TEST_F(SnmpAlarmsTest, ATrapOfABatteryThatIsNotThereIsOverWithTheNextPoll) {
  start();
  trap("603", 7, 77, 101);
  EXPECT_EQ(world_.session->status().snmp->alarms, 1U);
  world_.run_for(seconds(15));
  EXPECT_EQ(names(), (std::vector<std::string>{"7/77/voltage alarmLow t", "7/77/voltage normal p"}));
}

TEST_F(SnmpAlarmsTest, WhatOnlyTrapsTellOfIsOverWhenTheAgentStartsAnew) {
  world_.plan.traps.events[kEventId][5] = {"communication", "lost", "", true};
  world_.plan.traps.traps.push_back({std::string(kRoot) + ".0.600", "alarm", {}, std::nullopt});
  start();
  trap("600", 0, 0, 5);
  ASSERT_EQ(world_.session->status().snmp->alarms, 1U);
  world_.run_for(seconds(120));
  EXPECT_EQ(world_.session->status().snmp->alarms, 1U);
  world_.agent.set("1.3.6.1.2.1.1.3.0", std::int64_t{5});
  world_.run_for(seconds(70));
  EXPECT_EQ(world_.session->status().snmp->alarms, 0U);
}

TEST_F(SnmpAlarmsTest, AllThatAreOpenAreToldOnceASecondInAFlood) {
  start();
  world_.sink.opens.clear();
  for (int i = 0; i < 1000; ++i) trap("603", 1, 100 + i, 101);
  EXPECT_LE(world_.sink.opens.size(), 10U);
  world_.run_for(milliseconds(400));
  world_.session->on_time(SnmpWorld::stamp(seconds(6)));
  EXPECT_EQ(world_.sink.opens.back(), 1000U);
  EXPECT_LE(world_.sink.opens.size(), 13U);
}

/// A restarted gateway doesn't know them yet, whatever is read first.
TEST_F(SnmpAlarmsTest, TheFirstThatIsToldOfAlarmsIsTrue) {
  set_alarms({1, 4, 1, 1});
  start();
  world_.run_for(seconds(2));
  EXPECT_EQ(world_.sink.opens, (std::vector<std::size_t>{1}));
}

/// "None" would be a lie.
TEST_F(SnmpAlarmsTest, OfAnAgentThatNeverAnsweredNoAlarmsAreTold) {
  world_.answer_with = [](const core::SnmpRequest&) { return SnmpWorld::failure(SnmpOutcome::timeout); };
  start();
  world_.run_for(seconds(60));
  world_.session->stop(world_.now());
  EXPECT_TRUE(world_.sink.opens.empty());
}

TEST_F(SnmpAlarmsTest, WithoutNumbersOfItsOwnABatteryIsCalledByItsPlace) {
  for (int i = 1; i <= 4; ++i) {
    world_.agent.remove(std::string(kStrings) + "." + std::to_string(i));
    world_.agent.remove(std::string(kBatteries) + "." + std::to_string(i));
  }
  start();
  set_alarms({1, 1, 4, 1});
  world_.run_for(seconds(11));
  EXPECT_EQ(names(), (std::vector<std::string>{"3/voltage alarmLow p"}));
}

TEST_F(SnmpAlarmsTest, TheOpenAlarmsAreToldAgainNowAndThen) {
  start();
  world_.sink.opens.clear();
  world_.run_for(seconds(1500));
  EXPECT_EQ(world_.sink.opens, (std::vector<std::size_t>{0, 0}));
}

}  // namespace
}  // namespace bmsgw::driver
