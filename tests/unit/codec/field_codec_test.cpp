#include "bmsgw/codec/g1/field_codec.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace bmsgw::codec::g1 {
namespace {

using core::Encoding;
using core::FieldFormat;
using core::Quality;
using core::Value;

FieldFormat format_of(Encoding encoding, double offset = 0, double factor = 1, int decimals = -1,
                      bool is_signed = false) {
  FieldFormat format;
  format.encoding = encoding;
  format.offset = offset;
  format.factor = factor;
  format.decimals = static_cast<std::int8_t>(decimals);
  format.is_signed = is_signed;
  return format;
}

FieldFormat with_bits(FieldFormat format, std::uint8_t bits) {
  format.bits = bits;
  return format;
}

FieldFormat little_endian(FieldFormat format) {
  format.big_end = false;
  return format;
}

FieldFormat flag(std::uint8_t bit) {
  auto format = format_of(Encoding::hex_bit_bool);
  format.bit = bit;
  return format;
}

FieldFormat without(FieldFormat format, std::vector<std::int64_t> codes) {
  format.not_available = std::move(codes);
  return format;
}

const auto kCode = format_of(Encoding::hex_code);
const auto kUnsigned = format_of(Encoding::hex_dec);
const auto kSigned = format_of(Encoding::hex_dec, 0, 1, -1, true);
const auto kDecimal = format_of(Encoding::dec_int);
const auto kText = format_of(Encoding::str);

/// Exact: a decoded value is the same on every machine.
std::string shown(const FieldCodec::Decoded& decoded) {
  std::ostringstream text;
  text.precision(17);
  text << core::to_string(decoded.quality);
  if (const auto* flag_value = std::get_if<bool>(&decoded.value)) text << (*flag_value ? " true" : " false");
  if (const auto* integer = std::get_if<std::int64_t>(&decoded.value)) text << " " << *integer;
  if (const auto* real = std::get_if<double>(&decoded.value)) text << " real " << *real;
  if (const auto* words = std::get_if<std::string_view>(&decoded.value)) text << " '" << *words << "'";
  return text.str();
}

FieldCodec::Decoded good(Value value) {
  return {Quality::good, value};
}
const FieldCodec::Decoded kInvalid{Quality::invalid, {}};
const FieldCodec::Decoded kUnavailable{Quality::unavailable, {}};

struct Row {
  const char* name;
  FieldFormat format;
  std::string text;
  FieldCodec::Decoded expected;
  bool encodes_back = true;  ///< the value gives the text again
};

const std::vector<Row>& scalar_rows() {
  static const std::vector<Row> kRows{
      // G1 Control Unit Serial Protocol 2.1.0, p. 6-7
      {"HexCode, p. 7", kCode, "02", good(std::int64_t{2})},
      {"HexDec, p. 7, 8D", format_of(Encoding::hex_dec, -100, 0.1, 1), "8D", good(4.1)},
      {"HexDec, p. 7, 5E: (94 - 100) x 0.1", format_of(Encoding::hex_dec, -100, 0.1, 1), "5E", good(-0.6)},
      {"HexBitBool, p. 7, bit 0", flag(0), "02", good(false), false},
      {"HexBitBool, p. 7, bit 1", flag(1), "02", good(true)},
      {"DecInt with a leading zero, TD1 p. 41", kDecimal, "07", good(std::int64_t{7})},
      {"Str, VR1 p. 43", kText, "2.0.18_RC1_ZVU", good(std::string_view("2.0.18_RC1_ZVU"))},
      // widths and signs
      {"1 digit", kUnsigned, "F", good(std::int64_t{15})},
      {"8 digits", kUnsigned, "FFFFFFFF", good(std::int64_t{4294967295})},
      {"16 digits", kUnsigned, "7FFFFFFFFFFFFFFF", good(std::int64_t{0x7FFFFFFFFFFFFFFF})},
      {"16 digits beyond int64", kUnsigned, "8000000000000000", good(9223372036854775808.0), false},
      {"16 digits beyond int64, scaled", format_of(Encoding::hex_dec, 0, 0.5), "FFFFFFFFFFFFFFFF",
       good(9223372036854775808.0), false},
      {"17 digits", kUnsigned, "00000000000000001", kInvalid},
      {"lower case", kUnsigned, "4a", good(std::int64_t{74}), false},
      {"signed by the width of its text: 2 digits", kSigned, "FF", good(std::int64_t{-1})},
      {"signed by the width of its text: 4 digits", kSigned, "00FF", good(std::int64_t{255})},
      {"signed, most negative", kSigned, "8000", good(std::int64_t{-32768})},
      {"signed, 8 digits", kSigned, "FFFFFFFE", good(std::int64_t{-2})},
      {"signed, 16 digits", kSigned, "FFFFFFFFFFFFFFFE", good(std::int64_t{-2})},
      {"signed and scaled, CV1 current p. 21", format_of(Encoding::hex_dec, 0, 0.1, 1, true), "FFF1",
       good(-1.5)},
      {"signed 12 bits in 4 digits", with_bits(kSigned, 12), "0FFF", good(std::int64_t{-1})},
      {"signed 12 bits, the rest is not the value's", with_bits(kSigned, 12), "F001", good(std::int64_t{1}),
       false},
      {"unsigned 4 bits in 2 digits", with_bits(kUnsigned, 4), "0A", good(std::int64_t{10})},
      {"64 bits", with_bits(kSigned, 64), "FFFFFFFFFFFFFFFF", good(std::int64_t{-1})},
      {"bits more than the text has: no sign there", with_bits(kSigned, 16), "FF", good(std::int64_t{255})},
      // byte order
      {"little-endian", little_endian(kUnsigned), "3412", good(std::int64_t{0x1234})},
      {"little-endian, signed", little_endian(kSigned), "FEFF", good(std::int64_t{-2})},
      {"little-endian, 8 digits", little_endian(kUnsigned), "78563412", good(std::int64_t{0x12345678})},
      {"little-endian flag", little_endian(flag(9)), "0002", good(true)},
      {"big-endian flag", flag(9), "0200", good(true)},
      // flags
      {"bit 0 of 8 digits", flag(0), "00000001", good(true)},
      {"bit 31", flag(31), "80000000", good(true)},
      {"bit 63", flag(63), "8000000000000000", good(true)},
      {"bit beyond the text", flag(12), "FF", kUnavailable, false},
      {"flag, not set", flag(3), "00", good(false)},
      {"flag, not hexadecimal", flag(3), "0x", kInvalid},
      // offset, factor, decimals
      {"cell voltage, BV1 p. 14", format_of(Encoding::hex_dec, 200, 0.01, 2), "4A", good(2.74)},
      {"temperature, BT1 p. 11", format_of(Encoding::hex_dec, -100), "78", good(20.0)},
      {"balancing 100/255, BB1 p. 8", format_of(Encoding::hex_dec, 0, 100.0 / 255, 1), "FF", good(100.0)},
      {"balancing 100/255, rounded", format_of(Encoding::hex_dec, 0, 100.0 / 255, 1), "21", good(12.9)},
      {"as it is", format_of(Encoding::hex_dec, 0, 0.125), "05", good(0.625)},
      {"rounded to whole numbers", format_of(Encoding::hex_dec, 0, 0.1, 0), "0F", good(2.0), false},
      {"negative factor", format_of(Encoding::hex_dec, 0, -0.5), "03", good(-1.5)},
      {"whole numbers stay whole with decimals too", format_of(Encoding::hex_dec, 0, 1, 2), "4F",
       good(std::int64_t{79})},
      {"DecInt, scaled", format_of(Encoding::dec_int, 1, 0.5), "0003", good(2.0)},
      // DecInt
      {"DecInt, negative", kDecimal, "-15", good(std::int64_t{-15})},
      {"DecInt, negative with a leading zero", kDecimal, "-07", good(std::int64_t{-7})},
      {"DecInt, most", kDecimal, "9223372036854775807", good(std::int64_t{9223372036854775807})},
      {"DecInt, more", kDecimal, "9223372036854775808", kInvalid},
      {"DecInt, hexadecimal", kDecimal, "0A", kInvalid},
      {"DecInt, point", kDecimal, "1.5", kInvalid},
      {"DecInt, blank", kDecimal, " 5", kInvalid},
      // no value
      {"empty HexDec", kUnsigned, "", kUnavailable},
      {"empty HexCode", kCode, "", kUnavailable},
      {"empty flag", flag(0), "", kUnavailable},
      {"empty DecInt", kDecimal, "", kUnavailable},
      {"empty Str", kText, "", kUnavailable},
      {"not available", without(kUnsigned, {255}), "FF", kUnavailable, false},
      {"not available, another code", without(kUnsigned, {255}), "FE", good(std::int64_t{254})},
      {"not available, signed, by its text", without(kSigned, {65535}), "FFFF", kUnavailable, false},
      {"not available, signed, by its number", without(kSigned, {-1}), "FFFF", kUnavailable, false},
      {"not available, unsigned, no negative code", without(kUnsigned, {-1}), "FFFF",
       good(std::int64_t{65535})},
      {"not available, scaled: the code is raw", without(format_of(Encoding::hex_dec, 200, 0.01, 2), {0}),
       "00", kUnavailable, false},
      {"not available, DecInt", without(kDecimal, {-1}), "-1", kUnavailable, false},
      // not decodable
      {"not hexadecimal", kUnsigned, "4G", kInvalid},
      {"a blank", kUnsigned, "4 ", kInvalid},
      {"a sign", kUnsigned, "-4", kInvalid},
  };
  return kRows;
}

TEST(FieldCodec, DecodesEveryEncoding) {
  for (const auto& row : scalar_rows()) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(shown(FieldCodec(row.format).decode(row.text)), shown(row.expected));
  }
}

