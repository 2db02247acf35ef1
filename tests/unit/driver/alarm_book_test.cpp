#include "bmsgw/driver/alarm_book.hpp"

#include <gtest/gtest.h>

namespace bmsgw::driver {
namespace {

using core::AlarmEvent;
using core::AlarmKey;
/// What a poll found of a battery.
struct Found {
  std::uint32_t battery = 0;
  std::string state;
};
using Texts = std::vector<std::string>;

core::MonoTime at(int seconds) {
  return core::MonoTime() + std::chrono::hours(1) + std::chrono::seconds(seconds);
}
AlarmKey voltage_of(std::uint32_t battery) {
  return {1, battery, "voltage"};
}
AlarmEvent trap(std::uint32_t battery, std::string state, std::string text = "the device's words") {
  return {voltage_of(battery), std::move(state), std::move(text), true};
}

/// `<battery> <state>`, with `!` by trap.
Texts shown(const std::vector<AlarmEvent>& events) {
  Texts texts;
  for (const auto& event : events)
    texts.push_back(std::to_string(event.key.battery.value_or(0)) + " " + event.state +
                    (event.by_trap ? "!" : ""));
  return texts;
}
Texts open_of(const AlarmBook& book) {
  return shown({book.open().begin(), book.open().end()});
}
/// What is news.
Texts poll(AlarmBook& book, const std::vector<Found>& found, int asked) {
  std::vector<AlarmEvent> news;
  for (const auto& [battery, state] : found) {
    if (book.on_poll(voltage_of(battery), state, at(asked)))
      news.push_back({voltage_of(battery), state, {}, false});
  }
  return shown(news);
}

TEST(AlarmBook, TrapsOpenChangeAndEndAlarms) {
  AlarmBook book;
  EXPECT_TRUE(book.on_trap(trap(3, "normal"), at(0))) << "raised before our time, maybe";
  EXPECT_FALSE(book.on_trap(trap(3, "normal"), at(0)));
  EXPECT_TRUE(book.on_trap(trap(3, "warnLow"), at(1)));
  EXPECT_TRUE(book.on_trap(trap(3, "alarmLow"), at(2)));
  EXPECT_FALSE(book.on_trap(trap(3, "alarmLow", "said again"), at(3)));
  EXPECT_TRUE(book.on_trap(trap(4, "alarmHigh"), at(3)));
  EXPECT_EQ(open_of(book), (Texts{"3 alarmLow!", "4 alarmHigh!"}));
  EXPECT_EQ(book.open().front().text, "the device's words") << "of when it began";
  EXPECT_TRUE(book.on_trap(trap(3, "normal"), at(4)));
  EXPECT_FALSE(book.on_trap(trap(3, "normal"), at(4)));
  EXPECT_EQ(open_of(book), (Texts{"4 alarmHigh!"}));
}

TEST(AlarmBook, PollsRepairWhatTrapsMissed) {
  AlarmBook book;
  EXPECT_EQ(poll(book, {{1, "normal"}, {2, "warnLow"}}, 0), (Texts{"2 warnLow"}));
  EXPECT_EQ(poll(book, {{1, "normal"}, {2, "warnLow"}}, 1), Texts{});
  EXPECT_EQ(poll(book, {{2, "alarmLow"}}, 2), (Texts{"2 alarmLow"}));
  EXPECT_EQ(open_of(book), (Texts{"2 alarmLow"}));
  EXPECT_EQ(poll(book, {{2, "normal"}}, 4), (Texts{"2 normal"}));
  EXPECT_EQ(poll(book, {{2, "normal"}}, 5), Texts{});
  EXPECT_TRUE(book.open().empty());
}

TEST(AlarmBook, ATrapIsNewerThanAPollThatWasAskedBefore) {
  AlarmBook book;
  book.on_trap(trap(3, "alarmLow"), at(10));
  EXPECT_EQ(poll(book, {{3, "normal"}}, 9), Texts{});
  EXPECT_EQ(poll(book, {{3, "warnLow"}}, 10), Texts{}) << "at the same moment";
  EXPECT_EQ(open_of(book), (Texts{"3 alarmLow!"}));
  EXPECT_EQ(poll(book, {{3, "normal"}}, 11), (Texts{"3 normal"}));
  book.on_trap(trap(3, "alarmLow"), at(20));
  book.on_trap(trap(3, "normal"), at(21));
  EXPECT_EQ(poll(book, {{3, "alarmLow"}}, 20), Texts{}) << "not again what a trap has ended";
  EXPECT_EQ(poll(book, {{4, "alarmLow"}}, 20), (Texts{"4 alarmLow"})) << "others are others";
  EXPECT_EQ(poll(book, {{3, "alarmLow"}}, 22), (Texts{"3 alarmLow"}));
}

TEST(AlarmBook, APollKeepsTheDevicesWords) {
  AlarmBook book;
  book.on_trap(trap(3, "alarmLow"), at(0));
  EXPECT_EQ(poll(book, {{3, "alarmLow"}}, 1), Texts{});
  EXPECT_EQ(book.open().front().text, "the device's words");
  EXPECT_EQ(poll(book, {{3, "warnLow"}}, 2), (Texts{"3 warnLow"}));
  EXPECT_EQ(book.open().front().text, "") << "they were about another state";
}

TEST(AlarmBook, KeysDifferByEachOfTheirParts) {
  AlarmBook book;
  const AlarmKey keys[] = {{{}, {}, ""},       {{}, {}, "voltage"}, {1, {}, "voltage"},
                           {{}, 1, "voltage"}, {1, 1, "voltage"},   {1, 1, "temperature"}};
  for (const auto& key : keys) EXPECT_TRUE(book.on_trap({key, "alarm", "", true}, at(0)));
  EXPECT_EQ(book.open().size(), 6U);
}

TEST(AlarmBook, KeepsOnlySoMany) {
  AlarmBook book;
  for (std::uint32_t i = 1; i <= AlarmBook::kMostKept + 5; ++i)
    EXPECT_TRUE(book.on_trap(trap(i, "alarmLow"), at(0))) << "told, whether it is kept or not";
  EXPECT_EQ(book.open().size(), AlarmBook::kMostKept);
  EXPECT_EQ(book.not_kept(), 5U);
  EXPECT_EQ(poll(book, {{AlarmBook::kMostKept + 1, "alarmLow"}}, 1), Texts{})
      << "what isn't kept isn't told again by each poll";
  EXPECT_EQ(book.not_kept(), 6U);
}

TEST(AlarmBook, WhatHasEndedMakesRoomOnceNoOlderPollCanCome) {
  AlarmBook book;
  for (std::uint32_t i = 1; i <= AlarmBook::kMostKept; ++i) book.on_trap(trap(i, "normal"), at(0));
  EXPECT_TRUE(book.on_trap(trap(AlarmBook::kMostKept + 1, "alarmLow"), at(600)));
  EXPECT_EQ(book.open().size(), 1U);
  EXPECT_EQ(book.not_kept(), 0U);
}

}  // namespace
}  // namespace bmsgw::driver
