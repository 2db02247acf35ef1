// The examples of the protocol's document through the whole codec with the shipped configuration.
#include <map>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include "bmsgw/app/compile.hpp"
#include "bmsgw/codec/g1/decoder.hpp"
#include "bmsgw/codec/g1/framer.hpp"

#include "support/shipped_config.hpp"

namespace bmsgw::codec::g1 {
namespace {

/// The lines of sentences.txt, either those that are right or those that must fail.
std::vector<std::string> golden_sentences(bool right) {
  std::istringstream file(test::read_source_file("tests/golden/g1/sentences.txt"));
  std::vector<std::string> sentences;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#' || (line.front() == '!') == right) continue;
    sentences.push_back(right ? line : line.substr(1));
  }
  return sentences;
}

/// The points of the shipped configuration with their names.
struct Shipped {
  core::PointRegistry registry;
  app::CompiledGateway gateway = app::compile(test::shipped_config(), registry);

  [[nodiscard]] const std::vector<PointSpec>& points() const { return gateway.g1_buses.front().points; }
  [[nodiscard]] const std::string& param(const PointSpec& spec) const {
    return gateway.points[core::index_of(spec.point)].param;
  }
};

TEST(Golden, RightSentencesPassTheFramerAndWrongOnesDoNot) {
  const auto right = golden_sentences(true);
  const auto wrong = golden_sentences(false);
  ASSERT_GE(right.size(), 70U);
  ASSERT_GE(wrong.size(), 10U);
  std::string stream;
  for (const auto& sentence : right) stream += sentence + "\r\n";
  for (const auto& sentence : wrong) stream += sentence + "\r\n";
  Framer framer;
  framer.feed({stream.data(), stream.size()});
  std::vector<std::string> frames;
  while (const auto frame = framer.next()) frames.emplace_back(frame->text);
  EXPECT_EQ(frames, right);
  EXPECT_EQ(framer.counters().bad_crc, wrong.size());
}

TEST(Golden, SentencesAreEncodedBackByteForByte) {
  Sentence sentence;
  for (const auto& text : golden_sentences(true)) {
    ASSERT_TRUE(split_sentence(text, sentence)) << text;
    std::string fields;
    for (std::size_t field = 1; field <= sentence.fields.size(); ++field) {
      fields.append(field == 1 ? "" : ",").append(sentence.field(field));
    }
    EXPECT_EQ(encode_sentence(sentence.name, fields), text);
  }
}

/// The text that a field's decoded values give again: of flags the bits of all of them together.
std::string encoded_field(const Shipped& shipped, const Sentence& sentence, std::uint32_t field) {
  const auto text = sentence.field(field);
  std::optional<std::string> encoded;
  std::uint64_t flags = 0;
  for (const auto& spec : shipped.points()) {
    if (spec.sentence != sentence.name || spec.field != field) continue;
    const FieldCodec codec(spec.format);
    std::vector<core::ListElement> elements;
    if (spec.list && codec.decode_list(text, elements)) {
      encoded = codec.encode(core::List(elements), text.size());
    } else if (spec.format.encoding == core::Encoding::hex_bit_bool && !text.empty()) {
      flags |= parse_hex(codec.encode(codec.decode(text).value, text.size()).value_or("")).value_or(0);
      core::FieldFormat code;
      encoded = FieldCodec(code).encode(static_cast<std::int64_t>(flags), text.size());
    } else {
      const auto decoded = codec.decode(text);
      EXPECT_NE(decoded.quality, core::Quality::invalid) << sentence.name << " field " << field;
      encoded = codec.encode(decoded.value, text.size());
    }
  }
  return encoded.value_or(std::string(text));
}

TEST(Golden, EveryConfiguredFieldIsEncodedBackByteForByte) {
  const Shipped shipped;
  Sentence sentence;
  for (const auto& text : golden_sentences(true)) {
    SCOPED_TRACE(text);
    ASSERT_TRUE(split_sentence(text, sentence));
    if (sentence.is_request()) continue;
    std::string fields;
    for (std::uint32_t field = 1; field <= sentence.fields.size(); ++field) {
      fields.append(field == 1 ? "" : ",").append(encoded_field(shipped, sentence, field));
    }
    EXPECT_EQ(encode_sentence(sentence.name, fields), text);
  }
}

std::string text_of(const core::Value& value) {
  std::ostringstream text;
  text.precision(12);
  if (const auto* flag = std::get_if<bool>(&value)) text << (*flag ? "on" : "off");
  if (const auto number = core::number_of(value); number && !std::holds_alternative<bool>(value))
    text << *number;
  if (const auto* words = std::get_if<std::string_view>(&value)) text << *words;
  if (const auto* list = std::get_if<core::List>(&value)) {
    for (const auto& element : *list) text << (element == list->front() ? "" : " ") << element.value_or(-1);
  }
  return text.str();
}

/// All values of a sentence: `Param value` each; a flag only by its name where it is set.
std::string decoded(const Shipped& shipped, const std::string& text) {
  Decoder decoder(shipped.points());
  Sentence sentence;
  EXPECT_TRUE(split_sentence(text, sentence));
  std::vector<core::Sample> samples;
  EXPECT_EQ(decoder.decode(sentence, {}, samples), DecodeResult::decoded);
  decoder.flush_due(core::kNever, samples);
  std::string all;
  for (const auto& sample : samples) {
    const auto spec = std::ranges::find(shipped.points(), sample.point, &PointSpec::point);
    if (shipped.param(*spec).empty()) continue;
    const auto value = sample.quality == core::Quality::good ? text_of(sample.value) : std::string("none");
    if (value == "off") continue;
    all += (all.empty() ? "" : "; ") + shipped.param(*spec) + (value == "on" ? "" : " " + value);
  }
  return all;
}

TEST(Golden, ValuesAreThoseOfTheDocument) {
  struct Row {
    const char* place;  ///< page of G1 Control Unit Serial Protocol 2.1.0
    const char* sentence;
    const char* expected;
  };
  const Row rows[] = {
      {"BB1, p. 8", "BB1,0050,00,00,00,,A0,B1",
       "NumberOfCells 80; MinBalancing 0; MaxBalancing 0; AverageBalancing 0; BalancingThreshold 3.6"},
      {"BC1, p. 10: 79 % of 100 Ah", "BC1,000456F0,00057E40,1EDC,3C",
       "Charge 284400; Capacity 360000; StateOfCharge 79"},
      {"BT1, p. 11", "BT1,0050,78,7A,78,,1A",
       "NumberOfCells 80; MinModuleTemperature 20; MaxModuleTemperature 22; AverageModuleTemperature 20"},
      {"BT1 without cells, p. 11", "BT1,,,,,,F9",
       "NumberOfCells none; MinModuleTemperature none; MaxModuleTemperature none; AverageModuleTemperature "
       "none"},
      {"BT3, p. 13", "BT3,0008,7A,7B,7A,,EA",
       "NumberOfCells 8; MinCellTemperature 22; MaxCellTemperature 23; AverageCellTemperature 22"},
      {"BT4, p. 13", "BT4,00,0000,08,777A7878787A7878,CF",
       "StringNumber 0; FirstCell 0; GroupSize 8; CellTemperatures 19 22 20 20 20 22 20 20"},
      {"BV1, p. 14", "BV1,0050,4A,94,80,335B,,D3",
       "NumberOfCells 80; MinCellVoltage 2.74; MaxCellVoltage 3.48; AverageCellVoltage 3.28; TotalVoltage "
       "131.47"},
      {"BV2, p. 15", "BV2,00,0000,08,8B85858585868587,93",
       "StringNumber 0; FirstCell 0; GroupSize 8; CellVoltages 3.39 3.33 3.33 3.33 3.33 3.34 3.33 3.35"},
      {"CS1, p. 19", "CS1,01,00,0B90,0062,0B90,0060,64",
       "NumberOfChargers 1; ChargerStatus 0; SetVoltage 296; SetCurrent 9.8; ActualVoltage 296; "
       "ActualCurrent 9.6"},
      {"CV1, p. 21: the fields behind the current are reserved",
       "CV1,000015AD,0004,01FF,01FD,01FA,03FC,09DA,66CF,0000,0000,DE", "TotalVoltage 55.49; Current 0.4"},
      {"DT1, p. 22: firmware before 2.0.20 sends six fields",
       "DT1,0078,000000DD,00000057,000045B4,00000003,00000001,79",
       "Speed 12; DistanceSinceCharge 2.21; MomentaryConsumption 8.7; DistanceLeft 178.44; LastChargeEnergy "
       "3; "
       "LastDischargeEnergy 1; LastTripConsumption none; DistanceLeftByLastTrip none; AverageDischargeEnergy "
       "none; "
       "MaxDischargeEnergy none; TripConsumption none; DistanceLeftByTrip none"},
      {"IN1, p. 23: 50 is AC SENSE and FAST CHG.", "IN1,50,00,00,00,B9", "Inputs 80; AcSense; FastCharge"},
      {"OT1, p. 25", "OT1,80,00,80,00,14", "Charger; ChargingIndication"},
      // The document's CRC is 93; the fields are those of the example, A2 is the CRC that they have.
      {"ST1, p. 5 and 39", "ST1,00,00,0000,000128E3,07,0000,00,00040802,A2",
       "ChargingStage 0; LastChargingError 0; LastChargingErrorParameter 0; StageDuration 76003"
       "; CellVoltagesValid; ModuleTemperaturesValid; BalancingValid; PinSpeedSensor; PinSoc; "
       "PinAnalogCharger"},
      {"TD1, p. 41: the date is decimal, the uptime hexadecimal", "TD1,2014,10,07,14,50,07,00,000003E5,60",
       "Year 2014; Month 10; Day 7; Hour 14; Minute 50; Second 7; Uptime 997"},
      {"VR1, p. 43", "VR1,BMS1,00000382,2.0.18_RC1_ZVU,9D",
       "HardwareType BMS1; SerialNumber 898; FirmwareVersion 2.0.18_RC1_ZVU"},
  };
  const Shipped shipped;
  for (const auto& row : rows) {
    SCOPED_TRACE(row.place);
    EXPECT_EQ(decoded(shipped, row.sentence), row.expected);
  }
}

}  // namespace
}  // namespace bmsgw::codec::g1
