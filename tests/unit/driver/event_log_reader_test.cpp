#include "bmsgw/driver/event_log_reader.hpp"

#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace bmsgw::driver {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// 2014-10-07 14:50:07, as a unit's TD1 says it, in seconds since 2000.
constexpr std::uint32_t kNow2000 = 0x1BC6'BA1F;
constexpr std::int64_t kNowMs = codec::g1::unix_ms_from_2000(kNow2000);

core::Stamp at(milliseconds time) {
  return {kNowMs + time.count(), core::MonoTime{} + std::chrono::hours(1) + time};
}

/// An entry as the test sees it.
struct Event {
  std::uint32_t time = 0;
  std::uint32_t code = 0;
};

struct Told {
  std::uint32_t code = 0;
  std::int64_t unix_ms = 0;
  bool operator==(const Told&) const = default;
};

void PrintTo(const Told& told, std::ostream* out) {
  *out << fmt::format("{}@{}", told.code, told.unix_ms - kNowMs);
}

class EventLogReaderTest : public testing::Test {
 protected:
  void hear(const std::string& line) {
    const auto comma = line.find(',');
    const auto text = codec::g1::encode_sentence(line.substr(0, comma), line.substr(comma + 1));
    codec::g1::Sentence sentence;
    codec::g1::split_sentence(text, sentence);
    taken_ = reader_.on_sentence(sentence, at(time_));
  }
  void hear_clock() { hear("TD1,2014,10,07,14,50,07,00,000003E5"); }
  void hear_event(std::size_t sequence, const Event& event) {
    hear(fmt::format("LG1,{:02X},{:02X},FFFFFF,{:08X}", sequence, event.code, event.time));
  }
  /// The unit's log, the latest first; what is told of it once it is over.
  std::vector<Told> read(const std::vector<Event>& log) {
    time_ += seconds(60);
    for (std::size_t i = 0; i < log.size(); ++i) hear_event(i, log[i]);
    if (log.empty()) hear("LG1,");
    return end();
  }
  std::vector<Told> end() {
    time_ += EventLogReader::kQuiet;
    std::vector<Told> told;
    for (const auto& entry : reader_.take_new(at(time_))) told.push_back({entry.code, entry.unix_ms});
    return told;
  }
  static std::vector<std::uint32_t> codes(const std::vector<Told>& told) {
    std::vector<std::uint32_t> found;
    for (const auto& one : told) found.push_back(one.code);
    return found;
  }
  using Codes = std::vector<std::uint32_t>;

  EventLogReader reader_;
  milliseconds time_{0};
  bool taken_ = false;
};

TEST_F(EventLogReaderTest, TheHistoryIsToldOnceOldestFirstEachAtItsOwnTime) {
  hear_clock();
  const std::vector<Event> log{{kNow2000 - 10, 22}, {kNow2000 - 20, 1}};
  EXPECT_EQ(read(log), (std::vector<Told>{{1, kNowMs - 20'000}, {22, kNowMs - 10'000}}));
  EXPECT_TRUE(read(log).empty());
}

TEST_F(EventLogReaderTest, NewEntriesMoveTheOthersOn) {
  hear_clock();
  read({{100, 22}, {90, 1}});
  EXPECT_EQ(codes(read({{120, 24}, {110, 23}, {100, 22}, {90, 1}})), (Codes{23, 24}));
  EXPECT_EQ(codes(read({{130, 25}, {120, 24}, {110, 23}})), Codes{25});  // the oldest have fallen off
}

TEST_F(EventLogReaderTest, TheTextComesFromTheTable) {
  hear_event(0, {100, 22});
  time_ += seconds(2);
  const auto& told = reader_.take_new(at(time_));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].text, "Charger connected");
}

