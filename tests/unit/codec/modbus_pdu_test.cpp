// Vectors: MODBUS Application Protocol V1.1b3, the examples of 6.1-6.6, 6.11, 6.12 and 7; MODBUS over Serial
// Line V1.02, 6.2.2; the others by hand.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "bmsgw/codec/modbus/pdu.hpp"

namespace bmsgw::codec::modbus {
namespace {

using core::ModbusFunction;
using core::ModbusOutcome;
using core::ModbusRequest;
using Words = std::vector<std::uint16_t>;

/// From hex digits with blanks between them.
Bytes bytes_of(std::string_view text) {
  Bytes bytes;
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
    if (text[at] == ' ') ++at;
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(std::string(text.substr(at, 2)), nullptr, 16)));
  }
  return bytes;
}

Words bits_of(std::string_view text) {
  Words bits;
  for (const char c : text) bits.push_back(c == '1' ? 1 : 0);
  return bits;
}

ModbusRequest read_of(ModbusFunction function, std::uint16_t address, std::uint16_t count) {
  return {17, function, address, count, {}};
}
ModbusRequest write_of(ModbusFunction function, std::uint16_t address, Words values) {
  const auto count = static_cast<std::uint16_t>(values.size());
  return {17, function, address, count, std::move(values)};
}

struct Example {
  const char* name;
  ModbusRequest request;
  const char* asked;
  const char* answered;
  Words values;  ///< what a read tells
};

std::vector<Example> examples() {
  return {
      {"6.1 coils 20-38", read_of(ModbusFunction::read_coils, 0x13, 19), "11 01 0013 0013", "11 01 03 CD6B05",
       bits_of("1011001111010110101")},
      {"6.2 discrete inputs 197-218", read_of(ModbusFunction::read_discrete_inputs, 0xC4, 22),
       "11 02 00C4 0016", "11 02 03 ACDB35", bits_of("0011010111011011101011")},
      {"6.3 holding registers 108-110",
       read_of(ModbusFunction::read_holding_registers, 0x6B, 3),
       "11 03 006B 0003",
       "11 03 06 022B 0000 0064",
       {555, 0, 100}},
      {"6.4 input register 9",
       read_of(ModbusFunction::read_input_registers, 8, 1),
       "11 04 0008 0001",
       "11 04 02 000A",
       {10}},
      {"6.5 coil 173 on",
       write_of(ModbusFunction::write_coil, 0xAC, {1}),
       "11 05 00AC FF00",
       "11 05 00AC FF00",
       {}},
      {"coil 173 off",
       write_of(ModbusFunction::write_coil, 0xAC, {0}),
       "11 05 00AC 0000",
       "11 05 00AC 0000",
       {}},
      {"6.6 register 2 to 3",
       write_of(ModbusFunction::write_register, 1, {3}),
       "11 06 0001 0003",
       "11 06 0001 0003",
       {}},
      {"6.11 coils 20-29",
       write_of(ModbusFunction::write_coils, 0x13, bits_of("1011001110")),
       "11 0F 0013 000A 02 CD01",
       "11 0F 0013 000A",
       {}},
      {"6.12 registers 2-3",
       write_of(ModbusFunction::write_registers, 1, {0x000A, 0x0102}),
       "11 10 0001 0002 04 000A 0102",
       "11 10 0001 0002",
       {}},
      {"the last register",
       read_of(ModbusFunction::read_holding_registers, 0xFFFF, 1),
       "11 03 FFFF 0001",
       "11 03 02 FFFE",
       {0xFFFE}},
      {"8 bits are one byte", read_of(ModbusFunction::read_coils, 0, 8), "11 01 0000 0008", "11 01 01 81",
       bits_of("10000001")},
  };
}

struct Judged {
  ModbusOutcome outcome;
  std::uint8_t exception;
  Words values;

  bool operator==(const Judged&) const = default;
};
void PrintTo(const Judged& judged, std::ostream* out) {
  *out << core::to_string(judged.outcome) << " " << int{judged.exception}
       << ::testing::PrintToString(judged.values);
}

/// What was there before stays, unless there is something to tell.
const Words kBefore{7, 7};

Judged judged(const ModbusRequest& request, const Bytes& answer) {
  Words values = kBefore;
  const auto verdict = decode_answer(request, answer, values);
  return {verdict.outcome, verdict.exception, values};
}
Judged judged_tcp(const ModbusRequest& request, std::string_view frame) {
  Words values = kBefore;
  const auto verdict = decode_tcp_answer(request, 0x1501, bytes_of(frame), values);
  return {verdict.outcome, verdict.exception, values};
}

const Judged kBad{ModbusOutcome::bad_answer, 0, kBefore};
const Judged kForeign{ModbusOutcome::foreign_answer, 0, kBefore};

