#include "simulator/can_unit.hpp"

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "simulator/bus_frame.hpp"
#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

using core::CanFrame;
using core::CanId;

CanUnitConfig can_config() {
  CanUnitConfig config;
  config.broadcast = false;
  return config;
}

CanFrame request(CanId id, std::vector<std::uint8_t> data = {}) {
  CanFrame frame;
  frame.id = id;
  frame.length = static_cast<std::uint8_t>(data.size());
  std::copy(data.begin(), data.end(), frame.data.begin());
  return frame;
}

CanFrame remote(CanId id) {
  auto frame = request(id);
  frame.remote = true;
  return frame;
}

/// Without interface and time: `19B50001#8384`.
std::string text(const CanFrame& frame) {
  return to_log_line({frame}, "", 0).substr(std::string_view("(0000000000.000000)  ").size());
}

std::string ask(CanUnit& unit, const CanFrame& frame, Elapsed now) {
  unit.on_frame(frame, now);
  std::string answers;
  for (const auto& answer : unit.take_output()) answers += (answers.empty() ? "" : " ") + text(answer);
  return answers;
}

CanId extended(std::uint32_t offset) {
  return CanId::extended(0x19B50000 + offset);
}

/// A reading whose bytes can be reckoned by hand: 20 cells in 2 strings.
PackReading known_pack() {
  PackReading pack;
  pack.cells.resize(20, {.voltage_cv = 330, .module_temperature_c = 25, .cell_temperature_c = -5});
  pack.cells[1] = {.voltage_cv = 274, .module_temperature_c = -20, .cell_temperature_c = 0, .balancing = 255};
  pack.cells[9] = {.voltage_cv = 348, .module_temperature_c = 60, .cell_temperature_c = 41, .balancing = 128};
  pack.strings = 2;
  pack.current_da = -1234;
  pack.charge_c = 284'400;  // 79 Ah
  pack.capacity_c = 360'000;
  pack.stage = Stage::main;
  pack.charging_error = 9;
  pack.stage_s = 20'000;  // 333 min
  pack.ignition = true;
  pack.protections = kOverVoltage | kChargerConnected;
  pack.reductions = kLowVoltage | kHighModuleTemperature;
  pack.consumption_wh_per_km = 150;
  pack.remaining_wh = 52'345;
  pack.distance_left_km = 34.96;
  pack.distance_km = 0.04;
  return pack;
}

std::string answer_of(const CanView& view, CanMessage message, std::size_t group = 0,
                      std::size_t string = 0) {
  const auto frame = can_answer(view, {message, group}, string);
  return frame ? text(*frame).substr(4) : "none";
}

// 330 -> 130 = 82, 274 -> 74 = 4A, 348 -> 148 = 94; total (18 * 330 + 274 + 348) / 2 = 3281 cV = 0CD1
// average temperature 24.5 -> 25; 25 -> 125 = 7D, -20 -> 80 = 50, 60 -> 160 = A0; -5 -> 95 = 5F, 0 -> 64, 41
// -> 141 = 8D
TEST(CanMessages, BytesOfAKnownReading) {
  const auto pack = known_pack();
  const CanView view{pack, &pack};
  const struct {
    CanMessage message;
    std::size_t group, string;
    const char* bytes;
  } cases[]{
      {CanMessage::overall, 0, 0, "01110003014D0914"},
      {CanMessage::cell_voltage_overall, 0, 0, "4A94800CD10000"},
      {CanMessage::module_temperature_overall, 0, 0, "50A07D"},
      {CanMessage::balancing_overall, 0, 0, "00FF13"},
      {CanMessage::cell_temperature_overall, 0, 0, "5F8D62"},
      {CanMessage::state_of_charge, 0, 0, "FB2E031600004F64"},
      {CanMessage::energy, 0, 0, "05DC1473015E0000"},
      {CanMessage::diagnostic_codes, 0, 0, "020440000500002F"},
      {CanMessage::cell_voltages, 0, 0, "824A828282828282"},
      {CanMessage::cell_voltages, 1, 0, "8294"},
      {CanMessage::cell_voltages, 1, 1, "8282"},
      {CanMessage::cell_voltages, 2, 0, "none"},
      {CanMessage::cell_voltages, 0, 2, "none"},
      {CanMessage::module_temperatures, 1, 0, "7DA0"},
      {CanMessage::cell_balancing, 0, 0, "00FF000000000000"},
      {CanMessage::cell_temperatures, 1, 0, "5F8D"},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(answer_of(view, test.message, test.group, test.string), test.bytes)
        << static_cast<int>(test.message) << " " << test.group << " " << test.string;
  }
}

