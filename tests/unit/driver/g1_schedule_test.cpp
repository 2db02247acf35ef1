#include "bmsgw/driver/g1_schedule.hpp"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bmsgw::driver {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

core::MonoTime at(milliseconds time) {
  return core::MonoTime{} + std::chrono::hours(1) + time;
}

/// Two listened sentences and a polled list.
std::vector<G1Schedule::Item> items() {
  return {{"BV1", std::nullopt, false}, {"ST1", std::nullopt, false}, {"BV2", seconds(10), true}};
}

/// Lets the schedule run and notes what it asks; answers what `answering` says.
struct Runner {
  explicit Runner(G1Schedule& of) : schedule(of) {}

  void run(milliseconds from, milliseconds until) {
    for (auto time = from; time < until; time += milliseconds(10)) {
      while (const auto request = schedule.due(at(time))) {
        const auto name = request->sentence + request->argument;
        asked.push_back(name);
        ++count[name];
        if (!answering(request->sentence)) break;
        schedule.on_sentence(request->sentence, request->argument, at(time));
      }
      if (broadcasting && (time.count() % 1000) == 500) schedule.on_sentence("BV1", "", at(time));
    }
  }
  [[nodiscard]] bool answering(const std::string& sentence) const {
    return alive && (deaf.empty() || sentence != deaf);
  }

  G1Schedule& schedule;
  bool alive = true;
  bool broadcasting = false;
  std::string deaf;
  std::vector<std::string> asked;
  std::map<std::string, int> count;
};

TEST(G1Schedule, AsksNothingBeforeItHears) {
  G1Schedule schedule(items());
  schedule.on_open(at(seconds(0)));
  EXPECT_EQ(schedule.due(at(milliseconds(4990))), std::nullopt);
  EXPECT_FALSE(schedule.asking());
}

TEST(G1Schedule, PollsOnlyWhatHasAPeriodWhileTheUnitBroadcasts) {
  G1Schedule schedule(items());
  Runner runner(schedule);
  runner.broadcasting = true;
  schedule.on_open(at(seconds(0)));
  runner.run(seconds(0), seconds(60));
  EXPECT_FALSE(schedule.asking());
  EXPECT_EQ(runner.count["BV2"], 6);
  EXPECT_EQ(runner.count["BV1"], 0);
  EXPECT_EQ(runner.count["CF20010"], 1);
  EXPECT_EQ(runner.count["CF20111"], 1);
  EXPECT_EQ(runner.count["CF21600"], 1);
}

TEST(G1Schedule, AsksForEachSentenceWhenNothingIsVolunteered) {
  G1Schedule schedule(items());
  Runner runner(schedule);
  schedule.on_open(at(seconds(0)));
  runner.run(seconds(0), seconds(35));
  EXPECT_TRUE(schedule.asking());
  EXPECT_NEAR(runner.count["BV1"], 30, 2);
  EXPECT_NEAR(runner.count["ST1"], 30, 2);
  EXPECT_NEAR(runner.count["BV2"], 3, 1);
}

TEST(G1Schedule, StopsAskingWhenTheUnitBroadcastsAgain) {
  G1Schedule schedule(items());
  Runner runner(schedule);
  schedule.on_open(at(seconds(0)));
  runner.run(seconds(0), seconds(10));
  ASSERT_TRUE(schedule.asking());
  runner.broadcasting = true;
  runner.run(seconds(10), seconds(12));
  EXPECT_FALSE(schedule.asking());
}

TEST(G1Schedule, ADeadUnitCostsOneProbeARound) {
  G1Schedule schedule(items());
  Runner runner(schedule);
  runner.alive = false;
  schedule.on_open(at(seconds(0)));
  runner.run(seconds(0), seconds(65));
  EXPECT_GT(runner.asked.size(), 20U);
  EXPECT_LT(runner.asked.size(), 65U);
  EXPECT_GE(schedule.unanswered() + 1, schedule.requests());
}

TEST(G1Schedule, AUnitThatDiesIsProbedAndAskedAgainWhenItIsBack) {
  G1Schedule schedule(items());
  Runner runner(schedule);
  schedule.on_open(at(seconds(0)));
  runner.run(seconds(0), seconds(20));
  runner.alive = false;
  runner.count.clear();
  runner.asked.clear();
  runner.run(seconds(20), seconds(80));
  EXPECT_LT(runner.asked.size(), 62U);
  runner.alive = true;
  runner.count.clear();
  runner.run(seconds(80), seconds(90));
  EXPECT_NEAR(runner.count["BV1"], 9, 2);
  EXPECT_NEAR(runner.count["ST1"], 9, 2);
}