TEST_F(EventLogReaderTest, TheUnitsClockIsCorrectedByOurs) {
  time_ = seconds(3600);  // the unit is an hour behind
  hear_clock();
  EXPECT_EQ(read({{kNow2000 - 10, 1}}), (std::vector<Told>{{1, kNowMs + 3'590'000}}));
  hear("TD1,2014,10,07,15,50,07,00,000003E5");  // somebody has set it
  const auto now = at(time_).unix_ms;
  const auto unit = codec::g1::unix_ms_from_2000(kNow2000 + 3600);
  EXPECT_EQ(read({{kNow2000 + 3650, 2}, {kNow2000 - 10, 1}}),
            (std::vector<Told>{{2, codec::g1::unix_ms_from_2000(kNow2000 + 3650) + now - unit}}));
}

TEST_F(EventLogReaderTest, WithoutTheUnitsClockItIsToldAsOfNowInItsOrder) {
  const auto told = read({{kNow2000 - 10, 3}, {kNow2000 - 7200, 2}, {kNow2000 - 86'400, 1}});
  const auto now = at(time_).unix_ms;
  EXPECT_EQ(told, (std::vector<Told>{{1, now}, {2, now + 1}, {3, now + 2}}));
  hear_clock();  // from now on it is known
  time_ += seconds(600);
  hear("TD1,2014,10,07,15,02,07,00,000003E5");
  const auto offset = at(time_).unix_ms - codec::g1::unix_ms_from_2000(kNow2000 + 720);
  EXPECT_EQ(read({{kNow2000 + 700, 4}, {kNow2000 - 10, 3}, {kNow2000 - 7200, 2}, {kNow2000 - 86'400, 1}}),
            (std::vector<Told>{{4, codec::g1::unix_ms_from_2000(kNow2000 + 700) + offset}}));
}

TEST_F(EventLogReaderTest, AClockThatWasSetBackNeitherHidesNorRepeats) {
  hear_clock();
  read({{kNow2000, 1}, {kNow2000 - 5, 2}});
  EXPECT_EQ(codes(read({{50, 3}, {kNow2000, 1}, {kNow2000 - 5, 2}})), Codes{3});
}

TEST_F(EventLogReaderTest, NothingIsToldAsOfTheFuture) {
  hear_clock();
  const auto told = read({{kNow2000 + 100'000, 1}});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].unix_ms, at(time_).unix_ms);
}

TEST_F(EventLogReaderTest, EventsOfOneSecondKeepTheirOrder) {
  hear_clock();
  const auto second = kNow2000 - 10;
  EXPECT_EQ(read({{second, 3}, {second, 2}, {second, 2}, {second, 1}}),
            (std::vector<Told>{
                {1, kNowMs - 10'000}, {2, kNowMs - 9'999}, {2, kNowMs - 9'998}, {3, kNowMs - 9'997}}));
  EXPECT_EQ(read({{second, 4}, {second, 3}, {second, 2}, {second, 2}, {second, 1}}),
            (std::vector<Told>{{4, kNowMs - 9'996}}));
}

TEST_F(EventLogReaderTest, SeveralThatAreTheSameAreCounted) {
  read({{0, 1}});
  EXPECT_EQ(codes(read({{0, 1}, {0, 1}, {0, 1}})), (Codes{1, 1}));
}

TEST_F(EventLogReaderTest, AnEntryThatTheLineHasLostIsNotToldAgain) {
  read({{100, 3}, {90, 2}, {80, 1}});
  EXPECT_TRUE(read({{100, 3}, {80, 1}}).empty());
  EXPECT_TRUE(read({{100, 3}, {90, 2}, {80, 1}}).empty());
}

TEST_F(EventLogReaderTest, WhatIsMissingForLongIsForgotten) {
  read({{100, 3}, {90, 2}});
  for (int i = 0; i < EventLogReader::kForgetAfter; ++i) read({{100, 3}});
  EXPECT_EQ(codes(read({{100, 3}, {90, 2}})), Codes{2});
}

TEST_F(EventLogReaderTest, AnEmptiedLogIsForgottenAtOnce) {
  read({{0, 1}});
  EXPECT_TRUE(read({}).empty());
  EXPECT_EQ(codes(read({{0, 1}})), Codes{1});
}

TEST_F(EventLogReaderTest, TwoAnswersThatRunIntoEachOtherAreOneReading) {
  hear_event(0, {100, 2});
  hear_event(1, {90, 1});
  hear_event(0, {100, 2});
  hear_event(1, {90, 1});
  EXPECT_EQ(codes(end()), (Codes{1, 2}));
  hear_event(0, {100, 2});
  hear_event(0, {110, 3});  // something happened between the two
  hear_event(1, {100, 2});
  hear_event(2, {90, 1});
  EXPECT_EQ(codes(end()), Codes{3});
}

TEST_F(EventLogReaderTest, HalfAReadingIsNone) {
  hear_event(0, {100, 2});
  reader_.on_down();
  EXPECT_EQ(reader_.next_wake(), core::kNever);
  EXPECT_TRUE(end().empty());
}

TEST_F(EventLogReaderTest, WhatMakesNoSenseIsLeftOut) {
  for (const auto* line : {"LG1,xx,01,FFFFFF,00000001", "LG1,01", "LG1,c", "TD1,2014,13,07,14,50,07,00,0",
                           "TD1,2014,02,30,14,50,07,00,0", "TD1,,,,,,,,", "TD1,2014,10,07,25,50,07,00,0",
                           "TD1,99999999999999,10,07,14,50,07,00,0", "BV1,1,2"}) {
    hear(line);
    EXPECT_FALSE(taken_) << line;
  }
  EXPECT_TRUE(read({{5, 0}}).empty());  // "No event"
}

TEST_F(EventLogReaderTest, OverARestartNothingIsToldAgain) {
  hear_clock();
  EXPECT_FALSE(reader_.take_changed());
  read({{0, 1}, {0, 1}, {kNow2000, 22}});
  EXPECT_TRUE(reader_.take_changed());
  EXPECT_FALSE(reader_.take_changed());
  const auto state = reader_.state();
  reader_ = EventLogReader();
  ASSERT_TRUE(reader_.restore(state));
  EXPECT_EQ(reader_.state(), state);
  EXPECT_EQ(codes(read({{kNow2000 + 1, 23}, {0, 1}, {0, 1}, {kNow2000, 22}})), Codes{23});
}

TEST_F(EventLogReaderTest, NothingTheSameChangesNoState) {
  read({{100, 1}});
  EXPECT_TRUE(reader_.take_changed());
  read({{100, 1}});
  EXPECT_FALSE(reader_.take_changed());
}

TEST_F(EventLogReaderTest, WhatIsNoStateChangesNothing) {
  read({{100, 1}});
  const auto state = reader_.state();
  for (const auto* text : {"", "{", R"({"told":")", R"({"told":"1BCAC4D3"})", R"({"told":"1.2.3.4"})",
                           R"({"told":"x.y.z"})", R"({"told":"1.2.0"})", R"({"told":"1FFFFFFFF.2.1"})"}) {
    EXPECT_FALSE(reader_.restore(text)) << text;
    EXPECT_EQ(reader_.state(), state);
  }
  EXPECT_TRUE(reader_.restore(R"({"told":""})"));
  EXPECT_EQ(codes(read({{100, 1}})), Codes{1});
}

TEST_F(EventLogReaderTest, WhatIsRememberedIsBounded) {
  for (std::uint32_t round = 0; round < 20; ++round) {
    std::vector<Event> log;
    for (std::uint32_t i = 0; i < 600; ++i) log.push_back({round * 1000 + i, 1});
    EXPECT_EQ(read(log).size(), EventLogReader::kMostEntries);
    EXPECT_LT(reader_.state().size(), 40'000U);
  }
}

}  // namespace
}  // namespace bmsgw::driver