TEST(CanMessages, DiagnosticsOfTheSecondGeneration) {
  const auto pack = known_pack();
  EXPECT_EQ(answer_of({pack, &pack, Diagnostics::generation_2}, CanMessage::diagnostic_codes), "0205042F");
}

TEST(CanMessages, SplitCountAndScrambledTotalCarryTheirHighBytes) {
  auto pack = known_pack();
  pack.cells.assign(260, {.voltage_cv = 360});
  pack.strings = 1;  // 936.00 V = 016DA0 cV
  const CanView view{pack, &pack};
  EXPECT_EQ(answer_of(view, CanMessage::overall), "01110103014D0904");
  EXPECT_EQ(answer_of(view, CanMessage::cell_voltage_overall), "A0A0A06DA00001");
}

TEST(CanMessages, WhatDoesNotFitIsCut) {
  auto pack = known_pack();
  pack.cells.assign(1, {.voltage_cv = 150, .module_temperature_c = 200});
  pack.strings = 1;
  pack.current_da = -40'000;
  pack.charge_c = pack.capacity_c = 36'000'000;
  const CanView view{pack, &pack};
  EXPECT_EQ(answer_of(view, CanMessage::cell_voltages), "00");
  EXPECT_EQ(answer_of(view, CanMessage::module_temperatures), "FF");
  EXPECT_EQ(answer_of(view, CanMessage::state_of_charge), "8000FFFF00006464");
}

TEST(CanMessages, WithoutSensorsCellTemperaturesAreEmpty) {
  auto pack = known_pack();
  pack.external_temperatures = false;
  const CanView view{pack, &pack};
  EXPECT_EQ(answer_of(view, CanMessage::cell_temperature_overall), "");
  EXPECT_EQ(answer_of(view, CanMessage::cell_temperatures, 1), "");
  EXPECT_EQ(answer_of(view, CanMessage::cell_temperatures, 2), "none");
  EXPECT_EQ(answer_of(view, CanMessage::diagnostic_codes), "020400000500000F");
}

TEST(CanIds, OffsetsOfBothKinds) {
  const struct {
    CanTopic topic;
    std::uint32_t extended, standard;
  } cases[]{
      {{CanMessage::overall, 0}, 0x19B50000, 0x300},
      {{CanMessage::cell_voltage_overall, 0}, 0x19B50001, 0x301},
      {{CanMessage::module_temperature_overall, 0}, 0x19B50002, 0x302},
      {{CanMessage::balancing_overall, 0}, 0x19B50003, 0x303},
      {{CanMessage::diagnostic_codes, 0}, 0x19B50007, 0x307},
      {{CanMessage::cell_temperature_overall, 0}, 0x19B50008, 0x308},
      {{CanMessage::state_of_charge, 0}, 0x19B50500, 0x305},
      {{CanMessage::energy, 0}, 0x19B50600, 0x306},
      {{CanMessage::cell_voltages, 31}, 0x19B5011F, 0x33F},
      {{CanMessage::module_temperatures, 2}, 0x19B50202, 0x342},
      {{CanMessage::cell_balancing, 2}, 0x19B50302, 0x362},
      {{CanMessage::cell_temperatures, 31}, 0x19B5081F, 0x41F},
  };
  const CanIds extended;
  const CanIds standard(CanId::standard(0x300));
  for (const auto& test : cases) {
    EXPECT_EQ(extended.id_of(test.topic), CanId::extended(test.extended));
    EXPECT_EQ(standard.id_of(test.topic), CanId::standard(test.standard));
    EXPECT_EQ(extended.find(CanId::extended(test.extended)), test.topic);
    EXPECT_EQ(standard.find(CanId::standard(test.standard)), test.topic);
  }
  for (const auto number : {0x19B50004U, 0x19B50120U, 0x19B50400U, 0x19B40000U, 0x19B60000U, 0x300U})
    EXPECT_FALSE(extended.find(CanId::extended(number))) << number;
  EXPECT_FALSE(extended.find(CanId::standard(0)));
  EXPECT_FALSE(standard.find(CanId::standard(0x2FF)));
  EXPECT_TRUE(extended.is_own(CanId::extended(0x19B50401)));
  EXPECT_FALSE(extended.is_own(CanId::extended(0x19B60000)));
  EXPECT_FALSE(standard.is_own(CanId::standard(0x420)));
}

