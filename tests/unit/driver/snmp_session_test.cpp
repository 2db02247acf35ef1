#include <gtest/gtest.h>

#include "snmp_harness.hpp"

namespace bmsgw::driver {
namespace {

constexpr const char* kVolts = "1.3.6.1.4.1.3808.1.1.7.5.5.1.7";
constexpr const char* kModel = "1.3.6.1.4.1.3808.1.1.7.1.1.0";
constexpr const char* kCount = "1.3.6.1.4.1.3808.1.1.7.5.4.0";

/// Two values each second, and a list of four each ten seconds.
class SnmpSessionTest : public testing::Test {
 protected:
  SnmpSessionTest() {
    world_.add_group("Fast", seconds(1));
    world_.add_group("Slow", seconds(10));
    world_.add_point(kCount, 0);
    world_.add_point(kModel, 0).place.is_text = true;
    world_.add_list(kVolts, 4, 1);
    world_.agent.set(kCount, std::int64_t{4});
    world_.agent.set(kModel, std::string_view("BM100"));
    world_.agent.set_column(kVolts,
                            {std::int64_t{1201}, std::int64_t{1202}, std::int64_t{1203}, std::int64_t{1204}});
  }
  void start() {
    world_.start();
    world_.open();
  }
  [[nodiscard]] core::Quality quality(std::size_t point) { return world_.sink.last[point].quality; }

