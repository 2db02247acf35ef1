#include "simulator/passwords.hpp"

#include <gtest/gtest.h>

#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

using Fields = std::vector<std::string>;

G1Unit guarded_unit() {
  auto config = unit_config();
  config.passwords = {"first111", "second22"};
  return quiet_unit(config);
}

TEST(Passwords, AWriteBelowItsLevelAsksForALogInAndDoesNothing) {
  const struct {
    const char* name;
    const char* fields;
    unsigned level;
  } writes[]{{"CF2", "0102,0010", 1}, {"CN1", "00000123,0,0,1,AA", 1},
             {"LG1", "c", 1},         {"SS1", "c", 1},
             {"SC1", "05", 1},        {"RC1", "", 1},
             {"RS1", "", 1},          {"FD1", "", 2},
             {"TC1", "78", 2},        {"TC2", "0001,01,02,03", 2}};
  for (const auto& write : writes) {
    for (unsigned level = 0; level < write.level; ++level) {
      auto unit = guarded_unit();
      if (level > 0) (void)ask(unit, "PW1", "first111", 0_s);
      const auto before = [&unit] {
        std::vector<Fields> all;
        for (const auto* name : {"LG1", "SS1", "BC1", "BT1", "CV1"}) {
          for (const auto& sentence : ask(unit, name, "?", 0_s)) all.push_back(sentence.fields);
        }
        all.push_back(ask(unit, "CF2", "0102,?", 0_s).at(0).fields);
        return all;
      };
      const auto as_it_was = before();
      const auto answer = ask(unit, write.name, write.fields, 0_s);
      ASSERT_EQ(answer.size(), 1U) << write.name;
      EXPECT_EQ(answer.at(0).name, "PW1") << write.name;
      EXPECT_EQ(answer.at(0).fields, Fields{"?"}) << write.name;
      EXPECT_EQ(before(), as_it_was) << write.name;
      EXPECT_TRUE(unit.memory().calibrations().empty());
      EXPECT_EQ(unit.next_wake(), kNotDue);  // no restart
    }
  }
}

TEST(Passwords, LevelsAreClimbedAndLeftOneByOne) {
  auto unit = guarded_unit();
  const struct {
    const char* sent;
    const char* level;
  } steps[]{{"?", "0"},        {"second22", "0"}, {"first111", "1"}, {"first111", "1"},
            {"second22", "2"}, {"anything", "2"}, {"?", "2"},        {"", "1"},
            {"", "0"},         {"", "0"},         {"?", "0"}};
  for (const auto& step : steps) {
    EXPECT_EQ(ask(unit, "PW1", step.sent, 0_s).at(0).fields, Fields{step.level}) << step.sent;
  }
}

TEST(Passwords, LoggedInItWritesAndARestartLogsOut) {
  auto unit = guarded_unit();
  (void)ask(unit, "PW1", "first111", 0_s);
  EXPECT_EQ(ask(unit, "CF2", "0102,0010", 0_s).at(0).name, "CF2");
  (void)ask(unit, "PW1", "second22", 0_s);
  (void)ask(unit, "TC2", "0000,01,02,03", 0_s);
  EXPECT_EQ(unit.memory().calibrations().size(), 16U);
  (void)ask(unit, "RS1", "", 0_s);
  unit.on_time(1_s);
  unit.on_time(2_s);
  (void)unit.take_output();
  EXPECT_EQ(ask(unit, "PW1", "?", 2_s).at(0).fields, Fields{"0"});
  EXPECT_EQ(ask(unit, "CF2", "0102,0010", 2_s).at(0).fields, Fields{"?"});
  EXPECT_EQ(ask(unit, "CF2", "0102,?", 2_s).at(0).field(2), "0010");
}

TEST(Passwords, ALevelWithoutPasswordIsOpen) {
  Passwords none({});
  EXPECT_TRUE(none.allows(2));
  Passwords first({"first111", ""});
  EXPECT_FALSE(first.allows(1));
  EXPECT_FALSE(first.allows(2));
  first.log_in("first111");
  EXPECT_TRUE(first.allows(2));
  Passwords second({"", "second22"});
  EXPECT_TRUE(second.allows(1));
  EXPECT_FALSE(second.allows(2));
}

TEST(Passwords, SettingThem) {
  const struct {
    const char* text;
    bool set;
  } cases[]{{"abc", false}, {"abcd", true}, {"abcdefgh", true}, {"abcdefghi", false}, {"", true}};
  for (const auto& test : cases) {
    auto unit = quiet_unit();
    EXPECT_EQ(ask(unit, "PW2", test.text, 0_s).at(0).fields, Fields{test.set ? "1" : "0"}) << test.text;
  }
  auto unit = guarded_unit();
  EXPECT_EQ(ask(unit, "PW2", "changed1", 0_s).at(0).fields, Fields{"0"});
  (void)ask(unit, "PW1", "first111", 0_s);
  EXPECT_EQ(ask(unit, "PW2", "changed1", 0_s).at(0).fields, Fields{"1"});
  (void)ask(unit, "PW1", "second22", 0_s);
  EXPECT_EQ(ask(unit, "PW2", "", 0_s).at(0).fields, Fields{"1"});  // that of level 2 is gone
  (void)ask(unit, "PW1", "", 0_s);
  (void)ask(unit, "PW1", "", 0_s);
  EXPECT_EQ(ask(unit, "PW1", "first111", 0_s).at(0).fields, Fields{"0"});
  EXPECT_EQ(ask(unit, "PW1", "changed1", 0_s).at(0).fields, Fields{"1"});
  EXPECT_TRUE(ask(unit, "FD1", "", 0_s).empty());  // done
}

}  // namespace
}  // namespace bmsgw::simulator