TEST(CanUnit, AnswersRequestsWithItsOwnId) {
  CanUnit unit(can_config());
  const auto voltage = ask(unit, request(extended(1)), 3_s);
  EXPECT_EQ(voltage.substr(0, 9), "19B50001#");
  EXPECT_EQ(ask(unit, remote(extended(1)), 3_s), voltage);
  const auto first = ask(unit, request(extended(0x100)), 3_s);
  EXPECT_EQ(first.size(), 9U + 16);
  EXPECT_EQ(ask(unit, request(extended(0x100), {0}), 3_s), first);
  EXPECT_EQ(ask(unit, remote(extended(0x100)), 3_s), first);
  EXPECT_EQ(unit.requests_answered(), 5U);
  EXPECT_EQ(unit.writes_ignored(), 0U);
}

TEST(CanUnit, LeavesOthersAlone) {
  CanUnit unit(can_config());
  for (const auto& frame : {request(CanId::extended(0x10B50001)), request(CanId::standard(1)),
                            request(extended(4)), request(extended(0x102)), request(extended(0x100), {1}),
                            request(CanId::extended(0x18FF50E5), {1, 2})})
    EXPECT_EQ(ask(unit, frame, 1_s), "") << text(frame);
  EXPECT_EQ(unit.requests_answered() + unit.writes_ignored(), 0U);
}

TEST(CanUnit, ObeysNothing) {
  CanUnit unit(can_config());
  CanUnit other(can_config());
  const std::vector<std::uint8_t> full{1, 0, 0, 0, 0, 0, 99, 0};
  EXPECT_EQ(ask(unit, request(extended(0x500), full), 1_s), "");  // sets the state of charge
  EXPECT_EQ(ask(unit, request(extended(0x401), {1}), 1_s), "");   // contactor
  EXPECT_EQ(ask(unit, request(extended(1), {0}), 1_s), "");
  EXPECT_EQ(ask(unit, request(extended(0x404), {0xFF}), 1_s), "");  // clears the statistics
  EXPECT_EQ(unit.writes_ignored(), 4U);
  for (const auto offset : {0U, 1U, 7U, 0x500U, 0x600U})
    EXPECT_EQ(ask(unit, request(extended(offset)), 1_s), ask(other, request(extended(offset)), 1_s));
}

TEST(CanUnit, StandardIds) {
  auto config = can_config();
  config.ids = CanIds(CanId::standard(0x1B5));
  CanUnit unit(config);
  EXPECT_EQ(ask(unit, request(CanId::standard(0x1BA)), 1_s).substr(0, 4), "1BA#");
  EXPECT_EQ(ask(unit, remote(CanId::standard(0x1D6)), 1_s).substr(0, 4), "1D6#");
  EXPECT_EQ(ask(unit, request(CanId::extended(0x1B5)), 1_s), "");
}

TEST(CanUnit, LosesItsCellsAfterFiveSeconds) {
  auto config = can_config();
  config.faults = {{FaultKind::cell_comm_loss, std::nullopt, 10_s, 30_s}};
  CanUnit unit(config);
  const auto before = ask(unit, request(extended(1)), Elapsed{9'900'000});
  EXPECT_EQ(ask(unit, request(extended(1)), 15_s), before);
  EXPECT_EQ(ask(unit, request(extended(7)), 15_s).substr(9, 2), "40");
  for (const auto offset : {0x001U, 0x002U, 0x003U, 0x008U, 0x100U, 0x201U, 0x300U, 0x801U}) {
    const auto empty = text(request(extended(offset)));
    EXPECT_EQ(ask(unit, request(extended(offset)), Elapsed{15'100'000}), empty);
  }
  EXPECT_EQ(ask(unit, request(extended(0x500)), 16_s).size(), 9U + 16);
  EXPECT_EQ(ask(unit, request(extended(0)), 16_s).substr(9 + 14), "00");
  EXPECT_EQ(ask(unit, request(extended(1)), 31_s).size(), 9U + 14);
}

