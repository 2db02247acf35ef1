// What a configuration lets out, from the text of its files to the gate's verdict.
#include <gtest/gtest.h>

#include "bmsgw/app/compile.hpp"
#include "bmsgw/config/loader.hpp"

namespace bmsgw::app {
namespace {

using core::Command;
using core::SentenceCommand;

/// The first of these buses, of a unit that tells whether it is charging.
struct Compiled {
  explicit Compiled(const std::string& settings) {
    const auto loaded = config::load_text("s.json", settings, "p.json", R"({"protocols": {
      "g1": {"packets": {"ST1": {"params": {"charging": {"encoding": "HEX_BIT_BOOL"}}}}},
      "can": {"packets": {"P": {"id": "X100", "params": {"v": {}}}}},
      "modbus": {"packets": {"M": {"params": {"w": {"address": 1, "write": 6}}}}}}})",
                                          {});
    for (const auto& problem : loaded.problems) ADD_FAILURE() << to_string(problem);
    if (loaded.config) made = compile(*loaded.config, registry);
  }
  core::PointRegistry registry;
  CompiledGateway made;
};

CompiledGateway serial(const std::string& allow) {
  return std::move(
      Compiled(R"({"serial": {"device": "a", "access": "read_write", "allow": [)" + allow + "]}}").made);
}

bool passes(const CompiledGateway& made, const char* sentence, const char* fields) {
  const route::WriteGate gate(made.policies);
  const auto judged =
      gate.judge({1, core::BusId{0}, Command::Kind::write, SentenceCommand{sentence, fields}});
  return std::holds_alternative<route::PermittedCommand>(judged);
}

struct PolicyCase {
  const char* allow;
  const char* sentence;
  const char* fields;
  bool passes;
};

void PrintTo(const PolicyCase& row, std::ostream* out) {
  *out << row.allow << ": " << row.sentence << "," << row.fields;
}

class Policy : public testing::TestWithParam<PolicyCase> {};

TEST_P(Policy, LetsOutWhatAllowLists) {
  const auto& row = GetParam();
  EXPECT_EQ(passes(serial(row.allow), row.sentence, row.fields), row.passes);
}

const std::vector<PolicyCase> kCases{
    {R"("RS1")", "RS1", "", true},
    {R"("RS1")", "RC1", "", false},
    {R"("g1.reset")", "RS1", "", true},
    {R"("SC1")", "SC1", "64", true},
    {R"("SC1")", "CN1", "000000C1,0,0,0,", false},
    {R"({"name": "SC1", "min": 20, "max": 80})", "SC1", "14", true},
    {R"({"name": "SC1", "min": 20, "max": 80})", "SC1", "50", true},
    {R"({"name": "SC1", "min": 20, "max": 80})", "SC1", "13", false},
    {R"({"name": "SC1", "min": 20, "max": 80})", "SC1", "51", false},
    {R"({"name": "SC1", "min": 19.5})", "SC1", "13", false},
    {R"({"name": "SC1", "min": 19.5})", "SC1", "14", true},
    {R"({"name": "TC1", "min": 15, "max": 25})", "TC1", "78", true},
    {R"({"name": "TC1", "min": 15, "max": 25})", "TC1", "7E", false},
    {R"("capacity")", "CF2", "0102,FFFF", true},
    {R"("capacity")", "CF2", "0102,FF", false},
    {R"("capacity")", "CF2", "0100,0001", false},
    {R"({"name": "capacity", "min": 0.3, "max": 240})", "CF2", "0102,0003", true},
    {R"({"name": "capacity", "min": 0.3, "max": 240})", "CF2", "0102,0002", false},
    {R"({"name": "capacity", "min": 0.3, "max": 240})", "CF2", "0102,0960", true},
    {R"({"name": "capacity", "min": 0.3, "max": 240})", "CF2", "0102,0961", false},
    {R"({"name": "capacity", "max": 240.05})", "CF2", "0102,0961", false},
    {R"({"id": "0009", "min": -10, "max": 5})", "CF2", "0009,5A", true},
    {R"({"id": "0009", "min": -10, "max": 5})", "CF2", "0009,59", false},
    {R"({"id": "0009", "min": -10, "max": 5})", "CF2", "0009,69", true},
    {R"({"id": "0009", "min": -10, "max": 5})", "CF2", "0009,6A", false},
    {R"("X200", "S300")", "CN1", "00000200,1,0,1,FF", true},
    {R"("X200", "S300")", "CN1", "00000300,0,0,1,FF", true},
    {R"("X200", "S300")", "CN1", "00000300,1,0,1,FF", false},
    {R"("ST1")", "ST1", "01", true},
};
INSTANTIATE_TEST_SUITE_P(G1, Policy, testing::ValuesIn(kCases));

