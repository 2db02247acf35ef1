// How a control unit starts: into its firmware, into its boot loader, with everything cleared.
#include <gtest/gtest.h>

#include "simulator/g1_control.hpp"
#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

Texts output_at(G1Unit& unit, Elapsed now) {
  unit.on_time(now);
  return unit.take_output();
}

void type(G1Unit& unit, const std::string& bytes, Elapsed now) {
  unit.on_bytes(bytes, now);
}

/// Resets it at 0 s; it offers at 1 s.
G1Unit offering_unit(const UnitConfig& config = unit_config()) {
  auto unit = quiet_unit(config);
  (void)ask(unit, "RS1", "", 0_s);
  (void)output_at(unit, 1_s);
  return unit;
}

G1Unit loading_unit(const UnitConfig& config = unit_config()) {
  auto unit = offering_unit(config);
  type(unit, "#", 1900ms);
  (void)unit.take_output();
  return unit;
}

std::string frame(unsigned number, bool last = false) {
  return encoded({static_cast<std::uint16_t>(number), last, last ? "3.0.0" : "block"});
}

TEST(G1Start, MarkWithinASecondStartsTheBootLoader) {
  auto unit = offering_unit();
  type(unit, "#", 1999ms);
  const auto said = heard(unit.take_output());
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said.at(0).fields, (Texts{"BMS1", "00000382", "boot"}));
  EXPECT_TRUE(unit.is_loading());
  EXPECT_EQ(unit.next_wake(), kNotDue);
  EXPECT_TRUE(output_at(unit, 60_s).empty());
  EXPECT_TRUE(ask(unit, "BV1", "?", 60_s).empty());
}

TEST(G1Start, AMarkThatComesTooLateOrAnotherCharacterDoesNot) {
  auto late = offering_unit();
  type(late, "#", 2_s);
  EXPECT_FALSE(late.is_loading());
  EXPECT_EQ(heard(late.take_output()).at(0).field(3), "2.1.0_SIM");
  auto other = offering_unit();
  type(other, "VR1,?,D7\r\n", 1500ms);
  EXPECT_FALSE(other.is_loading());
  EXPECT_TRUE(other.take_output().empty());
  auto running = quiet_unit();
  type(running, "#", 0_s);
  EXPECT_FALSE(running.is_loading());
}

TEST(G1Start, AnUpgradeEndsWithTheNewVersion) {
  auto unit = loading_unit();
  for (unsigned number = 0; number < 3; ++number) {
    type(unit, frame(number), 2_s);
    EXPECT_EQ(unit.take_output(), Texts{"\x11"});
  }
  type(unit, frame(3, true), 2_s);
  EXPECT_EQ(unit.take_output(), Texts{"\x11"});
  EXPECT_TRUE(output_at(unit, 2999ms).empty());
  EXPECT_EQ(output_at(unit, 3_s), Texts{"#"});
  EXPECT_EQ(heard(output_at(unit, 4_s)).at(0).fields, (Texts{"BMS1", "00000382", "3.0.0"}));
  EXPECT_EQ(ask(unit, "VR1", "?", 4_s).at(0).field(3), "3.0.0");
  EXPECT_EQ(ask(unit, "RS2", "?", 4_s).at(0).field(2), "40");
  EXPECT_EQ(unit.version(), "3.0.0");
}

TEST(G1Start, HalfAFirmwareOffersForEver) {
  auto unit = loading_unit();
  type(unit, frame(0), 2_s);
  unit.cycle_power(5_s);
  (void)unit.take_output();
  for (int second = 6; second < 30; ++second) {
    EXPECT_EQ(unit.next_wake(), std::chrono::seconds(second));
    EXPECT_EQ(output_at(unit, std::chrono::seconds(second)), Texts{"#"});
    EXPECT_TRUE(ask(unit, "VR1", "?", std::chrono::milliseconds(second * 1000 + 500)).empty());
  }
  type(unit, "#", 29900ms);
  EXPECT_EQ(heard(unit.take_output()).at(0).field(3), "boot");
  type(unit, frame(1), 30_s);  // it begins anew
  EXPECT_EQ(unit.take_output(), Texts{"\x22"});
  type(unit, frame(0), 30_s);
  type(unit, frame(1, true), 30_s);
  EXPECT_EQ(unit.take_output(), (Texts{"\x11", "\x11"}));
  (void)output_at(unit, 31_s);
  EXPECT_EQ(heard(output_at(unit, 32_s)).at(0).field(3), "3.0.0");
}

TEST(G1Start, NothingLoadedLeavesTheOldFirmware) {
  auto unit = loading_unit();
  unit.cycle_power(5_s);
  EXPECT_EQ(output_at(unit, 6_s), Texts{"#"});
  EXPECT_EQ(heard(output_at(unit, 7_s)).at(0).field(3), "2.1.0_SIM");
  EXPECT_EQ(ask(unit, "RS2", "?", 7_s).at(0).field(2), "01");
  EXPECT_EQ(ask(unit, "RS2", "?", 7_s).at(0).field(4), "40");
}

