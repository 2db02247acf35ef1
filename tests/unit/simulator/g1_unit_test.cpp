#include "simulator/g1_unit.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "simulator/pack_sentences.hpp"
#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

using namespace std::chrono_literals;

/// Field counts of the document's examples (facts 3.3); CG1 has none there: its table has 66 fields.
const std::map<std::string, std::size_t> kFieldCounts{
    {"BB1", 6},  {"BC1", 3},  {"BT1", 5}, {"BT3", 5}, {"BV1", 6}, {"CG1", 66}, {"CS1", 6}, {"CS2", 4},
    {"CV1", 10}, {"DT1", 12}, {"IN1", 4}, {"OT1", 4}, {"ST1", 8}, {"TD1", 8},  {"VR1", 3}, {"BB2", 4},
    {"BT2", 4},  {"BT4", 4},  {"BV2", 4}, {"LG1", 4}, {"SS1", 4}, {"RS2", 10}, {"PW1", 1}, {"CF2", 2}};

UnitConfig strings_config() {
  auto config = unit_config();
  config.battery.cells = 20;
  config.battery.strings = 2;
  return config;
}

TEST(G1Unit, StartsWithHashAndVersion) {
  G1Unit unit(unit_config());
  const auto output = unit.take_output();
  ASSERT_EQ(output.size(), 2U);
  EXPECT_EQ(output[0], "#");
  EXPECT_EQ(heard(output).at(0).name, "VR1");
}

TEST(G1Unit, BroadcastsEverySentenceOncePerPeriodWithTheDocumentedFields) {
  G1Unit unit(strings_config());
  (void)unit.take_output();
  for (int round = 0; round < 200; ++round) {
    const auto now = unit.next_wake();
    EXPECT_EQ(now, round * 1_s);
    unit.on_time(now);
    std::set<std::string> names;
    const auto output = unit.take_output();
    const auto sentences = heard(output);
    ASSERT_EQ(sentences.size(), output.size());
    for (const auto& sentence : sentences) {
      EXPECT_EQ(sentence.fields.size(), kFieldCounts.at(sentence.name)) << sentence.name;
      EXPECT_TRUE(names.insert(sentence.name).second);
    }
    EXPECT_EQ(names.size(), 14U);
  }
}

TEST(G1Unit, AnswersEveryRequestOfTheDocument) {
  auto unit = quiet_unit(strings_config());
  for (const auto& [name, count] : kFieldCounts) {
    if (name == "CF2") continue;
    const auto answers = ask(unit, name, "?", 3_s);
    ASSERT_FALSE(answers.empty()) << name;
    for (const auto& answer : answers) {
      EXPECT_EQ(answer.name, name);
      EXPECT_EQ(answer.fields.size(), count) << name;
    }
  }
  EXPECT_EQ(unit.requests_answered(), kFieldCounts.size() - 1);
}

TEST(G1Unit, IgnoresWhatIsNotForIt) {
  auto unit = quiet_unit();
  for (const std::string line : {"BV1,?,00\r\n", "garbage\r\n", "BV1,?\r\n"}) {
    unit.on_bytes(std::span(line), 1_s);
    EXPECT_TRUE(unit.take_output().empty()) << line;
  }
  for (const auto* name : {"XX1", "FD1", "bv1", "RC1", "TC1"})
    EXPECT_TRUE(ask(unit, name, "?", 1_s).empty()) << name;
  EXPECT_TRUE(ask(unit, "FD1", "", 1_s).empty());
  EXPECT_TRUE(ask(unit, "RC1", "", 1_s).empty());
  EXPECT_EQ(unit.requests_answered(), 0U);
}

TEST(G1Unit, BroadcastOffVolunteersNothingUntilTheFlagIsSet) {
  auto unit = quiet_unit();
  EXPECT_EQ(unit.next_wake(), kNotDue);
  unit.on_time(100_s);
  EXPECT_TRUE(unit.take_output().empty());
  EXPECT_EQ(ask(unit, "CF2", "1600,?", 100_s).at(0).field(2), "0000A7CF");
  EXPECT_EQ(ask(unit, "CF2", "1600,0000B7CF", 100_s).at(0).field(2), "0000B7CF");
  unit.on_time(unit.next_wake());
  EXPECT_EQ(heard(unit.take_output()).size(), 14U);
}