TEST(CanUnit, CellsThatNeverAnsweredAreLostFromTheBeginning) {
  auto config = can_config();
  config.faults = {{FaultKind::cell_comm_loss, std::nullopt, 0_s, kNotDue}};
  CanUnit unit(config);
  EXPECT_EQ(ask(unit, request(extended(1)), 0_s), "19B50001#");
  EXPECT_EQ(ask(unit, request(extended(0x101)), 0_s), "19B50101#");
  EXPECT_EQ(ask(unit, request(extended(0x102)), 0_s), "");
}

TEST(CanUnit, BroadcastsEveryMessageOncePerPeriod) {
  auto config = can_config();
  config.broadcast = true;
  config.period_s = 0.5;
  config.battery.cells = 20;
  config.faults = {{FaultKind::cell_comm_loss, std::nullopt, 20_s, kNotDue}};
  CanUnit unit(config);
  const std::set<std::uint32_t> without_cells{0x19B50000, 0x19B50007, 0x19B50500, 0x19B50600};
  for (int round = 0; round < 100; ++round) {
    const auto now = unit.next_wake();
    EXPECT_EQ(now, round * Elapsed{500'000});
    unit.on_time(now);
    std::set<std::uint32_t> ids;
    for (const auto& frame : unit.take_output()) {
      EXPECT_GT(frame.length, 0);
      EXPECT_TRUE(ids.insert(frame.id.number()).second);
    }
    if (now <= 25_s) {
      EXPECT_EQ(ids.size(), 8U + 4 * 3) << round;
    } else {
      EXPECT_EQ(ids, without_cells) << round;
    }
  }
}

TEST(CanUnit, SendsAtARate) {
  auto config = can_config();
  config.broadcast = true;
  config.rate_per_s = 1750;
  CanUnit unit(config);
  std::size_t frames = 0;
  for (Elapsed now{0}; now <= 2_s; now += Elapsed{1000}) {
    unit.on_time(now);
    frames += unit.take_output().size();
  }
  EXPECT_NEAR(static_cast<double>(frames), 3500, 2);
}

TEST(CanUnit, QuietUnitSleeps) {
  CanUnit unit(can_config());
  EXPECT_EQ(unit.next_wake(), kNotDue);
  unit.on_time(100_s);
  EXPECT_TRUE(unit.take_output().empty());
}

/// The same battery, whichever wire: bytes and fields are the same codes.
TEST(CanUnit, TellsWhatTheSerialUnitTells) {
  auto serial_config = unit_config();
  serial_config.faults = {{FaultKind::overheat, std::nullopt, 20_s, 40_s}};
  auto config = can_config();
  static_cast<TimedBatteryConfig&>(config) = static_cast<const TimedBatteryConfig&>(serial_config);
  auto serial = quiet_unit(serial_config);
  CanUnit unit(config);
  for (int second = 1; second < 300; second += 13) {
    const Elapsed now = std::chrono::seconds(second);
    const auto bytes = [&](std::uint32_t offset) {
      return ask(unit, request(extended(offset)), now).substr(9);
    };
    const auto bv1 = ask(serial, "BV1", "?", now).at(0);
    EXPECT_EQ(bytes(1), bv1.field(2) + bv1.field(3) + bv1.field(4) + bv1.field(5) + "0000");
    const auto bt1 = ask(serial, "BT1", "?", now).at(0);
    EXPECT_EQ(bytes(2), bt1.field(2) + bt1.field(3) + bt1.field(4));
    const auto bt3 = ask(serial, "BT3", "?", now).at(0);
    EXPECT_EQ(bytes(8), bt3.field(2) + bt3.field(3) + bt3.field(4));
    const auto bv2 = ask(serial, "BV2", "?", now);
    EXPECT_EQ(bytes(0x100) + bytes(0x101), bv2.at(0).field(4) + bv2.at(1).field(4));
    EXPECT_EQ(bytes(0x500).substr(0, 4), ask(serial, "CV1", "?", now).at(0).field(2));
    const auto st1 = ask(serial, "ST1", "?", now).at(0);
    EXPECT_EQ(bytes(0).substr(6, 2), st1.field(1));
    EXPECT_EQ(bytes(7), st1.field(6).substr(2) + st1.field(6).substr(0, 2) + "4000" + st1.field(7) + "0000" +
                            st1.field(5));
  }
}

}  // namespace
}  // namespace bmsgw::simulator
