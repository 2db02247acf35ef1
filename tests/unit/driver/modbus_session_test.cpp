#include "bmsgw/driver/modbus_session.hpp"

#include <gtest/gtest.h>

#include "modbus_harness.hpp"

namespace bmsgw::driver {
namespace {

using core::Quality;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(ModbusSession, ReadsWhatTheMapWantsAndTellsIt) {
  ModbusWorld world;
  world.add_unit(1, {100, 101, 200});
  world.start();
  EXPECT_EQ(world.sink.onlines[0], std::vector<bool>{false});
  world.open();
  EXPECT_EQ(to_string(world.session->status().state), "silent");
  world.run_until(milliseconds(500));
  ASSERT_EQ(world.asked.size(), 2U);
  EXPECT_EQ(world.asked[0].count, 2U);
  EXPECT_EQ(world.sink.last[1].number, 101);
  EXPECT_EQ(world.sink.last[2].number, 200);
  EXPECT_EQ(world.sink.last[0].time, milliseconds(20)) << "the time of the answer";
  EXPECT_EQ(world.sink.last[2].time, milliseconds(40));
  EXPECT_EQ(world.sink.onlines[0], (std::vector<bool>{false, true}));
  EXPECT_EQ(to_string(world.session->status().state), "ok");
}

TEST(ModbusSession, KeepsThePeriodWhateverTheAnswersTake) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.start();
  world.open();
  world.run_until(seconds(100) + milliseconds(500));
  EXPECT_EQ(world.sink.count[0], 101);
}

TEST(ModbusSession, OneDeadUnitCostsTheOthersNextToNothing) {
  ModbusWorld world;
  for (std::uint8_t unit = 1; unit <= 20; ++unit) world.add_unit(unit, {100});
  world.devices[7] = [](const auto&) { return ModbusWorld::silence(); };
  world.start();
  world.open();
  world.run_until(minutes(10));
  for (unsigned unit = 1; unit <= 20; ++unit) {
    if (unit == 7) continue;
    EXPECT_GE(world.answered[unit], 600 * 95 / 100) << unit;
  }
  EXPECT_LE(world.answered[7], 25);
  EXPECT_GE(world.answered[7], 10) << "it is still asked";
  EXPECT_EQ(world.session->status().detail, "unit 7: no answer");
  EXPECT_EQ(to_string(world.session->status().state), "ok");
}

TEST(ModbusSession, AUnitThatDiesLaterCostsNoMore) {
  ModbusWorld world;
  for (std::uint8_t unit = 1; unit <= 20; ++unit) world.add_unit(unit, {100, 200});
  world.start();
  world.open();
  world.run_until(seconds(60));
  world.devices[7] = [](const auto&) { return ModbusWorld::silence(); };
  const auto before = world.answered[1];
  world.run_until(seconds(60) + minutes(10));
  EXPECT_GE(world.answered[1] - before, 2 * 600 * 95 / 100);
}

TEST(ModbusSession, AMuteUnitIsOfflineAndComesBackByItself) {
  ModbusWorld world;
  world.add_unit(1, {100, 200});
  world.add_unit(2, {100});
  world.start();
  world.open();
  world.run_until(seconds(10));
  world.devices[1] = [](const auto&) { return ModbusWorld::silence(); };
  world.run_until(seconds(20));
  EXPECT_EQ(world.sink.onlines[0], (std::vector<bool>{false, true, false}));
  EXPECT_EQ(world.sink.last[0].quality, Quality::unavailable);
  EXPECT_EQ(world.sink.last[1].quality, Quality::unavailable);
  EXPECT_EQ(world.sink.last[2].quality, Quality::good);
  world.devices[1] = ModbusWorld::mirror;
  world.run_until(seconds(60));
  EXPECT_EQ(world.sink.onlines[0], (std::vector<bool>{false, true, false, true}));
  EXPECT_EQ(world.sink.last[1].quality, Quality::good);
  EXPECT_EQ(world.session->status().detail, "");
}

TEST(ModbusSession, SoftErrorsShowNobodyOffline) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.start();
  world.open();
  world.run_until(seconds(10));
  int left = 2;
  world.devices[1] = [&left](const core::ModbusRequest& request) {
    return left-- > 0 ? ModbusWorld::silence() : ModbusWorld::mirror(request);
  };
  world.run_until(seconds(20));
  EXPECT_EQ(world.sink.onlines[0], (std::vector<bool>{false, true}));
  EXPECT_EQ(world.sink.last[0].quality, Quality::good);
  EXPECT_EQ(world.session->status().unanswered, 2U);
}

