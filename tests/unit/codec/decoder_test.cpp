#include "bmsgw/codec/g1/decoder.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace bmsgw::codec::g1 {
namespace {

using core::Encoding;
using core::milliseconds;
using core::MonoTime;
using core::PointId;

PointSpec point(std::uint32_t id, const char* sentence, std::uint32_t field,
                Encoding encoding = Encoding::hex_dec, std::uint8_t bit = 0) {
  core::FieldFormat format;
  format.encoding = encoding;
  format.bit = bit;
  return {PointId{id}, sentence, field, format, false, {}};
}

PointSpec list(std::uint32_t id, const char* sentence, std::uint32_t field,
               std::optional<std::uint32_t> index_field) {
  auto spec = point(id, sentence, field, Encoding::hex_dec_byte_array);
  spec.list = true;
  spec.index_field = index_field;
  return spec;
}

std::string text_of(const core::Value& value) {
  std::ostringstream text;
  if (const auto* flag = std::get_if<bool>(&value)) text << (*flag ? "true" : "false");
  if (const auto* integer = std::get_if<std::int64_t>(&value)) text << *integer;
  if (const auto* real = std::get_if<double>(&value)) text << *real;
  if (const auto* words = std::get_if<std::string_view>(&value)) text << "'" << *words << "'";
  if (const auto* elements = std::get_if<core::List>(&value)) {
    for (const auto& element : *elements) {
      text << " ";
      if (element) {
        text << *element;
      } else {
        text << "-";
      }
    }
  }
  return text.str();
}

/// `point=value` each, the quality instead of a value where that is not good.
std::string text_of(const std::vector<core::Sample>& samples) {
  std::string text;
  for (const auto& sample : samples) {
    text += (text.empty() ? "" : "; ") + std::to_string(core::index_of(sample.point)) + "=";
    text += sample.quality == core::Quality::good ? text_of(sample.value)
                                                  : std::string(core::to_string(sample.quality));
  }
  return text;
}

std::string text_of(DecodeResult result) {
  switch (result) {
    case DecodeResult::decoded:
      return "decoded";
    case DecodeResult::unknown:
      return "unknown";
    case DecodeResult::request:
      return "request";
  }
  return "";
}

std::string decode(Decoder& decoder, const std::string& sentence, int at_ms = 0) {
  Sentence parts;
  EXPECT_TRUE(split_sentence(sentence, parts));
  std::vector<core::Sample> samples;
  const auto result = text_of(decoder.decode(parts, MonoTime() + milliseconds(at_ms), samples));
  return samples.empty() ? result : result + " " + text_of(samples);
}

std::vector<PointSpec> points_of_test() {
  return {
      point(1, "CV1", 1),
      point(2, "CV1", 2),
      point(3, "ST1", 5, Encoding::hex_bit_bool, 0),
      point(4, "ST1", 5, Encoding::hex_bit_bool, 5),
      point(5, "ST1", 5, Encoding::hex_code),  // the same field as a code
      point(6, "VR1", 3, Encoding::str),
      point(7, "TD1", 6, Encoding::dec_int),
      point(8, "VR1", 1, Encoding::str),            // declared out of order
      point(9, "VR1", 3, Encoding::hex_dec),        // one field as text and as a number
      point(10, "CV1", 1, Encoding::hex_bit_bool),  // a second packet on the same sentence
      list(11, "CA1", 1, std::nullopt),
  };
}

TEST(Decoder, TurnsSentencesIntoSamples) {
  struct Row {
    const char* name;
    const char* sentence;
    const char* expected;
    std::uint64_t bad_fields = 0;
  };
  const Row rows[] = {
      {"CV1, p. 21", "CV1,000015AD,0004,01FF,01FD,01FA,03FC,09DA,66CF,0000,0000,DE",
       "decoded 1=5549; 10=true; 2=4"},
      {"fields missing", "CV1,000015AD,00", "decoded 1=5549; 10=true; 2=unavailable"},
      {"no fields at all", "CV1,00", "decoded 1=unavailable; 10=unavailable; 2=unavailable"},
      {"fields empty", "CV1,,,00", "decoded 1=unavailable; 10=unavailable; 2=unavailable"},
      {"fields more than documented", "TD1,1,2,3,4,5,07,7,8,9,10,11,12,00", "decoded 7=7"},
      {"flags and a code of one field", "ST1,,,,,21,00", "decoded 3=true; 4=true; 5=33"},
      {"a flag beyond the field's digits is not sent", "ST1,,,,,1,00", "decoded 3=true; 4=unavailable; 5=1"},
      {"a field that is not hexadecimal", "CV1,XX,0004,00", "decoded 1=invalid; 10=invalid; 2=4", 2},
      {"a field that is not decimal", "TD1,,,,,,0A,00", "decoded 7=invalid", 1},
      {"text, and the same as a number", "VR1,BMS1,,2.0,00", "decoded 8='BMS1'; 6='2.0'; 9=invalid", 1},
      {"request", "CV1,?,00", "request"},
      {"request with a parameter", "CV1,0C0E,?,00", "request"},
      {"another sentence", "PW1,0,AF", "unknown"},
      {"request of another sentence", "PW1,?,B7", "unknown"},
      {"a name longer than any", "ABCDEFGHI,00,00", "unknown"},
      {"a list without places is whole at once", "CA1,0102FF,00", "decoded 11= 1 2 255"},
      {"a list without places, empty", "CA1,,00", "decoded 11=unavailable"},
      {"a list that is not hexadecimal", "CA1,01X2,00", "decoded", 1},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    Decoder decoder(points_of_test());
    EXPECT_EQ(decode(decoder, row.sentence), row.expected);
    EXPECT_EQ(decoder.bad_fields(), row.bad_fields);
  }
}

TEST(Decoder, PutsAListTogetherByTheNumberOfCells) {
  Decoder decoder({point(1, "BV2", 2), list(2, "BV2", 4, 2)});
  EXPECT_EQ(decoder.cell_count(), std::nullopt);
  EXPECT_EQ(decode(decoder, "BV1,0004,4A,00"), "unknown");  // no point wants it, but it tells the number
  EXPECT_EQ(decoder.cell_count(), 4U);
  EXPECT_EQ(decode(decoder, "BV2,00,0000,02,0102,00"), "decoded 1=0");
  EXPECT_EQ(decoder.next_deadline(), MonoTime() + ListAssembler::kQuiet);
  EXPECT_EQ(decode(decoder, "BV2,00,0002,02,0304,00"), "decoded 1=2; 2= 1 2 3 4");
  EXPECT_EQ(decoder.next_deadline(), core::kNever);
}

TEST(Decoder, GivesOutAQuietListWithItsGaps) {
  Decoder decoder({list(2, "BV2", 4, 2)});
  decode(decoder, "BV1,0006,00");
  decode(decoder, "BV2,00,0002,02,0304,00", 10);
  std::vector<core::Sample> samples;
  decoder.flush_due(MonoTime() + milliseconds(209), samples);
  EXPECT_EQ(text_of(samples), "");
  decoder.flush_due(MonoTime() + milliseconds(210), samples);
  EXPECT_EQ(text_of(samples), "2= - - 3 4 - -");
}

TEST(Decoder, GivesOutTheOldListWhenANewAnswerStarts) {
  Decoder decoder({list(2, "BV2", 4, 2)});
  decode(decoder, "BV1,0002,00");
  decode(decoder, "BV2,00,0001,01,09,00");
  EXPECT_EQ(decode(decoder, "BV2,00,0000,02,0102,00"), "decoded 2= - 9; 2= 1 2");
}

TEST(Decoder, KeepsTheListsOfItsSentencesApart) {
  Decoder decoder({list(1, "BV2", 4, 2), list(2, "BT4", 4, 2)});
  decode(decoder, "BV1,0002,00");
  EXPECT_EQ(decode(decoder, "BV2,00,0000,01,01,00"), "decoded");
  EXPECT_EQ(decode(decoder, "BT4,00,0000,02,0809,00"), "decoded 2= 8 9");
  EXPECT_EQ(decode(decoder, "BV2,00,0001,01,02,00"), "decoded 1= 1 2");
}

TEST(Decoder, AnEmptyAnswerEndsAList) {
  Decoder decoder({list(1, "BV2", 4, 2)});
  decode(decoder, "BV1,0002,00");
  decode(decoder, "BV2,00,0000,01,01,00");
  EXPECT_EQ(decode(decoder, "BV2,,,,,,,00"), "decoded 1=unavailable");
  EXPECT_EQ(decoder.next_deadline(), core::kNever);
}

TEST(Decoder, DropsAPartWithoutAUsablePlace) {
  Decoder decoder({list(1, "BV2", 4, 2)});
  const char* const sentences[] = {"BV2,00,XXXX,01,01,00", "BV2,00,,01,01,00",
                                   "BV2,00,FFFFFFFFFFFFFFFF,01,01,00", "BV2,00,0400,01,01,00"};
  for (const auto* sentence : sentences) EXPECT_EQ(decode(decoder, sentence), "decoded") << sentence;
  EXPECT_EQ(decoder.bad_fields(), 4U);
  EXPECT_EQ(decoder.next_deadline(), core::kNever);
}

TEST(Decoder, KeepsTheLastNumberOfCellsThatWasTold) {
  Decoder decoder({});
  decode(decoder, "BV1,0050,00");
  for (const auto* sentence : {"BV1,,,,,,39", "BV1,0000,00", "BV1,XX,00", "BV1,?,00"})
    decode(decoder, sentence);
  EXPECT_EQ(decoder.cell_count(), 0x50U);
}

}  // namespace
}  // namespace bmsgw::codec::g1