TEST(G1Start, MasterClearClearsAllAndIsCounted) {
  auto config = unit_config();
  config.passwords = {"first111", "second22"};
  auto unit = quiet_unit(config);
  (void)ask(unit, "PW1", "first111", 60_s);
  (void)ask(unit, "CF2", "0102,0010", 60_s);
  for (int count = 1; count <= 2; ++count) {
    const auto start = std::chrono::seconds(100 * count);
    unit.cycle_power(start);
    (void)output_at(unit, start + 1_s);
    (void)output_at(unit, start + 2_s);
    type(unit, "xxxxx\r\n", start + 3_s);
    EXPECT_TRUE(unit.take_output().empty());
    EXPECT_EQ(output_at(unit, start + 4_s), Texts{"#"});
    EXPECT_EQ(heard(output_at(unit, start + 5_s)).at(0).name, "VR1");
    EXPECT_EQ(ask(unit, "SS1", "07", start + 5_s).at(0).hex_field(3), static_cast<unsigned long>(count));
  }
  EXPECT_EQ(ask(unit, "SS1", "12", 205_s).at(0).hex_field(3), 1U);
  EXPECT_EQ(ask(unit, "LG1", "?", 205_s).size(), 1U);
  EXPECT_EQ(ask(unit, "CF2", "0102,?", 205_s).at(0).field(2), "03E8");
  EXPECT_EQ(ask(unit, "CF2", "0102,0010", 205_s).at(0).name, "CF2");  // no password
  EXPECT_EQ(ask(unit, "RS2", "?", 205_s).at(0).field(2), "40");
}

TEST(G1Start, MasterClearWindow) {
  const struct {
    const char* name;
    std::vector<std::pair<std::string, Elapsed>> typed;  ///< times since '#'
    bool clears;
  } cases[]{
      {"in time", {{"xxxxx\r", 9900ms}}, true},
      {"at its end", {{"xxxxx\n", 10_s}}, true},
      {"too late", {{"xxxxx\r", 10100ms}}, false},
      {"its end too late", {{"xxxxx", 9900ms}, {"\r", 10100ms}}, false},
      {"while it offers", {{"xxxxx\r", 500ms}}, true},
      {"slowly", {{"x", 500ms}, {"x", 2_s}, {"x", 3_s}, {"x", 4_s}, {"x\n", 5_s}}, true},
      {"a character before", {{"a", 1500ms}, {"xxxxx\r", 2_s}}, false},
      {"a line end before", {{"\r\n", 1500ms}, {"xxxxx\r", 2_s}}, false},
      {"a sentence before", {{"VR1,?,D7\r\n", 1500ms}, {"xxxxx\r", 2_s}}, false},
      {"four", {{"xxxx\r", 2_s}}, false},
      {"six", {{"xxxxxx\r", 2_s}}, false},
      {"capitals", {{"XXXXX\r", 2_s}}, false},
      {"no line end", {{"xxxxx", 2_s}}, false},
      {"another character in it", {{"xxaxxx\r", 2_s}}, false},
  };
  for (const auto& test : cases) {
    auto unit = offering_unit();
    for (const auto& [bytes, after] : test.typed) type(unit, bytes, 1_s + after);
    unit.on_time(60_s);
    unit.on_time(61_s);
    (void)unit.take_output();
    type(unit, "\r\n", 62_s);  // what was typed is no part of a sentence
    const auto count = ask(unit, "SS1", "07", 62_s);
    ASSERT_EQ(count.size(), 1U) << test.name;
    EXPECT_EQ(count.at(0).hex_field(3), test.clears ? 1U : 0U) << test.name;
  }
}

TEST(G1Control, LinesDoWhatTheySay) {
  auto unit = quiet_unit();
  EXPECT_EQ(obey_g1_control("event 14\n", unit, 0_s), "event 14");
  EXPECT_EQ(ask(unit, "LG1", "?", 0_s).at(0).field(2), "0E");
  EXPECT_EQ(obey_g1_control("silence 2.5", unit, 0_s), "silence 2.5");
  EXPECT_TRUE(ask(unit, "CF2", "0102,0010", 2400ms).empty());
  EXPECT_EQ(ask(unit, "CF2", "0102,?", 2500ms).at(0).field(2), "0010");
  EXPECT_EQ(obey_g1_control("password1 abcd", unit, 3_s), "password1 abcd");
  EXPECT_EQ(ask(unit, "SC1", "10", 3_s).at(0).field(1), "?");
  EXPECT_EQ(obey_g1_control("password1", unit, 3_s), "password1");
  EXPECT_TRUE(ask(unit, "SC1", "10", 3_s).empty());
  EXPECT_EQ(obey_g1_control("  power  ", unit, 3_s), "power");
  EXPECT_EQ(output_at(unit, 4_s), Texts{"#"});
}

TEST(G1Control, WrongLinesAreExplained) {
  auto unit = quiet_unit();
  for (const auto* line : {"", "power off", "event", "event 0", "event 256", "event x", "silence -1",
                           "silence", "silence nan", "password1 123456789", "password3 abcd", "nonsense"}) {
    EXPECT_NE(obey_g1_control(line, unit, 0_s).find("lines are"), std::string::npos) << line;
  }
  EXPECT_EQ(unit.next_wake(), kNotDue);
}

}  // namespace
}  // namespace bmsgw::simulator