TEST(G1Unit, ReadsAndWritesParameters) {
  auto config = unit_config();
  config.battery = {.cells = 80, .strings = 2, .capacity_ah = 100};
  auto unit = quiet_unit(config);
  const std::map<std::string, std::string> known{{"0010", "0A"},   {"0013", "02"},   {"0100", "0050"},
                                                 {"0102", "03E8"}, {"0111", "0032"}, {"0C0E", "00"},
                                                 {"0C08", "28"}};
  for (const auto& [id, value] : known)
    EXPECT_EQ(ask(unit, "CF2", id + ",?", 1_s).at(0).field(2), value) << id;
  EXPECT_EQ(ask(unit, "CF2", "0010,05", 1_s).at(0).field(2), "05");
  EXPECT_EQ(ask(unit, "CF2", "0010,?", 1_s).at(0).field(2), "05");
  for (const auto* refused : {"FFFF,?", "FFFF,00", "0010,0005", "0010,zz", "10,05", "0010,"}) {
    EXPECT_TRUE(ask(unit, "CF2", refused, 1_s).empty()) << refused;
  }
  EXPECT_EQ(ask(unit, "CF2", "0010,?", 1_s).at(0).field(2), "05");
}

TEST(G1Unit, NewPeriodHoldsAtOnce) {
  G1Unit unit(unit_config());
  unit.on_time(0_s);
  ASSERT_EQ(unit.next_wake(), 1_s);
  (void)ask(unit, "CF2", "0010,02", 100ms);
  EXPECT_EQ(unit.next_wake(), 300ms);
}

TEST(G1Unit, SleepsWithTheSleepPeriod) {
  auto config = unit_config();
  config.battery.scenario = Scenario::idle;
  G1Unit unit(config);
  unit.on_time(0_s);
  EXPECT_EQ(unit.next_wake(), 5_s);
}

TEST(G1Unit, ListsCoverEachLiveCellExactlyOnce) {
  struct Case {
    std::size_t cells, strings, sentences;
    std::vector<Fault> faults;
  };
  const Fault dead{FaultKind::dead_cell, 3U, Elapsed{0}, kNotDue};
  const Case cases[]{{1, 1, 1, {}},  {8, 1, 1, {}},    {16, 1, 2, {}},
                     {20, 2, 4, {}}, {320, 2, 40, {}}, {16, 1, 3, {dead}}};
  for (const auto& test : cases) {
    auto config = unit_config();
    config.battery.cells = test.cells;
    config.battery.strings = test.strings;
    config.faults = test.faults;
    auto unit = quiet_unit(config);
    for (const auto* name : {"BB2", "BT2", "BT4", "BV2"}) {
      const auto parts = ask(unit, name, "?", 1_s);
      EXPECT_EQ(parts.size(), test.sentences);
      std::set<std::size_t> seen;
      for (const auto& part : parts) {
        EXPECT_EQ(part.field(4).size(), 2 * part.hex_field(3));
        EXPECT_EQ(part.hex_field(1), part.hex_field(2) / (test.cells / test.strings));
        for (std::size_t i = 0; i < part.hex_field(3); ++i)
          EXPECT_TRUE(seen.insert(part.hex_field(2) + i).second);
      }
      EXPECT_EQ(seen.size(), test.cells - test.faults.size());
      EXPECT_EQ(seen.count(3), test.cells > 3 && test.faults.empty() ? 1U : 0U);
    }
  }
}

TEST(G1Unit, SummariesAgreeWithTheCells) {
  auto unit = quiet_unit(strings_config());
  for (int second = 1; second < 400; second += 7) {
    const Elapsed now = std::chrono::seconds(second);
    std::vector<unsigned long> raw;
    for (const auto& part : ask(unit, "BV2", "?", now)) {
      for (std::size_t i = 0; i < part.field(4).size(); i += 2) {
        raw.push_back(std::stoul(part.field(4).substr(i, 2), nullptr, 16));
      }
    }
    const auto summary = ask(unit, "BV1", "?", now).at(0);
    double sum_v = 0;
    for (const auto value : raw) sum_v += static_cast<double>(value + 200) * 0.01;
    EXPECT_EQ(summary.hex_field(1), raw.size());
    EXPECT_EQ(summary.hex_field(2), *std::ranges::min_element(raw));
    EXPECT_EQ(summary.hex_field(3), *std::ranges::max_element(raw));
    const double average_v = static_cast<double>(summary.hex_field(4) + 200) * 0.01;
    EXPECT_NEAR(average_v, sum_v / 20, 0.0051);
    EXPECT_NEAR(static_cast<double>(summary.hex_field(5)) * 0.01, sum_v / 2, 0.0051);
    EXPECT_EQ(ask(unit, "CV1", "?", now).at(0).hex_field(1), summary.hex_field(5));
    const auto charge = ask(unit, "BC1", "?", now).at(0);
    const auto share = static_cast<double>(charge.hex_field(1)) / static_cast<double>(charge.hex_field(2));
    EXPECT_NEAR(static_cast<double>(charge.hex_field(3)), share * 10000, 0.51);
  }
}