TEST(ModbusSession, AGarbledAnswerIsAskedForAgainAtOnce) {
  ModbusWorld world;
  world.add_unit(1, {100}, seconds(10));
  world.start();
  world.open();
  world.run_until(seconds(1));
  bool garbled = false;
  world.devices[1] = [&garbled](const core::ModbusRequest& request) {
    if (std::exchange(garbled, true)) return ModbusWorld::mirror(request);
    return ModbusWorld::Reply{ModbusOutcome::bad_answer, 0, {}, milliseconds(20)};
  };
  world.run_until(seconds(11));
  EXPECT_EQ(world.sink.count[0], 2);
  EXPECT_EQ(world.session->status().errors, 1U);
}

TEST(ModbusSession, TheCulpritOfAnIllegalAddressIsFoundAndLeftOut) {
  ModbusWorld world;
  world.add_unit(1, {100, 101, 102, 103, 104, 105, 106, 107});
  world.start();
  world.open();
  world.devices[1] = [](const core::ModbusRequest& request) {
    const bool is_bad = request.address <= 105 && 105 < request.address + request.count;
    return is_bad ? ModbusWorld::exception(core::kIllegalDataAddress) : ModbusWorld::mirror(request);
  };
  world.run_until(milliseconds(900));
  EXPECT_EQ(world.sink.last[5].quality, Quality::unavailable);
  for (const std::size_t point : {0U, 1U, 2U, 3U, 4U, 6U, 7U}) {
    EXPECT_EQ(world.sink.last[point].quality, Quality::good) << point;
  }
  EXPECT_LE(world.asked.size(), 8U);
  world.asked.clear();
  world.run_until(seconds(10));
  for (const auto& request : world.asked) {
    EXPECT_FALSE(request.address <= 105 && 105 < request.address + request.count) << request.address;
  }
  EXPECT_EQ(world.sink.onlines[0], (std::vector<bool>{false, true}));
}

TEST(ModbusSession, ABusyDeviceIsAlive) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.start();
  world.open();
  world.run_until(seconds(5));
  world.devices[1] = [](const auto&) { return ModbusWorld::exception(core::kServerBusy); };
  world.run_until(seconds(20));
  EXPECT_EQ(world.sink.last[0].quality, Quality::unavailable);
  EXPECT_EQ(world.session->status().detail, "unit 1: device busy (6)");
  const auto answered = world.answered[1];
  EXPECT_GE(answered, 19) << "it is asked at its rate";
  EXPECT_EQ(world.sink.onlines[0], (std::vector<bool>{false, true, false})) << "nothing good comes";
}

TEST(ModbusSession, AGatewayThatSaysNobodyIsThereIsSilence) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.add_unit(2, {100});
  world.devices[2] = [](const auto&) { return ModbusWorld::exception(core::kGatewayTargetSilent); };
  world.start();
  world.open();
  world.run_until(minutes(1));
  EXPECT_EQ(world.sink.onlines[1], std::vector<bool>{false});
  EXPECT_LE(world.answered[2], 10);
  EXPECT_GE(world.answered[1], 58);
}

TEST(ModbusSession, AConnectionThatIsBackSoonMakesNobodyOffline) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.start();
  world.open();
  world.run_until(seconds(5));
  world.link.down(std::errc::connection_reset, "the connection was lost", world.now());
  EXPECT_EQ(to_string(world.session->status().state), "faulty");
  world.run_for(seconds(2));
  world.open();
  world.run_for(seconds(2));
  EXPECT_EQ(world.sink.onlines[0], (std::vector<bool>{false, true}));
  EXPECT_EQ(to_string(world.session->status().state), "ok");
}

TEST(ModbusSession, AConnectionThatStaysAwayTakesAllUnitsAlong) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.add_unit(2, {100});
  world.start();
  world.open();
  world.run_until(seconds(5));
  world.link.down(std::errc::connection_refused, "127.0.0.1:502: Connection refused", world.now());
  world.run_for(seconds(4));
  EXPECT_EQ(world.sink.onlines[0], (std::vector<bool>{false, true, false}));
  EXPECT_EQ(world.sink.onlines[1], (std::vector<bool>{false, true, false}));
  EXPECT_EQ(world.sink.last[0].quality, Quality::unavailable);
  EXPECT_EQ(world.session->next_wake(), core::kNever);
  world.open();
  world.run_for(seconds(1));
  EXPECT_EQ(world.sink.onlines[0], (std::vector<bool>{false, true, false, true}));
}

