#include "simulator/g1_requests.hpp"

#include <gtest/gtest.h>

#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

using Fields = std::vector<std::string>;

/// Every sentence of the document that can be sent and is more than a question, right and wrong.
struct Sent {
  const char* name;
  const char* fields;
  const char* answer;  ///< the name and fields of the first answer; empty: none
};

class G1Writes : public testing::TestWithParam<Sent> {};

TEST_P(G1Writes, AreAnsweredAsDocumented) {
  auto config = unit_config();
  config.battery.cells = 8;
  auto unit = quiet_unit(config);
  (void)ask(unit, "CF2", "1600,0000E7CF", 0_s);  // what goes to CAN is told
  const auto answers = ask(unit, GetParam().name, GetParam().fields, 0_s);
  std::string answer;
  if (!answers.empty()) {
    answer = answers.front().name;
    for (const auto& field : answers.front().fields) answer += "," + field;
  }
  EXPECT_EQ(answer, GetParam().answer) << GetParam().name << "," << GetParam().fields;
}

INSTANTIATE_TEST_SUITE_P(
    All, G1Writes,
    testing::Values(Sent{"CF2", "0C0E,00", "CF2,0C0E,00"}, Sent{"CF2", "0C0E", ""}, Sent{"CF2", "", ""},
                    Sent{"CF2", "0C0E,00,00", ""}, Sent{"CF2", "FFFF,00", ""},
                    Sent{"CN1", "18FF50E5,1,0,8,0B90006000000000", "CN2,18FF50E5,1,0,8,0B90006000000000"},
                    Sent{"CN1", "00000123,0,1,8,", "CN2,00000123,0,1,8,"},
                    Sent{"CN1", "00000123,0,0,0,", "CN2,00000123,0,0,0,"}, Sent{"CN1", "00000800,0,0,0,", ""},
                    Sent{"CN1", "20000000,1,0,0,", ""}, Sent{"CN1", "123,0,0,0,", ""},
                    Sent{"CN1", "00000123,2,0,0,", ""}, Sent{"CN1", "00000123,0,0,9,", ""},
                    Sent{"CN1", "00000123,0,0,1,", ""}, Sent{"CN1", "00000123,0,0,1,G0", ""},
                    Sent{"CN1", "?", ""}, Sent{"FD1", "", ""}, Sent{"FD1", "1", ""}, Sent{"LG1", "c", "LG1,"},
                    Sent{"LG1", "x", ""}, Sent{"PW1", "", "PW1,0"}, Sent{"PW2", "", "PW2,1"},
                    Sent{"PW2", "mypass12", "PW2,1"}, Sent{"PW2", "abc", "PW2,0"}, Sent{"RC1", "", ""},
                    Sent{"RS1", "", ""}, Sent{"SC1", "64", ""}, Sent{"SS1", "c", "SS1,00,00000000,,"},
                    Sent{"SS1", "07", "SS1,07,,00000000,"}, Sent{"SS1", "28", ""}, Sent{"SS1", "1", ""},
                    Sent{"TC1", "78", ""}, Sent{"TC2", "0000,00,00,00", ""}, Sent{"TC1", "?", ""},
                    Sent{"TC2", "?", ""}, Sent{"RC1", "?", ""}, Sent{"FD1", "?", ""}, Sent{"SC1", "?", ""},
                    Sent{"RS1", "?", ""}, Sent{"PW2", "?", ""}, Sent{"CN2", "?", ""}));

TEST(G1Requests, ACanFrameIsToldOnlyWhenItIsSoConfigured) {
  auto unit = quiet_unit();
  EXPECT_TRUE(ask(unit, "CN1", "00000123,0,0,1,AA", 0_s).empty());
}

TEST(G1Requests, TheCurrentIsZeroedWithTheSensorsError) {
  auto config = unit_config();
  config.battery.scenario = Scenario::idle;
  config.current_error_a = -2.5;
  auto unit = quiet_unit(config);
  EXPECT_EQ(ask(unit, "CV1", "?", 0_s).at(0).field(2), "FFE7");
  (void)ask(unit, "RC1", "", 0_s);
  EXPECT_EQ(ask(unit, "CV1", "?", 0_s).at(0).field(2), "0000");
  EXPECT_EQ(ask(unit, "CF2", "1105,?", 0_s).at(0).field(2), "FFE7");
  (void)ask(unit, "CF2", "1105,0000", 0_s);
  EXPECT_EQ(ask(unit, "CV1", "?", 0_s).at(0).field(2), "FFE7");
}