  SnmpWorld world_;
};

TEST_F(SnmpSessionTest, AllValuesComeAndTheDeviceIsOnline) {
  start();
  world_.run_for(seconds(1));
  EXPECT_EQ(world_.sink.last[0].number, 4);
  EXPECT_EQ(quality(1), core::Quality::good);
  EXPECT_EQ(world_.sink.last[2].size, 4U);
  EXPECT_EQ(world_.sink.last[2].number, 1201);
  EXPECT_EQ(world_.sink.onlines, (std::vector<bool>{false, true}));
  EXPECT_EQ(world_.session->status().state, BusState::ok);
}

TEST_F(SnmpSessionTest, EachPacketKeepsItsPeriod) {
  start();
  world_.run_for(seconds(60));
  EXPECT_NEAR(static_cast<double>(world_.sink.times[0].size()), 60, 2);
  EXPECT_NEAR(static_cast<double>(world_.sink.times[2].size()), 6, 1);
}

TEST_F(SnmpSessionTest, AnAgentThatIsAskedTooMuchIsAskedLess) {
  world_.agent.most_objects = 2;
  start();
  world_.run_for(seconds(20));
  EXPECT_EQ(world_.sink.last[2].size, 4U);
  EXPECT_EQ(quality(0), core::Quality::good);
}

TEST_F(SnmpSessionTest, WhatTheAgentLacksIsUnavailableAndNotAskedForAgain) {
  world_.agent.remove(kModel);
  start();
  world_.run_for(seconds(5));
  EXPECT_EQ(quality(0), core::Quality::good);
  EXPECT_EQ(quality(1), core::Quality::unavailable);
  EXPECT_EQ(world_.session->status().snmp->absent, 1U);
  world_.asked.clear();
  world_.run_for(seconds(30));
  for (const auto& request : world_.asked) EXPECT_EQ(request.oids.find(kModel), std::string::npos);
}

/// Both may have been switched on together.
TEST_F(SnmpSessionTest, WhatTheAgentLacksAtFirstIsLookedForSoon) {
  world_.agent.remove(kModel);
  start();
  world_.run_for(seconds(5));
  world_.agent.set(kModel, std::string_view("BM100"));
  world_.run_for(seconds(12));
  EXPECT_EQ(quality(1), core::Quality::good);
}

TEST_F(SnmpSessionTest, AnAgentThatHasNothingLeftIsOffline) {
  start();
  world_.run_for(seconds(200));
  const auto objects = world_.agent.objects;
  world_.agent.objects.clear();
  world_.agent.set("1.3.6.1.2.1.1.3.0", std::int64_t{100000});
  world_.run_for(seconds(15));
  EXPECT_EQ(quality(0), core::Quality::unavailable);
  EXPECT_FALSE(world_.sink.onlines.back());
  EXPECT_NE(world_.session->status().detail.find("none of the map's objects"), std::string::npos);
}

/// Waiting for a device that says nothing takes turns with asking it.
TEST_F(SnmpSessionTest, CommandsDoNotKeepADeadAgentLookingAlive) {
  core::SnmpCommandSpec test;
  test.name = "test";
  test.sets = {{"1.3.6.1.4.1.3808.9.0", false, 2, {}}};
  test.verify = false;
  test.until = core::SnmpUntil{kCount, 77, {}, 0.1, 600};
  world_.plan.commands = {test};
  world_.start(true);
  world_.open();
  world_.run_for(seconds(5));
  ASSERT_TRUE(std::holds_alternative<std::uint64_t>(
      world_.session->request("snmp0", {core::MapRequest::Kind::command, "test"}, world_.now())));
  world_.run_for(seconds(1));
  world_.answer_with = [](const core::SnmpRequest&) { return SnmpWorld::failure(SnmpOutcome::timeout); };
  world_.run_for(seconds(30));
  EXPECT_FALSE(world_.sink.onlines.back());
}

TEST_F(SnmpSessionTest, AnAgentThatStartedAnewMayHaveMore) {
  world_.agent.remove(kModel);
  start();
  world_.run_for(seconds(5));
  world_.agent.set(kModel, std::string_view("BM100"));
  world_.agent.set("1.3.6.1.2.1.1.3.0", std::int64_t{5});
  world_.run_for(seconds(70));
  EXPECT_EQ(quality(1), core::Quality::good);
}

TEST_F(SnmpSessionTest, ASilentAgentIsOfflineAndComesBack) {
  start();
  world_.run_for(seconds(5));
  const auto answer = world_.answer_with;
  world_.answer_with = [](const core::SnmpRequest&) { return SnmpWorld::failure(SnmpOutcome::timeout); };
  world_.run_for(seconds(15));
  EXPECT_EQ(quality(0), core::Quality::unavailable);
  EXPECT_EQ(quality(2), core::Quality::unavailable);
  EXPECT_FALSE(world_.sink.onlines.back());
  EXPECT_EQ(world_.session->status().state, BusState::silent);
  world_.answer_with = answer;
  world_.run_for(seconds(20));
  EXPECT_EQ(quality(0), core::Quality::good);
  EXPECT_EQ(quality(2), core::Quality::good);
  EXPECT_TRUE(world_.sink.onlines.back());
}

TEST_F(SnmpSessionTest, ASilentAgentIsAskedOnlyNowAndThen) {
  world_.answer_with = [](const core::SnmpRequest&) { return SnmpWorld::failure(SnmpOutcome::timeout); };
  start();
  world_.run_for(seconds(300));
  EXPECT_LT(world_.asked.size(), 30U);
  EXPECT_GT(world_.asked.size(), 12U);
  for (const auto& request : world_.asked) EXPECT_EQ(request.oids, SnmpUnit::kUptimeOid);
}

TEST_F(SnmpSessionTest, AddressAndEngineIdAreFoundOutAnewOfASilentAgent) {
  world_.answer_with = [](const core::SnmpRequest&) { return SnmpWorld::failure(SnmpOutcome::timeout); };
  start();
  world_.run_for(seconds(130));
  EXPECT_GE(world_.link.reopens, 2);
  EXPECT_LE(world_.link.reopens, 4);
}

TEST_F(SnmpSessionTest, AWrongPasswordIsSaidAndTheAgentNotStormed) {
  world_.answer_with = [](const core::SnmpRequest&) {
    return SnmpWorld::failure(SnmpOutcome::denied, "auth_password doesn't match");
  };
  start();
  world_.run_for(seconds(60));
  EXPECT_EQ(world_.session->status().state, BusState::faulty);
  EXPECT_NE(world_.session->status().detail.find("auth_password"), std::string::npos);
  EXPECT_LT(world_.asked.size(), 12U);
}

/// Of a v3 user with too low a level of security some agents say so.
TEST_F(SnmpSessionTest, AnAuthorizationErrorFromTheStartIsDeniedAccess) {
  world_.answer_with = [](const core::SnmpRequest&) {
    SnmpWorld::Reply reply;
    reply.outcome = SnmpOutcome::error;
    reply.status = 16;
    return reply;
  };
  start();
  world_.run_for(seconds(60));
  EXPECT_EQ(world_.session->status().state, BusState::faulty);
  EXPECT_NE(world_.session->status().detail.find("level of security"), std::string::npos);
  EXPECT_LT(world_.asked.size(), 12U);
}

TEST_F(SnmpSessionTest, TablesOfAnAgentWithoutGetBulkAreReadByGet) {
  world_.plan.map.limits.bulk = true;
  world_.answer_with = [this](const core::SnmpRequest& request) {
    if (request.kind != core::SnmpRequest::Kind::get_bulk) return world_.agent.answer(request);
    SnmpWorld::Reply reply;
    reply.outcome = SnmpOutcome::error;
    reply.status = core::kSnmpGenErr;
    return reply;
  };
  start();
  world_.run_for(seconds(5));
  EXPECT_EQ(world_.sink.last[2].size, 4U);
  world_.asked.clear();
  world_.run_for(seconds(700));
  EXPECT_EQ(world_.count_of(core::SnmpRequest::Kind::get_bulk), 0U);
}

TEST_F(SnmpSessionTest, AReadThatGetsNoAnswerIsAskedForInSmallerPieces) {
  start();
  world_.run_for(seconds(3));
  world_.answer_with = [this](const core::SnmpRequest& request) {
    if (core::count_oids(request.oids) > 2) return SnmpWorld::failure(SnmpOutcome::timeout);
    return world_.agent.answer(request);
  };
  world_.run_for(seconds(90));
  EXPECT_EQ(world_.sink.last[2].quality, core::Quality::good);
  EXPECT_EQ(world_.sink.last[2].size, 4U);
}

/// Whoever sends garbage to our port must not be able to silence a device.
TEST_F(SnmpSessionTest, AnswersThatCannotBeReadCostAFewTriesAndNoMore) {
  start();
  world_.run_for(seconds(2));
  int turn = 0;
  world_.answer_with = [this, &turn](const core::SnmpRequest& request) {
    if (++turn % 2 != 0) return SnmpWorld::failure(SnmpOutcome::bad_answer);
    return world_.agent.answer(request);
  };
  world_.run_for(seconds(120));
  EXPECT_EQ(quality(0), core::Quality::good);
  EXPECT_EQ(world_.sink.onlines, (std::vector<bool>{false, true}));
  EXPECT_EQ(world_.link.reopens, 0);
  world_.answer_with = [](const core::SnmpRequest&) { return SnmpWorld::failure(SnmpOutcome::bad_answer); };
  world_.run_for(seconds(120));
  EXPECT_EQ(quality(0), core::Quality::unavailable);
  EXPECT_FALSE(world_.sink.onlines.back());
}

TEST_F(SnmpSessionTest, AnObjectThatTheAgentStumblesOverIsDropped) {
  world_.answer_with = [this](const core::SnmpRequest& request) {
    const auto place = request.oids.find(kModel);
    if (request.kind == core::SnmpRequest::Kind::get && place != std::string::npos) {
      SnmpWorld::Reply reply;
      reply.outcome = SnmpOutcome::error;
      reply.status = core::kSnmpGenErr;
      reply.index =
          static_cast<std::uint32_t>(core::count_oids(std::string_view(request.oids).substr(0, place + 1)));
      return reply;
    }
    return world_.agent.answer(request);
  };
  start();
  world_.run_for(seconds(10));
  EXPECT_EQ(quality(0), core::Quality::good);
  EXPECT_EQ(quality(1), core::Quality::unavailable);
}

TEST_F(SnmpSessionTest, AWorkerThatIsBackSoonMakesNobodyOffline) {
  start();
  world_.run_for(seconds(2));
  world_.link.down("bms-snmp-worker died", world_.now());
  world_.run_for(seconds(1));
  world_.open();
  world_.run_for(seconds(2));
  EXPECT_EQ(world_.sink.onlines, (std::vector<bool>{false, true}));
  EXPECT_EQ(quality(0), core::Quality::good);
}

TEST_F(SnmpSessionTest, AWorkerThatStaysAwayMakesEverythingUnavailable) {
  start();
  world_.run_for(seconds(2));
  world_.link.down("bms-snmp-worker died", world_.now());
  world_.run_for(seconds(10));
  EXPECT_EQ(quality(0), core::Quality::unavailable);
  EXPECT_FALSE(world_.sink.onlines.back());
}

/// Whatever the link does, the session goes on and never wants to be woken in the past for ever.
TEST_F(SnmpSessionTest, AnAnswerThatNeverComesIsSilence) {
  start();
  world_.run_for(seconds(2));
  world_.run_until(seconds(2));
  const auto before = world_.now();
  world_.session->on_time(before);
  for (int turn = 0; turn < 20; ++turn) {
    const auto wake = world_.session->next_wake();
    ASSERT_NE(wake, core::kNever);
    const auto at = core::Stamp{
        before.unix_ms + std::chrono::duration_cast<milliseconds>(wake - before.mono).count(), wake};
    world_.session->on_time(at);
    EXPECT_GT(world_.session->next_wake(), wake);
  }
  EXPECT_EQ(world_.session->status().unanswered, 1U);
}

}  // namespace
}  // namespace bmsgw::driver
