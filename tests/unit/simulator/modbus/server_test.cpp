#include "simulator/modbus/server.hpp"

#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using codec::modbus::Bytes;

class ModbusServer : public testing::Test {
 protected:
  [[nodiscard]] Server& server(Server::Line line, const char* misdeed = nullptr) {
    std::vector<Misdeed> misdeeds;
    if (misdeed != nullptr) misdeeds.push_back(std::get<Misdeed>(parse_misdeed(misdeed)));
    misbehaviour_.emplace(misdeeds, 1);
    return server_.emplace(plan_, std::vector{unit_config(1), unit_config(7)}, line, *misbehaviour_);
  }
  static std::optional<Bytes> ask(Server& server, const ModbusRequest& request) {
    return server.answer(frame_of(request), 1_s);
  }

  MapPlan plan_ = plan_of(cells_map());
  std::optional<Misbehaviour> misbehaviour_;
  std::optional<Server> server_;
};

TEST_F(ModbusServer, AnswersReadsOfEachUnit) {
  auto& tcp = server(Server::Line::tcp);
  std::vector<std::vector<std::uint16_t>> seen(2);
  for (const auto& [index, id] : {std::pair{0UL, std::uint8_t{1}}, {1UL, std::uint8_t{7}}}) {
    const auto request = reading(2000, 16, id);
    const auto answer = ask(tcp, request);
    ASSERT_TRUE(answer);
    EXPECT_EQ(codec::modbus::decode_answer(request, *answer, seen[index]).outcome, core::ModbusOutcome::ok);
    EXPECT_EQ(seen[index].size(), 16U);
  }
  EXPECT_NE(seen[0], seen[1]);
  EXPECT_EQ(tcp.counters().requests, 2U);
  EXPECT_EQ(tcp.counters().answers, 2U);
  EXPECT_EQ(tcp.counters().exceptions, 0U);
}

TEST_F(ModbusServer, WritesAndSaysSo) {
  auto& tcp = server(Server::Line::tcp);
  EXPECT_EQ(ask(tcp, writing(200, {0x1234})), (Bytes{1, 6, 0, 200, 0x12, 0x34}));
  EXPECT_EQ(ask(tcp, reading(200, 1)), (Bytes{1, 3, 2, 0x12, 0x34}));
  EXPECT_EQ(ask(tcp, writing(300, {2030, 2, 3})), (Bytes{1, 16, 1, 44, 0, 3}));
  EXPECT_EQ(tcp.counters().writes, 2U);
}

TEST_F(ModbusServer, Exceptions) {
  const struct {
    Bytes request, answer;
  } cases[]{
      {{1, 7}, {1, 0x87, 1}},                             // read exception status: not known
      {{1, 0x2B, 14, 1, 0}, {1, 0xAB, 1}},                // device identification
      {{1, 3, 0, 0, 0, 1}, {1, 0x83, 2}},                 // not in the map
      {{1, 3, 3, 0xE8, 0, 0}, {1, 0x83, 3}},              // none of them
      {{1, 3, 3, 0xE8, 0, 126}, {1, 0x83, 3}},            // too many
      {{1, 3, 0xFF, 0xFF, 0, 2}, {1, 0x83, 2}},           // beyond the end
      {{1, 3, 3, 0xE8}, {1, 0x83, 3}},                    // torn
      {{1, 3, 3, 0xE8, 0, 1, 0}, {1, 0x83, 3}},           // too long
      {{1, 6, 3, 0xE8, 0, 1}, {1, 0x86, 2}},              // only to be read
      {{1, 5, 0, 0, 0x12, 0x34}, {1, 0x85, 3}},           // no value of a coil
      {{1, 16, 0, 200, 0, 1, 3, 0, 1, 0}, {1, 0x90, 3}},  // bytes and count don't fit
  };
  for (const auto& test : cases) {
    auto& tcp = server(Server::Line::tcp);
    EXPECT_EQ(tcp.answer(test.request, 1_s), test.answer) << testing::PrintToString(test.request);
    EXPECT_EQ(tcp.counters().exceptions, 1U);
    EXPECT_EQ(tcp.counters().writes, 0U);
  }
}

TEST_F(ModbusServer, AStrangersUnitId) {
  EXPECT_EQ(ask(server(Server::Line::tcp), reading(1000, 1, 9)), (Bytes{9, 0x83, 0x0B}));
  EXPECT_EQ(ask(server(Server::Line::tcp), reading(1000, 1, 0)), (Bytes{0, 0x83, 0x0B}));
  EXPECT_EQ(ask(server(Server::Line::serial), reading(1000, 1, 9)), std::nullopt);
}

TEST_F(ModbusServer, OnALineUnitZeroIsAll) {
  auto& line = server(Server::Line::serial);
  EXPECT_EQ(ask(line, writing(200, {77}, 0)), std::nullopt);
  EXPECT_EQ(ask(line, reading(1000, 1, 0)), std::nullopt);
  EXPECT_EQ(ask(line, reading(200, 1, 1)), (Bytes{1, 3, 2, 0, 77}));
  EXPECT_EQ(ask(line, reading(200, 1, 7)), (Bytes{7, 3, 2, 0, 77}));
  EXPECT_EQ(line.counters().writes, 2U);
}

TEST_F(ModbusServer, Misbehaves) {
  const struct {
    const char* misdeed;
    std::optional<Bytes> answer;
  } cases[]{
      {"silence", std::nullopt},
      {"dead-unit", std::nullopt},  // the last one: 7
      {"dead-unit:1", Bytes{7, 3, 2, 0x0B, 0x90}},
      {"exception", Bytes{7, 0x83, 4}},
      {"busy", Bytes{7, 0x83, 6}},
      {"illegal:200", Bytes{7, 0x83, 2}},
      {"illegal:201", Bytes{7, 3, 2, 0x0B, 0x90}},
      {"wrong-unit:100", Bytes{8, 3, 2, 0x0B, 0x90}},
  };
  for (const auto& test : cases)
    EXPECT_EQ(ask(server(Server::Line::tcp, test.misdeed), reading(200, 1, 7)), test.answer) << test.misdeed;
}

TEST_F(ModbusServer, WhatIsRefusedIsNotWritten) {
  for (const auto* misdeed : {"busy@0+2", "silence@0+2", "dead-unit:1@0+2", "illegal:200@0+2"}) {
    auto& tcp = server(Server::Line::tcp, misdeed);
    (void)ask(tcp, writing(200, {1}));
    EXPECT_EQ(tcp.answer(frame_of(reading(200, 1)), 3_s), (Bytes{1, 3, 2, 0x0B, 0x90})) << misdeed;
  }
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