TEST(ModbusSession, AnAbsentPortIsAState) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.start();
  world.link.down(std::errc::no_such_file_or_directory, "there is no /dev/ttyUSB0", world.now());
  EXPECT_EQ(to_string(world.session->status().state), "absent");
  EXPECT_EQ(world.session->status().detail, "there is no /dev/ttyUSB0");
}

TEST(ModbusSession, ALineOnWhichNobodyAnswersIsOpenedAnew) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.devices[1] = [](const auto&) { return ModbusWorld::silence(); };
  world.start();
  world.open();
  world.run_until(seconds(9));
  EXPECT_EQ(world.link.reopens, 0);
  world.run_until(seconds(30));
  EXPECT_EQ(world.link.reopens, 1);
  world.run_until(minutes(10));
  EXPECT_GE(world.link.reopens, 9);
  EXPECT_LE(world.link.reopens, 11) << "once a minute, though it is opened each time";
}

TEST(ModbusSession, ALinkThatTakesNothingIsNotAskedInALoop) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.start();
  world.link.refusing = true;
  world.open();
  EXPECT_GT(world.session->next_wake(), world.now().mono);
  world.link.refusing = false;
  world.run_until(seconds(1));
  EXPECT_EQ(world.sink.count[0], 1);
}

TEST(ModbusSession, AWorkerThatNeverAnswersIsAStepThatIsOverdue) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.start();
  world.open();
  ASSERT_TRUE(world.link.pending());
  EXPECT_EQ(world.session->next_wake(), (world.now().mono + test::FakeModbusLink::kLongest));
  world.session->on_time(stamp(minutes(1)));
  EXPECT_LT(world.session->next_wake(), stamp(minutes(1)).mono) << "the watchdog sees it";
}

TEST(ModbusSession, TheLoadIsTheTimeInUse) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.devices[1] = [](const core::ModbusRequest& request) {
    auto reply = ModbusWorld::mirror(request);
    reply.took = milliseconds(250);
    return reply;
  };
  world.start();
  world.open();
  world.run_until(seconds(60));
  EXPECT_NEAR(world.session->status().modbus->load.load(world.now().mono), 0.25, 0.02);
}

TEST(ModbusSession, StopSaysThatNobodyIsHeardAnyMore) {
  ModbusWorld world;
  world.add_unit(1, {100});
  world.start();
  world.open();
  world.run_until(seconds(2));
  world.session->stop(world.now());
  EXPECT_EQ(world.sink.onlines[0], (std::vector<bool>{false, true, false}));
  EXPECT_EQ(to_string(world.session->status().state), "absent");
}

/// Refuses requests that have anything of [first, last].
ModbusWorld::Device refusing(std::uint16_t first, std::uint16_t last, std::uint8_t code) {
  return [first, last, code](const core::ModbusRequest& request) {
    const bool is_meant = request.address <= last && first < request.address + request.count;
    return is_meant ? ModbusWorld::exception(code) : ModbusWorld::mirror(request);
  };
}

TEST(ModbusSession, AListGoesOnWithoutAReadThatFailsForGood) {
  ModbusWorld world;
  world.add_unit(1, {});
  world.add_list(1000, 300);
  world.devices[1] = refusing(1125, 1249, 4);
  world.start();
  world.open();
  world.run_until(seconds(30));
  const auto& list = world.sink.last[0];
  EXPECT_EQ(list.quality, Quality::good);
  EXPECT_EQ(list.size, 300U);
  EXPECT_EQ(list.missing, 125U);
  EXPECT_GE(world.sink.count[0], 25) << "it is told at its rate";
  EXPECT_GE(list.time, seconds(28));
}

TEST(ModbusSession, AListOfAUnitThatFallsSilentInTheMiddleIsUnavailable) {
  for (const int answered : {1, 2}) {
    ModbusWorld world;
    world.add_unit(1, {});
    world.add_list(1000, 300);
    world.start();
    world.open();
    world.run_until(seconds(5));
    int left = answered;
    world.devices[1] = [&left](const core::ModbusRequest& request) {
      return left-- > 0 ? ModbusWorld::mirror(request) : ModbusWorld::silence();
    };
    world.run_until(seconds(20));
    EXPECT_EQ(world.sink.last[0].quality, Quality::unavailable) << answered;
  }
}