TEST(ModbusPdu, SpeaksAsTheSpecificationsExamples) {
  Bytes bytes{1, 2, 3};
  for (const auto& row : examples()) {
    encode_request(row.request, bytes);
    EXPECT_EQ(bytes, bytes_of(row.asked)) << row.name;
    EXPECT_EQ(decode_request(bytes), row.request) << row.name;
    encode_answer(row.request, row.values, bytes);
    EXPECT_EQ(bytes, bytes_of(row.answered)) << row.name;
    const auto& values = row.values.empty() ? kBefore : row.values;
    EXPECT_EQ(judged(row.request, bytes), (Judged{ModbusOutcome::ok, 0, values})) << row.name;
  }
}

TEST(ModbusPdu, TakesNoAnswerThatIsTooLongOrTooShort) {
  for (const auto& row : examples()) {
    const auto whole = bytes_of(row.answered);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Bytes torn(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_EQ(judged(row.request, torn), kBad) << row.name << ", " << size << " bytes";
    }
    auto longer = whole;
    longer.push_back(0);
    EXPECT_EQ(judged(row.request, longer), kBad) << row.name;
  }
}

TEST(ModbusPdu, TakesNoRequestThatIsTooLongOrTooShort) {
  for (const auto& row : examples()) {
    const auto whole = bytes_of(row.asked);
    for (std::size_t size = 0; size < whole.size(); ++size)
      EXPECT_FALSE(decode_request(std::span(whole).first(size))) << row.name << ", " << size << " bytes";
    auto longer = whole;
    longer.push_back(0);
    EXPECT_FALSE(decode_request(longer)) << row.name;
  }
}

TEST(ModbusPdu, JudgesAnswers) {
  struct Row {
    const char* name;
    ModbusRequest request;
    const char* answer;
    Judged expected;
  };
  const auto read = read_of(ModbusFunction::read_holding_registers, 0x6B, 1);
  const auto coil = write_of(ModbusFunction::write_coil, 0xAC, {1});
  const auto registers = write_of(ModbusFunction::write_registers, 1, {10, 20});
  const auto refused = [](std::uint8_t code) { return Judged{ModbusOutcome::exception, code, kBefore}; };
  const Row rows[] = {
      {"7: illegal data address", read_of(ModbusFunction::read_coils, 0x4A1, 1), "11 81 02", refused(2)},
      {"of a write", registers, "11 90 04", refused(4)},
      {"a code of the vendor's", read, "11 83 E0", refused(0xE0)},
      {"refused, and more", read, "11 83 02 00", kBad},
      {"another unit", read, "12 03 02 0000", kForeign},
      {"another unit refuses", read, "12 83 02", kForeign},
      {"another function", read, "11 04 02 0000", kForeign},
      {"another function is refused", read, "11 84 02", kForeign},
      {"more registers than asked for", read, "11 03 04 0000 0000", kBad},
      {"says more than there is", read, "11 03 04 0000", kBad},
      {"says less than there is", read, "11 03 01 0000", kBad},
      {"no registers", read, "11 03 00", kBad},
      {"our own request", read, "11 03 006B 0001", kBad},
      {"the coil before", coil, "11 05 00AB FF00", kBad},
      {"the coil is off", coil, "11 05 00AC 0000", kBad},
      {"fewer were written", registers, "11 10 0001 0001", kBad},
      {"written elsewhere", registers, "11 10 0002 0002", kBad},
      {"the unasked bits of the last byte",
       read_of(ModbusFunction::read_coils, 0, 2),
       "11 01 01 FE",
       {ModbusOutcome::ok, 0, {0, 1}}},
  };
  for (const auto& row : rows) EXPECT_EQ(judged(row.request, bytes_of(row.answer)), row.expected) << row.name;
}

TEST(ModbusPdu, TakesOnlyRequestsThatTheSpecificationAllows) {
  for (const auto* frame :
       {"11 00 0000 0001", "11 07 0000 0001", "11 17 0000 0001", "11 83 0000 0001", "11 03 0000 0000",
        "11 03 0000 007E", "11 01 0000 07D1", "11 03 FFFF 0002", "11 05 0000 0001", "11 05 0000 FFFF",
        "11 0F 0000 0000 00", "11 0F 0000 0009 01 00", "11 0F 0000 0008 02 0000", "11 10 0000 0001 03 000000",
        "11 10 FFFF 0002 04 0000 0000", "11 10 0000 0001 02 00", "11 06 0001 0003 00"})
    EXPECT_FALSE(decode_request(bytes_of(frame))) << frame;
  for (const auto* frame : {"11 03 0000 007D", "11 01 0000 07D0", "11 03 FFFF 0001", "00 06 0000 0000"})
    EXPECT_TRUE(decode_request(bytes_of(frame))) << frame;
}

