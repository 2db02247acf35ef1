// Vectors: arithmetic by hand; IEEE 754: 1.0 is 0x3F800000, 3.14 in 64 bits 0x40091EB851EB851F.
#include <limits>
#include <optional>

#include <gtest/gtest.h>

#include "bmsgw/codec/modbus/value_codec.hpp"
#include "bmsgw/codec/modbus/value_reader.hpp"

#include "modbus_samples.hpp"

namespace bmsgw::codec::modbus {
namespace {

using core::FieldFormat;
using core::ModbusFunction;
using core::ModbusKind;
using core::ModbusPlace;
using core::Quality;
using test::by;
using test::format_of;
using test::low_byte_first;
using test::low_word_first;
using test::part;
using test::place_of;
using test::shown;
using test::with_sign;
using test::without;
using test::Words;

const auto kU16 = place_of(ModbusKind::whole);
const auto kU32 = place_of(ModbusKind::whole, 2);
const auto kU64 = place_of(ModbusKind::whole, 4);
const auto kF32 = place_of(ModbusKind::real, 2);
const auto kF64 = place_of(ModbusKind::real, 4);
const auto kSm16 = place_of(ModbusKind::sign_magnitude);
const auto kSm32 = place_of(ModbusKind::sign_magnitude, 2);
const auto kBcd16 = place_of(ModbusKind::bcd);
const auto kBcd32 = place_of(ModbusKind::bcd, 2);
const auto kBit = place_of(ModbusKind::bit);
const auto kCoil = by(ModbusFunction::read_coils, place_of(ModbusKind::bit));
const FieldFormat kPlain;
const FieldFormat kSigned = with_sign();

/// The value, or the quality of one that isn't good.
std::string read(const ModbusPlace& place, const FieldFormat& format, const Words& items) {
  EXPECT_EQ(items.size(), items_of(place));
  std::string text = "of another value";
  core::Value value;
  const auto quality = ValueReader(place, format).read(items, text, value);
  EXPECT_EQ(quality == Quality::good, !std::holds_alternative<std::monostate>(value));
  return quality == Quality::good ? shown(value) : std::string(core::to_string(quality));
}

std::string elements(const ModbusPlace& place, const FieldFormat& format, const Words& items,
                     std::uint32_t first, std::size_t count) {
  std::vector<core::ListElement> list(count, 999.0);
  ValueReader(place, format).read_elements(items, first, list);
  return shown(core::Value(core::List(list)));
}

struct Row {
  const char* name;
  ModbusPlace place;
  FieldFormat format;
  Words items;
  const char* expected;
};

void expect_read(std::span<const Row> rows) {
  for (const auto& row : rows) EXPECT_EQ(read(row.place, row.format, row.items), row.expected) << row.name;
}

TEST(ModbusValue, ReadsWholeNumbers) {
  const Row rows[] = {
      {"u16", kU16, kPlain, {0xFFFE}, "65534"},
      {"s16", kU16, kSigned, {0xFFFE}, "-2"},
      {"u32", kU32, kPlain, {0x1234, 0x5678}, "305419896"},
      {"u32, low word first", low_word_first(kU32), kPlain, {0x5678, 0x1234}, "305419896"},
      {"u32, low bytes first", low_byte_first(kU32), kPlain, {0x3412, 0x7856}, "305419896"},
      {"u32, little-endian", low_byte_first(low_word_first(kU32)), kPlain, {0x7856, 0x3412}, "305419896"},
      {"s32", kU32, kSigned, {0xFFFF, 0xFFFF}, "-1"},
      {"s32, low word first", low_word_first(kU32), kSigned, {0xFFFE, 0xFFFF}, "-2"},
      {"u64", kU64, kPlain, {0x0001, 0x0203, 0x0405, 0x0607}, "283686952306183"},
      {"u64, low word first",
       low_word_first(kU64),
       kPlain,
       {0x0607, 0x0405, 0x0203, 0x0001},
       "283686952306183"},
      {"u64, little-endian",
       low_byte_first(low_word_first(kU64)),
       kPlain,
       {0x0706, 0x0504, 0x0302, 0x0100},
       "283686952306183"},
      {"u64 beyond int64", kU64, kPlain, {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF}, "real 1.8446744073709552e+19"},
      {"s64", kU64, kSigned, {0x8000, 0, 0, 0}, "-9223372036854775808"},
      {"byte order of a register", low_byte_first(kU16), kPlain, {0x1234}, "13330"},
      {"scaled", kU16, format_of({-40, 0.1, 1}), {652}, "real 61.200000000000003"},
      {"scaled s16", kU16, with_sign(format_of({0, 0.1, 1})), {0xFF9C}, "real -10"},
      {"high byte", part(kU16, 8, 8), kPlain, {0x12FE}, "18"},
      {"low byte, signed", part(kU16, 0, 8), kSigned, {0x12FE}, "-2"},
      {"bits to the top", part(kU16, 12, 0), kPlain, {0xA5FF}, "10"},
      {"bits over words", part(kU32, 12, 8), kPlain, {0x000A, 0xBFFF}, "171"},
      {"bits after the bytes were put right", part(low_byte_first(kU16), 8, 8), kPlain, {0xFE12}, "18"},
      {"more bits than there are", part(kU16, 12, 40), kPlain, {0xA5FF}, "10"},
      {"a number by coils is one bit", by(ModbusFunction::read_coils, kU16), kPlain, {1}, "1"},
  };
  expect_read(rows);
}

TEST(ModbusValue, ReadsSignAndAmount) {
  const Row rows[] = {
      {"positive", kSm16, kPlain, {25}, "25"},
      {"negative", kSm16, kPlain, {0x8019}, "-25"},
      {"negative zero", kSm16, kPlain, {0x8000}, "0"},
      {"negative zero, scaled", kSm16, format_of({0, 0.1, 1}), {0x8000}, "real 0"},
      {"the least", kSm16, kPlain, {0xFFFF}, "-32767"},
      {"the format's sign means nothing", kSm16, kSigned, {0x8019}, "-25"},
      {"scaled", kSm16, format_of({0, 0.1, 1}), {0x8019}, "real -2.5"},
      {"32 bits", kSm32, kPlain, {0x8000, 0x0001}, "-1"},
      {"32 bits, low word first", low_word_first(kSm32), kPlain, {0x0001, 0x8000}, "-1"},
  };
  expect_read(rows);
}

TEST(ModbusValue, ReadsDecimalDigits) {
  const Row rows[] = {
      {"four digits", kBcd16, kPlain, {0x1234}, "1234"},
      {"the most", kBcd16, kPlain, {0x9999}, "9999"},
      {"eight digits", kBcd32, kPlain, {0x1234, 0x5678}, "12345678"},
      {"sixteen", place_of(ModbusKind::bcd, 4), kPlain, {0x9999, 0x9999, 0x9999, 0x9999}, "9999999999999999"},
      {"low word first", low_word_first(kBcd32), kPlain, {0x5678, 0x1234}, "12345678"},
      {"low byte first", low_byte_first(kBcd16), kPlain, {0x3412}, "1234"},
      {"scaled", kBcd16, format_of({0, 0.01, 2}), {0x0348}, "real 3.48"},
      {"the last digit is none", kBcd16, kPlain, {0x123A}, "invalid"},
      {"the first digit is none", kBcd16, kPlain, {0xA234}, "invalid"},
  };
  expect_read(rows);
}

TEST(ModbusValue, ReadsRealNumbers) {
  const Row rows[] = {
      {"f32", kF32, kPlain, {0x3F80, 0x0000}, "real 1"},
      {"f32, low word first", low_word_first(kF32), kPlain, {0x0000, 0x3F80}, "real 1"},
      {"f32, low bytes first", low_byte_first(kF32), kPlain, {0x803F, 0x0000}, "real 1"},
      {"f32, as it is", kF32, kPlain, {0x4053, 0x3333}, "real 3.2999999999999998"},
      {"f32, rounded", kF32, format_of({0, 1, 2}), {0x4053, 0x3333}, "real 3.2999999999999998"},
      {"f32, scaled", kF32, format_of({1, 10, -1}), {0x3F80, 0x0000}, "real 20"},
      {"f32, minus zero", kF32, kPlain, {0x8000, 0x0000}, "real 0"},
      {"f64", kF64, kPlain, {0x4009, 0x1EB8, 0x51EB, 0x851F}, "real 3.1400000000000001"},
      {"f64, low word first",
       low_word_first(kF64),
       kPlain,
       {0x851F, 0x51EB, 0x1EB8, 0x4009},
       "real 3.1400000000000001"},
      {"f32, not a number", kF32, kPlain, {0x7FC0, 0x0000}, "unavailable"},
      {"f32, infinite", kF32, kPlain, {0x7F80, 0x0000}, "unavailable"},
      {"f32, minus infinite", kF32, kPlain, {0xFF80, 0x0000}, "unavailable"},
      {"f64, not a number", kF64, kPlain, {0x7FF8, 0, 0, 0}, "unavailable"},
      {"f64, all ones", kF64, kPlain, {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF}, "unavailable"},
      {"f64, infinite once scaled", kF64, format_of({0, 1e300, -1}), {0x7FE0, 0, 0, 0}, "unavailable"},
  };
  expect_read(rows);
}

TEST(ModbusValue, ReadsBits) {
  const Row rows[] = {
      {"the lowest", kBit, kPlain, {0x0001}, "true"},
      {"the lowest, not set", kBit, kPlain, {0xFFFE}, "false"},
      {"the highest", part(kBit, 15, 0), kPlain, {0x8000}, "true"},
      {"after the bytes were put right", part(low_byte_first(kBit), 15, 0), kPlain, {0x0080}, "true"},
      {"coil", kCoil, kPlain, {1}, "true"},
      {"coil, off", kCoil, kPlain, {0}, "false"},
      {"a coil has no bytes", low_byte_first(kCoil), kPlain, {1}, "true"},
      {"1 means no value", kBit, without({1}), {1}, "unavailable"},
  };
  expect_read(rows);
}

TEST(ModbusValue, ReadsTexts) {
  const auto text = [](std::uint16_t registers) { return place_of(ModbusKind::text, registers); };
  const Row rows[] = {
      {"as it is", text(2), kPlain, {0x424D, 0x5331}, "\"BMS1\""},
      {"low byte first", low_byte_first(text(2)), kPlain, {0x4D42, 0x3153}, "\"BMS1\""},
      {"NULs behind", text(3), kPlain, {0x424D, 0x5300, 0x0000}, "\"BMS\""},
      {"what stands behind the NUL", text(3), kPlain, {0x424D, 0x0053, 0x5858}, "\"BM\""},
      {"blanks behind", text(3), kPlain, {0x4220, 0x4D20, 0x2020}, "\"B M\""},
      {"blanks, then NULs", text(3), kPlain, {0x424D, 0x2020, 0x0000}, "\"BM\""},
      {"erased memory behind", text(3), kPlain, {0x424D, 0xFFFF, 0xFFFF}, "\"BM\""},
      {"an odd number of characters", part(text(2), 0, 3), kPlain, {0x424D, 0x5358}, "\"BMS\""},
      {"more characters than there are", part(text(1), 0, 9), kPlain, {0x424D}, "\"BM\""},
      {"UTF-8", text(2), kPlain, {0xC2B0, 0x4320}, "\"\u00B0C\""},
      {"UTF-8 of four bytes", text(2), kPlain, {0xF09F, 0x948B}, "\"\U0001F50B\""},
      {"Latin-1", text(1), kPlain, {0xB043}, "\"?C\""},
      {"a torn character", text(1), kPlain, {0x43C2}, "\"C?\""},
      {"overlong", text(1), kPlain, {0xC0AF}, "\"?\?\""},
      {"a surrogate", text(2), kPlain, {0xEDA0, 0x8041}, "\"?\?\?A\""},
      {"controls", text(2), kPlain, {0x1B5B, 0x0A41}, "\"?[?A\""},
      {"controls of Latin-1 as UTF-8", text(2), kPlain, {0xC29B, 0x4142}, "\"?\?AB\""},
      {"DEL", text(1), kPlain, {0x7F41}, "\"?A\""},
      {"no characters", text(2), kPlain, {0, 0}, "unavailable"},
      {"blanks only", text(2), kPlain, {0x2020, 0x2020}, "unavailable"},
      {"erased memory", text(2), kPlain, {0xFFFF, 0xFFFF}, "unavailable"},
  };
  expect_read(rows);
}

TEST(ModbusValue, KnowsTheCodesOfNoValue) {
  const Row rows[] = {
      {"u16", kU16, without({65535}), {0xFFFF}, "unavailable"},
      {"u16, another", kU16, without({65535}), {0xFFFE}, "65534"},
      {"u16: -1 is none of its numbers", kU16, without({-1}), {0xFFFF}, "65535"},
      {"s16 as number", kU16, without({-32768}, kSigned), {0x8000}, "unavailable"},
      {"s16 as bits", kU16, without({32768}, kSigned), {0x8000}, "unavailable"},
      {"s32 as bits", kU32, without({0x80000000}, kSigned), {0x8000, 0}, "unavailable"},
      {"s64 as bits", kU64, without({-1}, kSigned), {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF}, "unavailable"},
      {"several", kU16, without({65535, 32767}), {0x7FFF}, "unavailable"},
      {"before it is scaled", kU16, without({100}, format_of({0, 0.1, 1})), {100}, "unavailable"},
      {"of a part", part(kU16, 8, 8), without({255}), {0xFF12}, "unavailable"},
      {"sign and amount as bits", kSm16, without({0x8000}), {0x8000}, "unavailable"},
      {"sign and amount as number", kSm16, without({-32767}), {0xFFFF}, "unavailable"},
      {"digits as number", kBcd16, without({9999}), {0x9999}, "unavailable"},
      {"no digits as bits", kBcd16, without({65535}), {0xFFFF}, "unavailable"},
      {"digits are no bits", kBcd16, without({0x16}), {0x0016}, "16"},
      {"f32 as number", kF32, without({-9999}), {0xC61C, 0x3C00}, "unavailable"},
      {"f32 as bits", kF32, without({0x7F7FFFFF}), {0x7F7F, 0xFFFF}, "unavailable"},
      {"f32, another", kF32, without({-9999}), {0xC61C, 0x3C04}, "real -9999.0040000000008"},
  };
  expect_read(rows);
}

TEST(ModbusValue, ReadsElements) {
  auto apart = kU16;
  apart.stride = 3;
  EXPECT_EQ(elements(apart, format_of({0, 0.5, 1}), {1, 99, 99, 2, 99, 99, 3}, 5, 3), "[0.5 1 1.5]");
  EXPECT_EQ(elements(kU32, kSigned, {0xFFFF, 0xFFFF, 0, 7}, 0, 2), "[-1 7]");
  EXPECT_EQ(elements(kU16, without({65535}), {1, 65535, 3}, 0, 3), "[1 - 3]");
  EXPECT_EQ(elements(kBcd16, kPlain, {0x0010, 0x00A0}, 0, 2), "[10 -]");
  EXPECT_EQ(elements(kSm16, kPlain, {0x8001, 0x8000}, 0, 2), "[-1 0]");
  EXPECT_EQ(elements(kF32, kPlain, {0x3F80, 0, 0x7FC0, 0}, 0, 2), "[1 -]");
  EXPECT_EQ(elements(kCoil, kPlain, {1, 0, 1}, 0, 3), "[1 0 1]");
  EXPECT_EQ(elements(place_of(ModbusKind::text), kPlain, {0x4142, 0x4344}, 0, 2), "[- -]");
}

TEST(ModbusValue, ReadsPackedBits) {
  auto packed = part(kBit, 14, 0);
  packed.stride = 0;
  EXPECT_EQ(elements(packed, kPlain, {0x4000, 0x0002}, 0, 4), "[1 0 0 1]");
  // Element 3 stands at bit 17: bit 1 of the second register.
  EXPECT_EQ(elements(packed, kPlain, {0x0002}, 3, 2), "[1 0]");
  EXPECT_EQ(elements(packed, kPlain, {0x8000, 0x0001}, 17, 2), "[1 1]");
  EXPECT_EQ(elements(low_byte_first(packed), kPlain, {0x0040, 0x0200}, 0, 4), "[1 0 0 1]");
  EXPECT_EQ(elements(packed, without({1}), {0x4000, 0}, 0, 2), "[- 0]");
  auto apart = part(kBit, 3, 0);
  apart.stride = 1;
  EXPECT_EQ(elements(apart, kPlain, {8, 0, 8}, 0, 3), "[1 0 1]");
}

TEST(ModbusValue, WritesWhatReadsBack) {
  struct WriteRow {
    const char* name;
    ModbusPlace place;
    FieldFormat format;
    double value;
    std::optional<Words> expected;
  };
  const auto none = std::nullopt;
  const double most_float = std::numeric_limits<float>::max();
  const WriteRow rows[] = {
      {"u16", kU16, kPlain, 65535, Words{0xFFFF}},
      {"u16, too large", kU16, kPlain, 65536, none},
      {"u16, below 0", kU16, kPlain, -1, none},
      {"u16, rounded to 0", kU16, kPlain, -0.4, Words{0}},
      {"u16, rounded", kU16, kPlain, 6.5, Words{7}},
      {"scaled", kU16, format_of({-40, 0.1, 1}), 61.2, Words{652}},
      {"low byte first", low_byte_first(kU16), kPlain, 0x1234, Words{0x3412}},
      {"s16", kU16, kSigned, -2, Words{0xFFFE}},
      {"s16, too small", kU16, kSigned, -32769, none},
      {"s16, too large", kU16, kSigned, 32768, none},
      {"u32", kU32, kPlain, 305419896, Words{0x1234, 0x5678}},
      {"u32, low word first", low_word_first(kU32), kPlain, 305419896, Words{0x5678, 0x1234}},
      {"u32, little-endian", low_byte_first(low_word_first(kU32)), kPlain, 305419896, Words{0x7856, 0x3412}},
      {"s64, the least", kU64, kSigned, -0x1p63, Words{0x8000, 0, 0, 0}},
      {"u64, too large", kU64, kPlain, 0x1p64, none},
      {"sign and amount", kSm16, kPlain, -25, Words{0x8019}},
      {"sign and amount, no negative zero", kSm16, kPlain, -0.2, Words{0}},
      {"sign and amount, too small", kSm16, kPlain, -32768, none},
      {"sign and amount of 32 bits", low_word_first(kSm32), kPlain, -1, Words{0x0001, 0x8000}},
      {"digits", kBcd16, kPlain, 1234, Words{0x1234}},
      {"digits, too many", kBcd16, kPlain, 10000, none},
      {"digits, below 0", kBcd16, kPlain, -1, none},
      {"digits, low word first", low_word_first(kBcd32), kPlain, 12345678, Words{0x5678, 0x1234}},
      {"f32", kF32, kPlain, 1, Words{0x3F80, 0}},
      {"f32, not rounded", kF32, format_of({0, 1, 0}), 0.5, Words{0x3F00, 0}},
      {"f32, scaled", kF32, format_of({1, 10, -1}), 20, Words{0x3F80, 0}},
      {"f32, the most", kF32, kPlain, most_float, Words{0x7F7F, 0xFFFF}},
      {"f32, too large", kF32, kPlain, 2 * most_float, none},
      {"f64", low_word_first(kF64), kPlain, 3.14, Words{0x851F, 0x51EB, 0x1EB8, 0x4009}},
      {"not a number", kF64, kPlain, std::numeric_limits<double>::quiet_NaN(), none},
      {"not a number as whole one", kU16, kPlain, std::numeric_limits<double>::quiet_NaN(), none},
      {"infinite", kF32, kPlain, std::numeric_limits<double>::infinity(), none},
      {"infinite digits", kBcd16, kPlain, std::numeric_limits<double>::infinity(), none},
      {"infinite amount", kSm16, kPlain, -std::numeric_limits<double>::infinity(), none},
      {"no factor", kU16, format_of({0, 0, -1}), 1, none},
      {"means no value", kU16, without({65535}), 65535, none},
      {"means no value by its bits", kU16, without({65535}, kSigned), -1, none},
      {"f32 that means no value", kF32, without({-9999}), -9999, none},
      {"coil on", kCoil, kPlain, 1, Words{1}},
      {"coil off", kCoil, kPlain, 0, Words{0}},
      {"coil, neither", kCoil, kPlain, 0.5, none},
      {"coil, not a number", kCoil, kPlain, std::numeric_limits<double>::quiet_NaN(), none},
      {"coil: no scale", kCoil, format_of({5, 2, -1}), 1, Words{1}},
      {"a bit of a register", kBit, kPlain, 1, none},
      {"a byte of a register", part(kU16, 8, 8), kPlain, 1, none},
      {"bits from the top", part(kU16, 8, 0), kPlain, 1, none},
      {"all bits of it", part(kU16, 0, 16), kPlain, 1, Words{1}},
      {"text", place_of(ModbusKind::text), kPlain, 1, none},
  };
  for (const auto& row : rows)
    EXPECT_EQ(encode_value(row.place, row.format, row.value), row.expected) << row.name;
}

TEST(ModbusValue, KnowsHowManyItemsItTakes) {
  EXPECT_EQ(items_of(kU16), 1);
  EXPECT_EQ(items_of(kF64), 4);
  EXPECT_EQ(items_of(place_of(ModbusKind::text, 125)), 125);
  EXPECT_EQ(items_of(kBit), 1);
  EXPECT_EQ(items_of(kCoil), 1);
  EXPECT_EQ(items_of(by(ModbusFunction::read_discrete_inputs, kU32)), 1);
}

}  // namespace
}  // namespace bmsgw::codec::modbus