TEST(G1Unit, EmptyAnswersUnderLostCellCommunication) {
  auto config = strings_config();
  config.faults = {{FaultKind::cell_comm_loss, {}, Elapsed{0}, 10_s}};
  auto unit = quiet_unit(config);
  const auto text = [&unit](const char* name) {
    const auto line = codec::g1::encode_sentence(name, "?") + "\n";
    unit.on_bytes(std::span(line), 1_s);
    return unit.take_output();
  };
  using Lines = std::vector<std::string>;
  EXPECT_EQ(text("BB1"), Lines{"BB1,,,,,,,21\r\n"});
  EXPECT_EQ(text("BT1"), Lines{"BT1,,,,,,F9\r\n"});
  EXPECT_EQ(text("BT2"), Lines{"BT2,,,,,,,AD\r\n"});
  EXPECT_EQ(text("BT3"), Lines{"BT3,,,,,,,EE\r\n"});
  EXPECT_EQ(text("BT4"), Lines{"BT4,,,,,,,3E\r\n"});
  EXPECT_EQ(text("BV1"), Lines{"BV1,,,,,,,39\r\n"});
  EXPECT_EQ(ask(unit, "ST1", "?", 1_s).at(0).hex_field(5), 0U);
  EXPECT_EQ(ask(unit, "ST1", "?", 1_s).at(0).hex_field(6) & kNoCellComm, kNoCellComm);
  EXPECT_EQ(ask(unit, "CV1", "?", 1_s).at(0).field(1), "");
  EXPECT_EQ(ask(unit, "ST1", "?", 11_s).at(0).hex_field(5), 0x2FU);
  EXPECT_EQ(ask(unit, "BV1", "?", 11_s).at(0).hex_field(1), 20U);
  EXPECT_EQ(ask(unit, "LG1", "?", 11_s).at(1).field(2), "03");  // communication established, then the charge
}

TEST(G1Unit, WithoutExternalSensorsTheirSentencesAreEmpty) {
  auto config = unit_config();
  config.battery.external_temperatures = false;
  auto unit = quiet_unit(config);
  EXPECT_EQ(ask(unit, "BT3", "?", 1_s).at(0).field(1), "");
  EXPECT_EQ(ask(unit, "BT4", "?", 1_s).at(0).field(2), "");
  EXPECT_EQ(ask(unit, "ST1", "?", 1_s).at(0).hex_field(5), 0x0FU);
}

TEST(G1Unit, ResetIsASilentSecondThenAnOfferThenANewStart) {
  G1Unit unit(unit_config());
  unit.on_time(5_s);
  (void)unit.take_output();
  EXPECT_TRUE(ask(unit, "RS1", "", 5_s).empty());
  EXPECT_EQ(unit.next_wake(), 6_s);
  EXPECT_TRUE(ask(unit, "BV1", "?", 5500ms).empty());
  unit.on_time(6_s);
  EXPECT_EQ(unit.take_output(), std::vector<std::string>{"#"});
  EXPECT_EQ(unit.next_wake(), 7_s);
  EXPECT_TRUE(ask(unit, "BV1", "?", 6500ms).empty());
  unit.on_time(7_s);
  EXPECT_EQ(heard(unit.take_output()).at(0).name, "VR1");
  EXPECT_EQ(ask(unit, "TD1", "?", 7_s).back().field(8), "0000003C");  // since '#'; a second is a minute
  EXPECT_EQ(ask(unit, "RS2", "?", 7_s).back().field(2), "40");
}

TEST(G1Unit, ClockRunsWithTheBattery) {
  auto unit = quiet_unit();  // 2023-11-14 22:13:20, one second is a minute
  const auto answer = ask(unit, "TD1", "?", 2_s).at(0);
  EXPECT_EQ(answer.fields,
            (std::vector<std::string>{"2023", "11", "14", "22", "15", "20", "00", "00000078"}));
}