TEST(G1Requests, ModulesAreCalibratedToTheReference) {
  auto unit = quiet_unit();
  (void)ask(unit, "TC1", "8C", 0_s);  // 40 C
  const auto summary = ask(unit, "BT1", "?", 0_s).at(0);
  EXPECT_EQ(summary.field(2), "8C");
  EXPECT_EQ(summary.field(3), "8C");
  for (const auto* wrong : {"", "7", "078", "78,00", "zz"}) (void)ask(unit, "TC1", wrong, 0_s);
  EXPECT_EQ(ask(unit, "BT1", "?", 0_s).at(0).field(2), "8C");
}

TEST(G1Requests, CoefficientsAreKeptPerCell) {
  auto unit = quiet_unit();
  const auto& known = unit.memory().calibrations();
  for (const auto* wrong :
       {"0001", "0001,01,02", "0001,01,02,03,04", "01,01,02,03", "0001,1,02,03", "0011,01,02,03"})
    (void)ask(unit, "TC2", wrong, 0_s);
  EXPECT_TRUE(known.empty());
  (void)ask(unit, "TC2", "0010,01,02,FF", 0_s);
  ASSERT_EQ(known.size(), 1U);
  EXPECT_EQ(known.at(16), (UnitMemory::Coefficients{1, 2, 255}));
  (void)ask(unit, "TC2", "0000,04,05,06", 0_s);
  EXPECT_EQ(known.size(), 16U);
  EXPECT_EQ(known.at(16), (UnitMemory::Coefficients{4, 5, 6}));
}

TEST(G1Requests, FactoryDefaultsForgetAllButMasterClearsAndPasswords) {
  auto config = unit_config();
  config.passwords = {"first111", ""};
  config.battery.scenario = Scenario::discharge;
  auto unit = quiet_unit(config);
  (void)ask(unit, "PW1", "first111", 0_s);
  (void)ask(unit, "CF2", "0102,0010", 60_s);
  ASSERT_NE(ask(unit, "SS1", "00", 60_s).at(0).field(2), "00000000");
  (void)ask(unit, "FD1", "", 60_s);
  EXPECT_EQ(ask(unit, "CF2", "0102,?", 60_s).at(0).field(2), "03E8");
  EXPECT_EQ(ask(unit, "LG1", "?", 60_s).at(0).fields, Fields{""});
  EXPECT_EQ(ask(unit, "SS1", "00", 60_s).at(0).field(2), "00000000");
  EXPECT_EQ(ask(unit, "SS1", "12", 60_s).at(0).field(3), "00000000");
  EXPECT_EQ(ask(unit, "PW1", "", 60_s).at(0).fields, Fields{"0"});
  EXPECT_EQ(ask(unit, "SC1", "10", 60_s).at(0).fields, Fields{"?"});
}

TEST(G1Requests, ClearingStatisticsKeepsTheProtected) {
  auto unit = quiet_unit();
  unit.on_time(60_s);
  const auto before = ask(unit, "SS1", "00", 60_s).at(0).fields;
  (void)ask(unit, "SS1", "c", 60_s);
  EXPECT_EQ(ask(unit, "SS1", "00", 60_s).at(0).fields, before);
  EXPECT_EQ(ask(unit, "SS1", "12", 60_s).at(0).field(3), "00000001");  // starts
  EXPECT_TRUE(ask(unit, "SS1", "0E", 60_s).empty());
  unit.on_time(61_s);
  EXPECT_EQ(ask(unit, "SS1", "0E", 61_s).size(), 1U);
}

/// Protocol 2.1.0, p. 30-38: values, additional values and times as the table of statistics has them.
TEST(G1Requests, StatisticsHaveTheDocumentedForm) {
  auto config = unit_config();
  config.speed_up = 3600;
  auto unit = quiet_unit(config);
  const auto rows = ask(unit, "SS1", "?", 20_s);
  EXPECT_EQ(rows.size(), 45U);
  for (const auto& row : rows) {
    const auto id = row.hex_field(1);
    const bool total = id <= 6;
    const bool extreme = (id >= 8 && id <= 17) || id >= 47;
    const bool of_cell = extreme && id != 8 && id != 9 && id != 13 && id != 14;
    const bool difference = id == 12 || id == 17 || id == 49;
    EXPECT_EQ(row.field(2).empty(), !total && !extreme) << id;
    EXPECT_EQ(row.field(3).size(), total ? 0U : !extreme ? 8U : !of_cell ? 0U : difference ? 8U : 4U) << id;
    const bool untimed = total || id == 7 || (id >= 29 && id <= 39);
    EXPECT_TRUE(!untimed || row.field(4).empty()) << id;
    EXPECT_TRUE(!extreme || row.field(4).size() == 8) << id;
  }
}

}  // namespace
}  // namespace bmsgw::simulator
