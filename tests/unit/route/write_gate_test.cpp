#include "bmsgw/route/write_gate.hpp"

#include <gtest/gtest.h>

namespace bmsgw::route {
namespace {

using core::CanFrame;
using core::CanId;
using core::Command;
using core::SentenceCommand;

constexpr core::BusId kBus{0};
constexpr auto kRead = Command::Kind::read;
constexpr auto kWrite = Command::Kind::write;

/// Why it was refused; empty: it passed.
std::string verdict(const WriteGate& gate, Command::Kind kind, Command::What what, core::BusId bus = kBus) {
  const auto judged = gate.judge({1, bus, kind, std::move(what)});
  const auto* refusal = std::get_if<Refusal>(&judged);
  return refusal != nullptr ? refusal->reason : "";
}

CanFrame frame(CanId id, std::vector<std::uint8_t> data = {}, bool remote = false) {
  CanFrame made{id, remote, false, static_cast<std::uint8_t>(data.size()), {}};
  std::copy(data.begin(), data.end(), made.data.begin());
  return made;
}

TEST(WriteGate, LetsARequestToReadPass) {
  const auto judged = WriteGate().judge({1, kBus, kRead, SentenceCommand{"BV2", ""}});
  ASSERT_TRUE(std::holds_alternative<PermittedCommand>(judged));
  const auto& command = std::get<PermittedCommand>(judged).command();
  EXPECT_EQ(std::get<SentenceCommand>(command.what).sentence, "BV2");
}

TEST(WriteGate, RefusesToReadWhatIsOnlyACommand) {
  const WriteGate gate({{true, {"RS1"}, {}, {}}});
  for (const char* const sentence : {"FD1", "PW2", "RC1", "RS1", "SC1", "TC1", "TC2"}) {
    EXPECT_NE(verdict(gate, kRead, SentenceCommand{sentence, ""}), "") << sentence;
  }
}

TEST(WriteGate, RefusesEveryWriteOfAReadOnlyBusAndSaysWhy) {
  const WriteGate gate({{false, {"RS1", "SC1"}, {CanId::extended(0x18FF0001)}, {}}});
  for (const char* const sentence : {"RS1", "CF2", "SC1", "FD1", "PW1", "CN1", "RC1", "TC1", "LG1", "SS1"}) {
    const auto reason = verdict(gate, kWrite, SentenceCommand{sentence, ""});
    EXPECT_NE(reason.find("read-only"), std::string::npos) << sentence;
  }
  const auto reason = verdict(gate, kWrite, frame(CanId::extended(0x18FF0001), {1}));
  EXPECT_EQ(reason, "the bus is read-only: X18FF0001 would be written");
}

TEST(WriteGate, LetsOutWhatIsAllowedAndNothingElse) {
  const WriteGate gate({{true, {"SC1"}, {CanId::extended(0x18FF0001), CanId::standard(0x301)}, {}}});
  EXPECT_EQ(verdict(gate, kWrite, SentenceCommand{"SC1", "64"}), "");
  EXPECT_EQ(verdict(gate, kWrite, SentenceCommand{"RS1", ""}), "RS1 isn't in the bus's \"allow\"");
  EXPECT_EQ(verdict(gate, kWrite, frame(CanId::extended(0x18FF0001), {1, 2})), "");
  EXPECT_EQ(verdict(gate, kWrite, frame(CanId::standard(0x301), {1})), "");
  EXPECT_NE(verdict(gate, kWrite, frame(CanId::extended(0x301), {1})), "") << "the other kind of id";
  EXPECT_NE(verdict(gate, kWrite, frame(CanId::extended(0x18FF0002), {1})), "");
  EXPECT_NE(verdict(gate, kWrite, SentenceCommand{"SC1", "64"}, core::BusId{1}), "") << "another bus";
}

TEST(WriteGate, NoFieldEndsASentenceAndBeginsAnother) {
  const WriteGate gate({{true, {"SC1"}, {}, {}}});
  EXPECT_NE(verdict(gate, kWrite, SentenceCommand{"SC1", "64\r\nRS1,"}), "");
}

TEST(WriteGate, ACanBusIsReadOnlyByItsPolls) {
  const auto id = CanId::extended(0x19B50100);
  const WriteGate gate({{false,
                         {},
                         {},
                         {{id, 4, {}, false},
                          {CanId::extended(0x19B50800), 1, {0}, false},
                          {CanId::standard(0x300), 2, {}, true}}}});
  EXPECT_EQ(verdict(gate, kRead, frame(id)), "");
  EXPECT_EQ(verdict(gate, kRead, frame(id + 3)), "");
  EXPECT_NE(verdict(gate, kRead, frame(id + 4)), "") << "beyond the range";
  EXPECT_NE(verdict(gate, kRead, frame(id, {0})), "") << "with data it may be a command";
  EXPECT_EQ(verdict(gate, kRead, frame(CanId::extended(0x19B50800), {0})), "");
  EXPECT_NE(verdict(gate, kRead, frame(CanId::extended(0x19B50800), {1})), "");
  EXPECT_EQ(verdict(gate, kRead, frame(CanId::standard(0x301), {}, true)), "");
  EXPECT_NE(verdict(gate, kRead, frame(CanId::standard(0x301))), "");
  EXPECT_NE(verdict(WriteGate(), kRead, frame(id)), "") << "a bus without polls";
}

TEST(WriteGate, NeverMakesAUnitBelieveInACharger) {
  const WriteGate gate({{true, {}, {core::kNeverSent}, {{core::kNeverSent, 1, {}, false}}}});
  EXPECT_NE(verdict(gate, kWrite, frame(core::kNeverSent, {1})), "");
  EXPECT_NE(verdict(gate, kRead, frame(core::kNeverSent)), "");
}

core::ModbusRequest write_of(std::uint16_t address, std::vector<std::uint16_t> values,
                             std::uint8_t unit = 1) {
  return {unit, core::ModbusFunction::write_registers, address, static_cast<std::uint16_t>(values.size()),
          std::move(values)};
}

std::string modbus_verdict(const WriteGate& gate, const core::ModbusRequest& request,
                           const std::string& name) {
  const auto judged = gate.judge({1, kBus, kWrite, request, name});
  const auto* refusal = std::get_if<Refusal>(&judged);
  return refusal != nullptr ? refusal->reason : "";
}

TEST(WriteGate, ModbusFunctionsThatReadPassAndNoOthers) {
  using core::ModbusFunction;
  for (const auto function : {ModbusFunction::read_coils, ModbusFunction::read_discrete_inputs,
                              ModbusFunction::read_holding_registers, ModbusFunction::read_input_registers}) {
    EXPECT_EQ(verdict(WriteGate(), kRead, core::ModbusRequest{1, function, 0, 1, {}}), "");
  }
  for (const auto function : {ModbusFunction::write_coil, ModbusFunction::write_register,
                              ModbusFunction::write_coils, ModbusFunction::write_registers}) {
    EXPECT_NE(verdict(WriteGate(), kRead, core::ModbusRequest{1, function, 0, 1, {1}}), "");
  }
}

TEST(WriteGate, ModbusWritesPassOnlyAsTheyArePermitted) {
  BusPolicy policy;
  policy.permits = {{"test", 1, core::ModbusFunction::write_registers, 10, 2, {0xF0F0, std::nullopt}}};
  EXPECT_EQ(modbus_verdict(WriteGate({policy}), write_of(10, {0xF0F0, 7}), "test"),
            "the bus is read-only: test would write");
  policy.read_write = true;
  const WriteGate gate({policy});
  EXPECT_EQ(modbus_verdict(gate, write_of(10, {0xF0F0, 7}), "test"), "");
  EXPECT_EQ(modbus_verdict(gate, write_of(10, {0xF0F0, 7}), "other"), "other isn't in the bus's \"allow\"");
  const auto* const other_than_map = "test would write something else than its map says";
  EXPECT_EQ(modbus_verdict(gate, write_of(10, {0xF0F1, 7}), "test"), other_than_map);
  EXPECT_EQ(modbus_verdict(gate, write_of(11, {0xF0F0, 7}), "test"), other_than_map);
  EXPECT_EQ(modbus_verdict(gate, write_of(10, {0xF0F0}), "test"), other_than_map);
  EXPECT_EQ(modbus_verdict(gate, write_of(10, {0xF0F0, 7}, 2), "test"), other_than_map);
  auto by_one = write_of(10, {0xF0F0, 7});
  by_one.function = core::ModbusFunction::write_coils;
  EXPECT_EQ(modbus_verdict(gate, by_one, "test"), other_than_map);
}

TEST(WriteGate, SnmpAgentsAreReadFreelyAndSetOnlyAsPermitted) {
  using core::SnmpRequest;
  const auto judged = [](const WriteGate& gate, Command::Kind kind, SnmpRequest request, const char* name) {
    const auto verdict = gate.judge({0, core::BusId{0}, kind, std::move(request), name});
    const auto* const refusal = std::get_if<Refusal>(&verdict);
    return refusal == nullptr ? std::string() : refusal->reason;
  };
  const auto set_of = [](const char* oid, std::int64_t value) {
    return SnmpRequest{SnmpRequest::Kind::set, {}, 0, {{oid, value}}};
  };
  BusPolicy policy;
  policy.snmp = {{"irTest", {{"1.3.6.1.4.1.1.2.0", 2}}},
                 {"Limits/low", {{"1.3.6.1.4.1.1.3.0", std::nullopt}}}};
  EXPECT_EQ(judged(WriteGate({policy}), kWrite, set_of("1.3.6.1.4.1.1.2.0", 2), "irTest"),
            "the bus is read-only: irTest would write");
  policy.read_write = true;
  const WriteGate gate({policy});
  EXPECT_EQ(judged(gate, kWrite, set_of("1.3.6.1.4.1.1.2.0", 2), "irTest"), "");
  EXPECT_EQ(judged(gate, kWrite, set_of("1.3.6.1.4.1.1.3.0", -7), "Limits/low"), "");
  EXPECT_EQ(judged(gate, kWrite, set_of("1.3.6.1.4.1.1.2.0", 2), "other"),
            "other isn't in the bus's \"allow\"");
  const auto* const other_than_map = "irTest would write something else than its map says";
  EXPECT_EQ(judged(gate, kWrite, set_of("1.3.6.1.4.1.1.2.0", 1), "irTest"), other_than_map);
  EXPECT_EQ(judged(gate, kWrite, set_of("1.3.6.1.4.1.1.9.0", 2), "irTest"), other_than_map);
  auto two = set_of("1.3.6.1.4.1.1.2.0", 2);
  two.sets.push_back({"1.3.6.1.4.1.1.3.0", std::int64_t{1}});
  EXPECT_EQ(judged(gate, kWrite, two, "irTest"), other_than_map);
  SnmpRequest text{SnmpRequest::Kind::set, {}, 0, {{"1.3.6.1.4.1.1.3.0", std::string("text")}}};
  EXPECT_NE(judged(gate, kWrite, text, "Limits/low"), "");
  EXPECT_NE(judged(gate, kWrite, SnmpRequest{SnmpRequest::Kind::get, "1.3.6.1", 0, {}}, "irTest"), "");
  for (const auto kind : {SnmpRequest::Kind::get, SnmpRequest::Kind::get_next, SnmpRequest::Kind::get_bulk}) {
    EXPECT_EQ(judged(WriteGate(), Command::Kind::read, {kind, "1.3.6.1", 1, {}}, ""), "");
  }
  EXPECT_NE(judged(gate, Command::Kind::read, set_of("1.3.6.1.4.1.1.2.0", 2), "irTest"), "");
}

}  // namespace
}  // namespace bmsgw::route