TEST(ModbusPdu, SendsTheLargestRequests) {
  Bytes bytes;
  encode_request(write_of(ModbusFunction::write_registers, 0, Words(123, 0xABCD)), bytes);
  EXPECT_EQ(bytes.size(), 253U);  // the unit, 6 bytes of head, 246 of registers
  EXPECT_TRUE(decode_request(bytes));
  encode_request(write_of(ModbusFunction::write_coils, 0, Words(1968, 1)), bytes);
  EXPECT_EQ(bytes.size(), 253U);
  EXPECT_TRUE(decode_request(bytes));
  const auto read = read_of(ModbusFunction::read_discrete_inputs, 0, 2000);
  encode_answer(read, Words(2000, 1), bytes);
  EXPECT_EQ(bytes.size(), 253U);
  EXPECT_EQ(judged(read, bytes), (Judged{ModbusOutcome::ok, 0, Words(2000, 1)}));
}

TEST(ModbusPdu, SaysNothingWhenTheRequestIsNone) {
  const ModbusRequest rows[] = {
      read_of(ModbusFunction::read_holding_registers, 0, 0),
      read_of(ModbusFunction::read_holding_registers, 0, 126),
      read_of(ModbusFunction::read_coils, 0xFFFF, 2),
      {1, ModbusFunction::read_coils, 0, 1, {1}},
      {1, ModbusFunction::write_register, 0, 1, {}},
      {1, ModbusFunction::write_registers, 0, 2, {1}},
      write_of(ModbusFunction::write_coil, 0, {2}),
      write_of(ModbusFunction::write_registers, 0, Words(124, 0)),
      write_of(ModbusFunction::write_coils, 0, Words(1969, 0)),
      write_of(static_cast<ModbusFunction>(23), 0, {1}),
  };
  for (const auto& request : rows) {
    EXPECT_FALSE(is_well_formed(request));
    Bytes bytes{1};
    encode_request(request, bytes);
    EXPECT_TRUE(bytes.empty());
    bytes = {1};
    encode_tcp_request(request, 1, bytes);
    EXPECT_TRUE(bytes.empty());
    bytes = {1};
    encode_answer(request, {}, bytes);
    EXPECT_TRUE(bytes.empty());
  }
  Bytes bytes{1};
  encode_answer(read_of(ModbusFunction::read_holding_registers, 0, 2), Words{1}, bytes);
  EXPECT_TRUE(bytes.empty());
}

TEST(ModbusPdu, SpeaksOnTcp) {
  const ModbusRequest request{0xFF, ModbusFunction::read_holding_registers, 4, 1, {}};
  Bytes bytes;
  encode_tcp_request(request, 0x1501, bytes);
  EXPECT_EQ(bytes, bytes_of("1501 0000 0006 FF 03 0004 0001"));
  const Judged good{ModbusOutcome::ok, 0, {5}};
  EXPECT_EQ(judged_tcp(request, "1501 0000 0005 FF 03 02 0005"), good);
  EXPECT_EQ(judged_tcp(request, "1501 0000 0003 FF 83 0B"),
            (Judged{ModbusOutcome::exception, 0x0B, kBefore}));
  EXPECT_EQ(judged_tcp(request, "1500 0000 0005 FF 03 02 0005"), kForeign);
  EXPECT_EQ(judged_tcp(request, "1501 0000 0005 01 03 02 0005"), kForeign);
  for (const auto* frame :
       {"", "1501 0000 0005", "1501 0000 0001 FF", "1501 0001 0005 FF 03 02 0005",
        "1501 0100 0005 FF 03 02 0005", "1501 0000 0006 FF 03 02 0005", "1501 0000 0004 FF 03 02 0005",
        "1501 0000 0005 FF 03 02 0005 00", "1501 0000 0105 FF 03 02 0005"})
    EXPECT_EQ(judged_tcp(request, frame), kBad) << frame;
}

TEST(ModbusPdu, RefusesForSimulators) {
  Bytes bytes;
  encode_exception(17, 1, 2, bytes);
  EXPECT_EQ(bytes, bytes_of("11 81 02"));
}

TEST(ModbusPdu, SumsAsTheSerialLineDoes) {
  EXPECT_EQ(crc16(bytes_of("02 07")), 0x1241);
  EXPECT_EQ(crc16({}), 0xFFFF);
  const std::string_view digits = "123456789";  // the check value of CRC-16/MODBUS
  EXPECT_EQ(crc16(Bytes(digits.begin(), digits.end())), 0x4B37);
}

}  // namespace
}  // namespace bmsgw::codec::modbus