TEST(ModbusSession, ADeviceThatRefusesEverythingIsTriedAgain) {
  ModbusWorld world;
  world.add_unit(1, {100, 200});
  world.devices[1] = [](const auto&) { return ModbusWorld::exception(core::kIllegalDataAddress); };
  world.start();
  world.open();
  world.run_until(seconds(30));
  EXPECT_EQ(world.sink.onlines[0], std::vector<bool>{false});
  world.devices[1] = ModbusWorld::mirror;  // it has started up
  world.run_until(seconds(90));
  EXPECT_EQ(world.sink.onlines[0], (std::vector<bool>{false, true}));
  EXPECT_EQ(world.sink.last[1].quality, Quality::good);
}

TEST(ModbusSession, WhatWasRefusedIsTriedAgainAfterTheLineWasGone) {
  ModbusWorld world;
  world.add_unit(1, {100, 200});
  world.devices[1] = refusing(200, 200, core::kIllegalDataAddress);
  world.start();
  world.open();
  world.run_until(seconds(5));
  EXPECT_EQ(world.session->status().detail, "unit 1: refuses Packet/p1");
  world.link.down(std::errc::connection_reset, "lost", world.now());
  world.run_for(seconds(5));
  world.devices[1] = ModbusWorld::mirror;
  world.open();
  world.run_for(seconds(2));
  EXPECT_EQ(world.sink.last[1].quality, Quality::good);
  EXPECT_EQ(world.session->status().detail, "");
}

TEST(ModbusSession, WhatWasRefusedIsTriedAgainWhenAMuteUnitSaysAnything) {
  ModbusWorld world;
  world.add_unit(1, {100, 200});
  world.devices[1] = refusing(200, 200, core::kIllegalDataAddress);
  world.start();
  world.open();
  world.run_until(seconds(5));
  world.devices[1] = [](const auto&) { return ModbusWorld::silence(); };
  world.run_for(seconds(20));
  bool busy = true;
  world.devices[1] = [&busy](const core::ModbusRequest& request) {
    return std::exchange(busy, false) ? ModbusWorld::exception(core::kServerBusy)
                                      : ModbusWorld::mirror(request);
  };
  world.run_for(seconds(20));
  EXPECT_EQ(world.sink.last[1].quality, Quality::good);
}

TEST(ModbusSession, ACountThatIsRefusedLeavesNothingToReadAndNoHarm) {
  ModbusWorld world;
  auto& unit = world.add_unit(1, {10});
  world.add_list(1000, 50);
  unit.map.points[1].count_from = 0;
  world.devices[1] = [](const core::ModbusRequest& request) {
    auto reply = ModbusWorld::mirror(request);
    if (request.address == 10) reply.values[0] = 50;
    return reply;
  };
  world.start();
  world.open();
  world.run_until(seconds(3));
  EXPECT_EQ(world.sink.last[1].size, 50U);
  world.devices[1] = refusing(0, 2000, core::kIllegalDataAddress);
  world.run_until(seconds(200));
  EXPECT_EQ(world.sink.last[1].quality, Quality::unavailable);
  world.devices[1] = [](const core::ModbusRequest& request) {
    auto reply = ModbusWorld::mirror(request);
    if (request.address == 10) reply.values[0] = 40;
    return reply;
  };
  world.run_until(seconds(400));
  EXPECT_EQ(world.sink.last[1].size, 40U);
}

TEST(ModbusSession, ManyDeadUnitsCostNoMoreThanOne) {
  ModbusWorld world;
  for (std::uint8_t unit = 1; unit <= 20; ++unit) world.add_unit(unit, {100});
  for (unsigned unit = 1; unit <= 15; ++unit) {
    world.devices[unit] = [](const auto&) { return ModbusWorld::silence(); };
  }
  world.start();
  world.open();
  world.run_until(minutes(2));
  const auto before = world.answered[20];
  world.run_until(minutes(32));
  EXPECT_GE(world.answered[20] - before, 1800 * 93 / 100);
}

}  // namespace
}  // namespace bmsgw::driver