TEST(FieldCodec, EncodesBackWhatItDecoded) {
  for (const auto& row : scalar_rows()) {
    SCOPED_TRACE(row.name);
    if (row.expected.quality == Quality::invalid || !row.encodes_back) continue;
    const FieldCodec codec(row.format);
    EXPECT_EQ(codec.encode(codec.decode(row.text).value, row.text.size()), row.text);
  }
}

TEST(FieldCodec, EncodesEveryByteOfTheProtocolsFormatsBack) {
  const FieldFormat formats[] = {kUnsigned, kSigned, format_of(Encoding::hex_dec, 200, 0.01, 2),
                                 format_of(Encoding::hex_dec, -100),
                                 format_of(Encoding::hex_dec, 0, 100.0 / 255, 1)};
  for (const auto& format : formats) {
    const FieldCodec codec(format);
    for (unsigned raw = 0; raw < 256; ++raw) {
      const std::string text{"0123456789ABCDEF"[raw >> 4U], "0123456789ABCDEF"[raw & 15U]};
      EXPECT_EQ(codec.encode(codec.decode(text).value, 2), text) << "factor " << format.factor;
    }
  }
}

TEST(FieldCodec, RefusesToEncodeWhatDoesNotFit) {
  struct EncodeRow {
    const char* name;
    FieldFormat format;
    Value value;
    std::size_t digits;
  };
  static const core::ListElement kHigh[] = {3.0, 5.0};
  static const core::ListElement kGap[] = {3.0, std::nullopt};
  const auto volts = format_of(Encoding::hex_dec_byte_array, 200, 0.01, 2);
  const EncodeRow rows[] = {
      {"256 in a byte", kUnsigned, std::int64_t{256}, 2},
      {"negative, unsigned", kUnsigned, std::int64_t{-1}, 2},
      {"128 in a signed byte", kSigned, std::int64_t{128}, 2},
      {"2048 in 12 signed bits", with_bits(kSigned, 12), std::int64_t{2048}, 4},
      {"below the offset", format_of(Encoding::hex_dec, 200, 0.01), 1.99, 2},
      {"far too large", kUnsigned, 1e300, 16},
      {"not finite", format_of(Encoding::hex_dec, 0, 0.1), std::numeric_limits<double>::quiet_NaN(), 4},
      {"bit 12 in two digits", flag(12), true, 2},
      {"list element above its byte", volts, core::List(kHigh), 0},
      {"list with a gap", volts, core::List(kGap), 0},
      {"list of keys", kUnsigned, core::KeyList{}, 2},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(FieldCodec(row.format).encode(row.value, row.digits), std::nullopt);
  }
}