TEST(PolicyOfABus, EveryParameterStillHasItsRangeAndItsDigits) {
  config::Config config;
  config::SerialBus bus;
  bus.bus.name = "serial0";
  bus.bus.read_write = true;
  bus.bus.allow = {{"CF2"}, {"capacity", 10, 20, 0x0102}};
  config.settings.serial = {bus};
  config.params.buses = {{"serial0", "g1", {}}};
  core::PointRegistry registry;
  const auto made = compile(config, registry);
  EXPECT_TRUE(passes(made, "CF2", "0100,0001"));
  EXPECT_FALSE(passes(made, "CF2", "0100,01"));
  EXPECT_TRUE(passes(made, "CF2", "0102,0064"));
  EXPECT_FALSE(passes(made, "CF2", "0102,0063"));
}

TEST(PolicyOfABus, HasMasterClearAndFirmwareOnlyByName) {
  const auto none = serial(R"("RS1")");
  EXPECT_FALSE(none.policies.at(0).master_clear || none.policies.at(0).firmware);
  const auto both = serial(R"("g1.masterClear", "g1.upgradeFirmware")");
  EXPECT_TRUE(both.policies.at(0).master_clear && both.policies.at(0).firmware);
  EXPECT_TRUE(both.policies.at(0).sentences.empty());
}

TEST(GuardsOfABus, AreCompiledByTheNamesOfCommands) {
  const auto made =
      serial(R"({"name": "g1.reset", "only_if": [{"packet": "ST1", "param": "charging", "is": false}]},
    {"name": "capacity", "confirm": true}, "RC1")");
  ASSERT_EQ(made.guards.size(), 2U);
  EXPECT_EQ(made.guards[0].name, "RS1");
  ASSERT_EQ(made.guards[0].conditions.size(), 1U);
  const auto& condition = made.guards[0].conditions[0];
  EXPECT_EQ(condition.name, "serial0/ST1/charging");
  ASSERT_LT(core::index_of(condition.point), made.points.size());
  EXPECT_EQ(made.points[core::index_of(condition.point)].param, "charging");
  EXPECT_EQ(condition.is, std::vector<double>{0});
  EXPECT_EQ(made.guards[1].name, "0102");
  EXPECT_TRUE(made.guards[1].confirm && made.guards[1].conditions.empty());
}

TEST(GuardsOfABus, AreOfEachFamilyAndOfValuesOfOtherBuses) {
  const auto made = std::move(Compiled(R"({"serial": {"device": "a"},
    "can": {"access": "read_write", "allow": [{"name": "X1", "only_if": [{"bus": "serial0", "packet": "ST1", "param": "charging", "is": 0}]}]},
    "modbus": {"host": "h", "key_prefix": "m", "access": "read_write",
      "allow": [{"name": "w", "max": 5, "only_if": [{"packet": "M", "param": "w", "max": 3}]}]}})")
                                  .made);
  ASSERT_EQ(made.guards.size(), 2U);
  EXPECT_EQ(made.guards[0].bus, core::BusId{1});
  EXPECT_EQ(made.guards[0].name, "X00000001");
  EXPECT_EQ(made.guards[0].conditions.at(0).name, "serial0/ST1/charging");
  EXPECT_EQ(made.guards[1].bus, core::BusId{2});
  EXPECT_EQ(made.guards[1].name, "w");
  EXPECT_EQ(made.guards[1].conditions.at(0).name, "modbus0u1/M/w");
  EXPECT_LT(core::index_of(made.guards[1].conditions.at(0).point), made.points.size());
}

}  // namespace
}  // namespace bmsgw::app
