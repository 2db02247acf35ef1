#include "bmsgw/driver/alarm_book.hpp"

#include <gtest/gtest.h>

namespace bmsgw::driver {
namespace {

using core::AlarmEvent;
using core::AlarmKey;
using Found = AlarmBook::Found;
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
  std::vector<AlarmEvent> events;
  for (const auto& [key, event] : book.open()) {
    EXPECT_EQ(key, event.key);
    events.push_back(event);
  }
  return shown(events);
}
Texts poll(AlarmBook& book, const std::vector<Found>& found, int asked) {
  return shown(book.on_poll(found, at(asked)));
}

TEST(AlarmBook, TrapsOpenChangeAndEndAlarms) {
  AlarmBook book;
  EXPECT_FALSE(book.on_trap(trap(3, "normal"), at(0))) << "there was none";
  EXPECT_TRUE(book.on_trap(trap(3, "warnLow"), at(1)));
  EXPECT_TRUE(book.on_trap(trap(3, "alarmLow"), at(2)));
  EXPECT_FALSE(book.on_trap(trap(3, "alarmLow", "said again"), at(3)));
  EXPECT_TRUE(book.on_trap(trap(4, "alarmHigh"), at(3)));
  EXPECT_EQ(open_of(book), (Texts{"3 alarmLow!", "4 alarmHigh!"}));
  EXPECT_EQ(book.open().begin()->second.text, "said again");
  EXPECT_TRUE(book.on_trap(trap(3, "normal"), at(4)));
  EXPECT_FALSE(book.on_trap(trap(3, "normal"), at(4)));
  EXPECT_EQ(open_of(book), (Texts{"4 alarmHigh!"}));
}

TEST(AlarmBook, PollsRepairWhatTrapsMissed) {
  AlarmBook book;
  EXPECT_EQ(poll(book, {{voltage_of(1), "normal"}, {voltage_of(2), "warnLow"}, {voltage_of(3), {}}}, 0),
            (Texts{"2 warnLow"}));
  EXPECT_EQ(poll(book, {{voltage_of(1), "normal"}, {voltage_of(2), "warnLow"}}, 1), Texts{});
  EXPECT_EQ(poll(book, {{voltage_of(2), "alarmLow"}}, 2), (Texts{"2 alarmLow"}));
  EXPECT_EQ(poll(book, {{voltage_of(2), {}}}, 3), Texts{}) << "not known changes nothing";
  EXPECT_EQ(open_of(book), (Texts{"2 alarmLow"}));
  EXPECT_EQ(poll(book, {{voltage_of(2), "normal"}}, 4), (Texts{"2 normal"}));
  EXPECT_EQ(poll(book, {{voltage_of(2), "normal"}}, 5), Texts{});
  EXPECT_TRUE(book.open().empty());
}

TEST(AlarmBook, ATrapIsNewerThanAPollThatWasAskedBefore) {
  AlarmBook book;
  book.on_trap(trap(3, "alarmLow"), at(10));
  EXPECT_EQ(poll(book, {{voltage_of(3), "normal"}}, 9), Texts{});
  EXPECT_EQ(poll(book, {{voltage_of(3), "warnLow"}}, 10), Texts{}) << "at the same moment";
  EXPECT_EQ(open_of(book), (Texts{"3 alarmLow!"}));
  EXPECT_EQ(poll(book, {{voltage_of(3), "normal"}}, 11), (Texts{"3 normal"}));
  book.on_trap(trap(3, "alarmLow"), at(20));
  book.on_trap(trap(3, "normal"), at(21));
  EXPECT_EQ(poll(book, {{voltage_of(3), "alarmLow"}}, 20), Texts{}) << "not again what a trap has ended";
  EXPECT_EQ(poll(book, {{voltage_of(4), "alarmLow"}}, 20), (Texts{"4 alarmLow"})) << "others are others";
  EXPECT_EQ(poll(book, {{voltage_of(3), "alarmLow"}}, 22), (Texts{"3 alarmLow"}));
}

TEST(AlarmBook, APollKeepsTheDevicesWords) {
  AlarmBook book;
  book.on_trap(trap(3, "alarmLow"), at(0));
  EXPECT_EQ(poll(book, {{voltage_of(3), "alarmLow"}}, 1), Texts{});
  EXPECT_EQ(book.open().begin()->second.text, "the device's words");
  EXPECT_EQ(poll(book, {{voltage_of(3), "warnLow"}}, 2), (Texts{"3 warnLow"}));
  EXPECT_EQ(book.open().begin()->second.text, "") << "they were about another state";
}

TEST(AlarmBook, OfSeveralWithOneKeyTheAlarmCounts) {
  AlarmBook book;
  const std::vector<Found> found{{voltage_of(1), "normal"},
                                 {voltage_of(1), "warnLow"},
                                 {voltage_of(1), "alarmLow"},
                                 {voltage_of(1), "normal"}};
  EXPECT_EQ(poll(book, found, 0), (Texts{"1 warnLow"}));
  EXPECT_EQ(poll(book, found, 1), Texts{}) << "it doesn't come and go";
}

TEST(AlarmBook, KeysDifferByEachOfTheirParts) {
  AlarmBook book;
  const AlarmKey keys[] = {{{}, {}, ""},       {{}, {}, "voltage"}, {1, {}, "voltage"},
                           {{}, 1, "voltage"}, {1, 1, "voltage"},   {1, 1, "temperature"}};
  for (const auto& key : keys) EXPECT_TRUE(book.on_trap({key, "alarm", "", true}, at(0)));
  EXPECT_EQ(book.open().size(), 6U);
  book.clear();
  EXPECT_TRUE(book.open().empty());
  EXPECT_EQ(poll(book, {{keys[5], "alarm"}}, -1), (Texts{"1 alarm"})) << "its traps are forgotten as well";
}

TEST(AlarmBook, KeepsOnlySoMany) {
  AlarmBook book;
  std::vector<Found> found;
  for (std::uint32_t i = 1; i <= AlarmBook::kMostOpen + 5; ++i) {
    EXPECT_TRUE(book.on_trap(trap(i, "alarmLow"), at(0)));
    found.push_back({voltage_of(i), "alarmLow"});
  }
  EXPECT_EQ(book.open().size(), AlarmBook::kMostOpen);
  EXPECT_EQ(book.not_kept(), 5U);
  EXPECT_EQ(poll(book, found, 1), Texts{}) << "what isn't kept isn't told again by each poll";
  EXPECT_EQ(book.not_kept(), 10U);
  EXPECT_TRUE(book.on_trap(trap(7, "normal"), at(2)));
  EXPECT_EQ(poll(book, found, 3), (Texts{"7 alarmLow"}));
}

}  // namespace
}  // namespace bmsgw::driver
