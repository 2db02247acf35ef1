#include "simulator/parameters.hpp"

#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "simulator/parameter_table.hpp"
#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

/// The ids of the document's table by the bytes of their values; those of the CAN cell group modules are
/// added.
constexpr auto kOneByte =
    "0004 0005 0006 0007 0008 0009 000A 000B 000C 000D 000E 0010 0013 0014 0015 0016 0017 001A 0022 0025 "
    "0026 "
    "0027 0028 0029 002A 002B 002C 002D 002E 002F 0030 0031 0032 0033 0034 0035 0036 0037 0038 0039 003A "
    "003B "
    "003C 0048 0049 004A 004B 004C 004D 004E 004F 0050 0051 0052 0060 0061 0062 0063 0400 0405 0406 0800 "
    "0801 "
    "0802 0803 0804 0805 0806 0807 0809 080A 080B 080C 080D 080E 0C02 0C05 1002 1007 1008 1009 1805 1815";
constexpr auto kTwoBytes =
    "0100 0102 0111 0118 0503 0D00 0D03 1100 1103 1105 1806 1901 1903 1907 1909 190B 190D 190F 1911 1916 "
    "191A "
    "191C";
constexpr auto kFourBytes = "0607 1600 1604";

void add_ids(const char* ids, std::size_t digits, std::map<std::string, std::size_t>& into) {
  std::istringstream text(ids);
  for (std::string id; text >> id;) into[id] = digits;
}

std::string id_text(unsigned id) {
  std::ostringstream text;
  text << std::uppercase << std::hex;
  text.width(4);
  text.fill('0');
  text << id;
  return text.str();
}

std::map<std::string, std::size_t> documented() {
  std::map<std::string, std::size_t> rows;
  add_ids(kOneByte, 2, rows);
  add_ids(kTwoBytes, 4, rows);
  add_ids(kFourBytes, 8, rows);
  for (unsigned module = 0; module < 32; ++module) {
    rows[id_text(0x0C07 + module)] = rows[id_text(0x0C67 + module)] = 2;
    rows[id_text(0x0D27 + 2 * module)] = 4;
  }
  return rows;
}

TEST(Parameters, EveryRowIsReadWrittenAndReadBackInItsWidth) {
  const auto rows = documented();
  ASSERT_EQ(rows.size(), 204U);
  EXPECT_EQ(parameter_rows().size(), rows.size());
  auto unit = quiet_unit();
  for (const auto& [id, digits] : rows) {
    const auto before = ask(unit, "CF2", id + ",?", 0_s);
    ASSERT_EQ(before.size(), 1U) << id;
    EXPECT_EQ(before.at(0).field(2).size(), digits) << id;
    const std::string value = id == "1600" ? "00000001" : std::string(digits - 1, '0') + "7";
    EXPECT_EQ(ask(unit, "CF2", id + "," + value, 0_s).at(0).field(2), value) << id;
    EXPECT_EQ(ask(unit, "CF2", id + ",?", 0_s).at(0).field(2), value) << id;
    EXPECT_TRUE(ask(unit, "CF2", id + ",0" + value, 0_s).empty()) << id;
    EXPECT_TRUE(ask(unit, "CF2", id + "," + value.substr(1), 0_s).empty()) << id;
  }
}

TEST(Parameters, NoRowTwice) {
  std::map<std::uint16_t, int> counts;
  for (const auto& row : parameter_rows()) EXPECT_EQ(++counts[row.id], 1) << row.id;
}

TEST(Parameters, CapacityAndNumberOfCellsTakeEffect) {
  auto unit = quiet_unit();
  const auto share = ask(unit, "BC1", "?", 0_s).at(0).field(3);
  (void)ask(unit, "CF2", "0102,01F4", 0_s);  // 50 Ah
  EXPECT_EQ(ask(unit, "BC1", "?", 0_s).at(0).hex_field(2), 180'000U);
  EXPECT_EQ(ask(unit, "BC1", "?", 0_s).at(0).field(3), share);
  EXPECT_EQ(ask(unit, "ST1", "?", 0_s).at(0).hex_field(5) & 8U, 8U);
  (void)ask(unit, "CF2", "0100,0011", 0_s);
  EXPECT_EQ(ask(unit, "ST1", "?", 0_s).at(0).hex_field(5) & 8U, 0U);
  (void)ask(unit, "CF2", "0100,0010", 0_s);
  EXPECT_EQ(ask(unit, "ST1", "?", 0_s).at(0).hex_field(5) & 8U, 8U);
}

TEST(Parameters, AWrongNumberOfCellsIsAChargingError) {
  auto config = unit_config();
  config.battery.scenario = Scenario::charge;
  auto unit = quiet_unit(config);
  (void)ask(unit, "CF2", "0100,0011", 0_s);
  EXPECT_EQ(ask(unit, "ST1", "?", 60_s).at(0).field(2), "08");
}

TEST(Parameters, AFunctionThatIsOffProtectsNothing) {
  auto config = unit_config();
  config.faults = {{FaultKind::under_voltage, {}, Elapsed{0}, kNotDue}};
  auto unit = quiet_unit(config);
  EXPECT_EQ(ask(unit, "ST1", "?", 0_s).at(0).hex_field(6) & kUnderVoltage, kUnderVoltage);
  EXPECT_EQ(ask(unit, "ST1", "?", 0_s).at(0).hex_field(7) & kLowVoltage, kLowVoltage);
  (void)ask(unit, "CF2", "1600,0000A78D", 0_s);  // without bits 1 and 6
  EXPECT_EQ(ask(unit, "ST1", "?", 0_s).at(0).hex_field(6) & kUnderVoltage, 0U);
  EXPECT_EQ(ask(unit, "ST1", "?", 0_s).at(0).hex_field(7) & kLowVoltage, 0U);
}

}  // namespace
}  // namespace bmsgw::simulator