struct ListRow {
  const char* name;
  FieldFormat format;
  std::string text;
  bool expected;
  std::vector<core::ListElement> elements;
};

const std::vector<ListRow>& list_rows() {
  const auto bytes = format_of(Encoding::hex_dec_byte_array);
  const auto volts = format_of(Encoding::hex_dec_byte_array, 200, 0.01, 2);
  const auto none = std::nullopt;
  static const std::vector<ListRow> kRows{
      {"HexDecByteArray, p. 7", volts, "9D9F9E", true, {3.57, 3.59, 3.58}},
      {"temperatures, BT4 p. 13",
       format_of(Encoding::hex_dec_byte_array, -100),
       "777A78",
       true,
       {19.0, 22.0, 20.0}},
      {"one element", bytes, "FF", true, {255.0}},
      {"signed bytes", format_of(Encoding::hex_dec_byte_array, 0, 1, -1, true), "FF7F", true, {-1.0, 127.0}},
      {"16-bit elements", with_bits(bytes, 16), "00010100", true, {1.0, 256.0}},
      {"16-bit elements, little-endian", little_endian(with_bits(bytes, 16)), "00010100", true, {256.0, 1.0}},
      {"4-bit elements", with_bits(bytes, 4), "0F", true, {0.0, 15.0}},
      {"an element that is not available", without(volts, {0}), "9D009E", true, {3.57, none, 3.58}},
      {"nothing", bytes, "", true, {}},
      {"half an element", bytes, "9D9F9", false, {}},
      {"not hexadecimal", bytes, "9D9X9E", false, {}},
  };
  return kRows;
}

