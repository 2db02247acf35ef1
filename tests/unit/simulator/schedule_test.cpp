#include <gtest/gtest.h>

#include "simulator/fault.hpp"
#include "simulator/misbehaviour.hpp"
#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

using namespace std::chrono_literals;

struct Case {
  const char* text;
  FaultKind kind;
  std::optional<unsigned> argument;
  Elapsed from, to;
};

TEST(Schedule, ReadsFaults) {
  const Case cases[]{
      {"cell-comm-loss", FaultKind::cell_comm_loss, {}, 0_s, kNotDue},
      {"undervoltage@30", FaultKind::under_voltage, {}, 30_s, kNotDue},
      {"overvoltage@1.5+0.25", FaultKind::over_voltage, {}, 1500ms, 1750ms},
      {"overheat@0+5", FaultKind::overheat, {}, 0_s, 5_s},
      {"dead-cell", FaultKind::dead_cell, {}, 0_s, kNotDue},
      {"dead-cell:7@2+3", FaultKind::dead_cell, 7U, 2_s, 5_s},
  };
  for (const auto& test : cases) {
    const auto parsed = parse_fault(test.text);
    const auto* fault = std::get_if<Fault>(&parsed);
    ASSERT_NE(fault, nullptr) << test.text;
    EXPECT_EQ(fault->kind, test.kind);
    EXPECT_EQ(fault->argument, test.argument);
    EXPECT_EQ(fault->from, test.from);
    EXPECT_EQ(fault->to, test.to);
  }
}

TEST(Schedule, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> faults[]{
      {"", "'' is none of cell-comm-loss"},  {"fire", "'fire' is none of"},
      {"overheat@", "behind '@', not ''"},   {"overheat@x", "not 'x'"},
      {"overheat@1+", "behind '+', not ''"}, {"overheat@-1", "not '-1'"},
      {"overheat@1e9", "not '1e9'"},         {"overheat@nan", "not 'nan'"},
      {"overheat:3", "takes no number"},     {"dead-cell:x", "behind ':', not 'x'"},
      {"overheat@1+2+3", "not '2+3'"},
  };
  for (const auto& [text, part] : faults) {
    const auto parsed = parse_fault(text);
    const auto* error = std::get_if<std::string>(&parsed);
    ASSERT_NE(error, nullptr) << text;
    EXPECT_NE(error->find(part), std::string::npos) << *error;
  }
  for (const auto* text : {"cut:0", "cut:101", "burst:0", "burst:1001", "silence:5", "overheat"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(parse_misdeed(text))) << text;
  }
}

TEST(Schedule, FaultsHoldDuringTheirTime) {
  const std::vector<Fault> schedule{{FaultKind::overheat, {}, 2_s, 4_s},
                                    {FaultKind::dead_cell, {}, 3_s, kNotDue},
                                    {FaultKind::dead_cell, 1U, 3_s, kNotDue}};
  EXPECT_FALSE(faults_at(schedule, 1_s, 16).overheat);
  EXPECT_TRUE(faults_at(schedule, 2_s, 16).overheat);
  EXPECT_TRUE(faults_at(schedule, 2_s, 16).dead_cells.empty());
  EXPECT_FALSE(faults_at(schedule, 4_s, 16).overheat);
  EXPECT_EQ(faults_at(schedule, 4_s, 16).dead_cells, (std::vector<std::size_t>{8, 1}));
}

}  // namespace
}  // namespace bmsgw::simulator