TEST(G1Schedule, ASentenceThatNeverAnswersIsAskedRarely) {
  G1Schedule schedule(items());
  Runner runner(schedule);
  runner.deaf = "ST1";
  schedule.on_open(at(seconds(0)));
  runner.run(seconds(0), seconds(130));
  EXPECT_LE(runner.count["ST1"], 6);
  EXPECT_GT(runner.count["BV1"], 90);
}

TEST(G1Schedule, OneRequestAtATimeAndAListEndsAfterItsQuiet) {
  G1Schedule schedule({{"BV2", seconds(10), true}, {"BT2", seconds(10), true}});
  schedule.on_open(at(seconds(0)));
  schedule.on_sentence("VR1", "", at(milliseconds(100)));
  ASSERT_EQ(schedule.due(at(milliseconds(100)))->sentence, "BV2");
  EXPECT_EQ(schedule.due(at(milliseconds(110))), std::nullopt);
  schedule.on_sentence("BV2", "", at(milliseconds(150)));
  schedule.on_sentence("BV2", "", at(milliseconds(160)));
  EXPECT_EQ(schedule.due(at(milliseconds(350))), std::nullopt);
  EXPECT_EQ(schedule.next_wake(), at(milliseconds(360)));
  ASSERT_EQ(schedule.due(at(milliseconds(360)))->sentence, "BT2");
  EXPECT_EQ(schedule.unanswered(), 0U);
}

TEST(G1Schedule, ALateAnswerIsNotTakenForABroadcast) {
  G1Schedule schedule({{"BV1", std::nullopt, false}});
  schedule.on_open(at(seconds(0)));
  ASSERT_EQ(schedule.due(at(seconds(5)))->sentence, "BV1");
  ASSERT_TRUE(schedule.asking());
  ASSERT_FALSE(schedule.due(at(milliseconds(6000))));
  schedule.on_sentence("BV1", "", at(milliseconds(6100)));
  EXPECT_TRUE(schedule.asking());
}

TEST(G1Schedule, AUnitThatAnswersSlowlyIsNotTakenForDeaf) {
  G1Schedule schedule({{"BV1", seconds(10), false}});
  schedule.on_open(at(seconds(0)));
  schedule.on_sentence("VR1", "", at(seconds(0)));
  int asked = 0;
  core::MonoTime answer = core::kNever;
  for (int ms = 0; ms < 120'000; ms += 10) {
    const auto now = at(milliseconds(ms));
    if (now >= answer) {
      schedule.on_sentence("BV1", "", now);
      answer = core::kNever;
    }
    const auto request = schedule.due(now);
    if (request && request->sentence == "BV1") {
      ++asked;
      answer = now + milliseconds(1200);
    }
  }
  EXPECT_GE(asked, 11);
}

TEST(G1Schedule, SlowPartsOfAListAreNoBroadcast) {
  G1Schedule schedule({{"BV2", std::nullopt, true}});
  schedule.on_open(at(seconds(0)));
  ASSERT_TRUE(schedule.due(at(seconds(5))));
  for (int part = 0; part < 4; ++part) {
    const auto now = at(milliseconds(5050 + 250 * part));
    schedule.on_sentence("BV2", "", now);
    static_cast<void>(schedule.due(now + milliseconds(240)));
  }
  EXPECT_TRUE(schedule.asking());
}

TEST(G1Schedule, APeriodIsKeptOnItsGrid) {
  G1Schedule schedule({{"BV2", seconds(1), false}});
  schedule.on_open(at(seconds(0)));
  schedule.on_sentence("VR1", "", at(seconds(0)));
  std::vector<std::int64_t> times;
  for (int ms = 0; ms < 5000; ms += 10) {
    const auto now = at(milliseconds(ms));
    const auto request = schedule.due(now);
    if (request && request->sentence == "BV2") times.push_back(ms);
    if (request) schedule.on_sentence(request->sentence, request->argument, now);
  }
  EXPECT_EQ(times, (std::vector<std::int64_t>{0, 1000, 2000, 3000, 4000}));
}

TEST(G1Schedule, NothingIsDueOnAClosedPort) {
  G1Schedule schedule(items());
  schedule.on_open(at(seconds(0)));
  schedule.on_close();
  EXPECT_EQ(schedule.due(at(seconds(100))), std::nullopt);
  EXPECT_EQ(schedule.next_wake(), core::kNever);
}

}  // namespace
}  // namespace bmsgw::driver