TEST(FieldCodec, DecodesLists) {
  for (const auto& row : list_rows()) {
    SCOPED_TRACE(row.name);
    std::vector<core::ListElement> elements{1.5};
    EXPECT_EQ(FieldCodec(row.format).decode_list(row.text, elements), row.expected);
    std::vector<core::ListElement> expected{1.5};
    expected.insert(expected.end(), row.elements.begin(), row.elements.end());
    EXPECT_EQ(elements, expected) << "what was there stays";
  }
}

TEST(FieldCodec, EncodesListsBack) {
  for (const auto& row : list_rows()) {
    SCOPED_TRACE(row.name);
    if (!row.expected || !row.format.not_available.empty()) continue;
    EXPECT_EQ(FieldCodec(row.format).encode(core::List(row.elements), 0), row.text);
  }
}

TEST(ParseHex, TakesUpTo16Digits) {
  EXPECT_EQ(parse_hex("0"), 0U);
  EXPECT_EQ(parse_hex("0123456789ABCDEF"), 0x0123456789ABCDEFU);
  EXPECT_EQ(parse_hex("FFFFFFFFFFFFFFFF"), 0xFFFFFFFFFFFFFFFFU);
  EXPECT_EQ(parse_hex("00000000000000000"), std::nullopt);
  EXPECT_EQ(parse_hex(""), std::nullopt);
  EXPECT_EQ(parse_hex("0x1F"), std::nullopt);
  EXPECT_EQ(parse_hex("\xC0"), std::nullopt);
}

}  // namespace
}  // namespace bmsgw::codec::g1