TEST(G1Unit, ObeysTheFewWrites) {
  auto unit = quiet_unit();
  (void)ask(unit, "SC1", "32", 0_s);
  EXPECT_EQ(ask(unit, "BC1", "?", 0_s).at(0).field(3), "1388");
  (void)ask(unit, "SC1", "65", 0_s);
  EXPECT_EQ(ask(unit, "BC1", "?", 0_s).at(0).field(3), "1388");
  EXPECT_EQ(ask(unit, "LG1", "?", 0_s).size(), 1U);
  EXPECT_EQ(ask(unit, "LG1", "c", 0_s).at(0).fields, std::vector<std::string>{""});
  EXPECT_EQ(ask(unit, "SS1", "0A", 0_s).at(0).field(1), "0A");
  EXPECT_EQ(ask(unit, "SS1", "c", 0_s).size(), 32U);  // totals and counts
  EXPECT_TRUE(ask(unit, "SS1", "0A", 0_s).empty());
}

TEST(G1Unit, SameSeedAndTimesSameBytes) {
  const auto run = [](std::vector<int> wakes_ms) {
    auto unit = quiet_unit(strings_config());
    for (const int wake_ms : wakes_ms) unit.on_time(std::chrono::milliseconds(wake_ms));
    std::vector<std::string> all;
    for (const auto* name : {"BV2", "BC1", "CV1", "ST1", "SS1", "DT1"}) {
      const auto line = codec::g1::encode_sentence(name, "?") + "\n";
      unit.on_bytes(std::span(line), 90_s);
      for (const auto& text : unit.take_output()) all.push_back(text);
    }
    return all;
  };
  EXPECT_EQ(run({}), run({10, 333, 334, 5000, 70001}));
}

TEST(G1Unit, RateSendsExactlySoManyRoundRobin) {
  auto config = unit_config();
  config.rate_per_s = 1000;
  G1Unit unit(config);
  (void)unit.take_output();
  std::map<std::string, int> counts;
  int total = 0;
  for (Elapsed now{0}; now < 2_s; now = unit.next_wake()) {
    unit.on_time(now);
    for (const auto& sentence : heard(unit.take_output())) ++counts[sentence.name], ++total;
  }
  EXPECT_EQ(total, 2000);
  for (const auto& [name, count] : counts) EXPECT_NEAR(count, 2000.0 / 14, 1) << name;
}

TEST(G1Unit, BusyLineIsNotVolunteeredTo) {
  G1Unit unit(unit_config());
  (void)unit.take_output();
  unit.set_line_busy(true);
  unit.on_time(0_s);
  EXPECT_TRUE(unit.take_output().empty());
  EXPECT_EQ(ask(unit, "BV1", "?", 0_s).size(), 1U);
  unit.set_line_busy(false);
  unit.on_time(1_s);
  EXPECT_EQ(heard(unit.take_output()).size(), 14U);
}

/// The document's own sentences, from a battery as it describes it.
TEST(PackSentences, GoldenVectors) {
  PackReading pack;
  pack.cells.assign(
      8, {.voltage_cv = 339, .module_temperature_c = 20, .cell_temperature_c = 20, .balancing = 0});
  pack.charge_c = 0x000456F0;
  pack.capacity_c = 0x00057E40;
  EXPECT_EQ(bc1_fields(pack), "000456F0,00057E40,1EDC");
  EXPECT_EQ(bb2_fields(pack).at(0), "00,0000,08,0000000000000000");
  const int voltages[]{0x8B, 0x85, 0x85, 0x85, 0x85, 0x86, 0x85, 0x87};
  const int temperatures[]{0x77, 0x7A, 0x78, 0x78, 0x78, 0x7A, 0x78, 0x78};
  for (std::size_t i = 0; i < 8; ++i) {
    pack.cells[i].voltage_cv = voltages[i] + 200;
    pack.cells[i].cell_temperature_c = temperatures[i] - 100;
  }
  EXPECT_EQ(codec::g1::encode_sentence("BV2", bv2_fields(pack).at(0)), "BV2,00,0000,08,8B85858585868587,93");
  EXPECT_EQ(codec::g1::encode_sentence("BT4", bt4_fields(pack).at(0)), "BT4,00,0000,08,777A7878787A7878,CF");
}

}  // namespace
}  // namespace bmsgw::simulator
