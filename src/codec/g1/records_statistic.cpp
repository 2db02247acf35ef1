//   SS1,II,VV...,AA...,TTTTTTTT,CRC   identifier, value, additional info, seconds from 2000-01-01; length and
//   coding
//                                     of value and info depend on the identifier, what does not apply is
//                                     empty
//   info of 12, 17, 49:  IIIIHHLL     cell with the lowest value, highest value, lowest value
// G1 Control Unit Serial Protocol 2.1.0, SS1, p. 28-38.
//
// Readings that were chosen:
// - "LSB" and "2nd byte" of the composite infos are counted from the end of the text, since the protocol
// writes the
//   most significant byte first. A longer info is accepted: what is not documented would stand in front.
// - The scan calls both 11 and 12 "Max Cell Voltage", and 16 and 17 alike; the table of values has the names
// of the
//   differences. "36 - Charging ror occurred" is an error.
// - SS1 with one field is a request: of all statistics (?), of one, or to clear them (c).
// - An identifier that is not listed keeps its value and info as raw numbers; firmware adds identifiers at
// the end.
#include <algorithm>

#include "bmsgw/codec/g1/records.hpp"

#include "codec/g1/record_reader.hpp"

namespace bmsgw::codec::g1 {
namespace {

enum class Info : std::uint8_t { none, count, cell, spread, unknown };

/// value = (raw + offset) / divisor
struct Scale {
  double offset = 0;
  double divisor = 1;
  std::string_view unit;

  [[nodiscard]] double apply(std::uint64_t raw) const {
    return (static_cast<double>(raw) + offset) / divisor;
  }
};

struct Description {
  std::uint8_t id = 0;
  std::string_view name;
  Info info = Info::unknown;
  Scale value;
  Scale extreme;  ///< of a spread's lowest and highest
};

constexpr Scale kPlain{};
constexpr Scale kCurrent{0, 10, "A"};
constexpr Scale kCellVoltage{200, 100, "V"};
constexpr Scale kVoltage{0, 100, "V"};
constexpr Scale kTemperature{-100, 1, "°C"};
constexpr Scale kTemperatureDifference{0, 1, "°C"};

constexpr std::array<Description, 45> kStatistics{{
    {0, "Total discharge", Info::none, {0, 1, "Ah"}, {}},
    {1, "Total charge", Info::none, {0, 1, "Ah"}, {}},
    {2, "Total discharge energy", Info::none, {0, 1, "Wh"}, {}},
    {3, "Total charge energy", Info::none, {0, 1, "Wh"}, {}},
    {4, "Total discharge time", Info::none, {0, 1, "s"}, {}},
    {5, "Total charge time", Info::none, {0, 1, "s"}, {}},
    {6, "Total distance", Info::none, {0, 1, "pulses"}, {}},
    {7, "Master clear count", Info::count, kPlain, {}},
    {8, "Max Discharge Current", Info::none, kCurrent, {}},
    {9, "Max Charge Current", Info::none, kCurrent, {}},
    {10, "Min Cell Voltage", Info::cell, kCellVoltage, {}},
    {11, "Max Cell Voltage", Info::cell, kCellVoltage, {}},
    {12, "Max Cell Voltage Difference", Info::spread, kVoltage, kCellVoltage},
    {13, "Min Pack Voltage", Info::none, kVoltage, {}},
    {14, "Max Pack Voltage", Info::none, kVoltage, {}},
    {15, "Min Cell Module Temperature", Info::cell, kTemperature, {}},
    {16, "Max Cell Module Temperature", Info::cell, kTemperature, {}},
    {17, "Max Cell Module Temperature Difference", Info::spread, kTemperatureDifference, kTemperature},
    {18, "BMS starts count", Info::count, kPlain, {}},
    {19, "Under-voltage protection count", Info::count, kPlain, {}},
    {20, "Over-voltage protection count", Info::count, kPlain, {}},
    {21, "Discharge over-current protection count", Info::count, kPlain, {}},
    {22, "Charge over-current protection count", Info::count, kPlain, {}},
    {23, "Cell module overheat protection count", Info::count, kPlain, {}},
    {24, "Leakage protection count", Info::count, kPlain, {}},
    {25, "No cell communication protection count", Info::count, kPlain, {}},
    {26, "Low voltage power reduction count", Info::count, kPlain, {}},
    {27, "High current power reduction count", Info::count, kPlain, {}},
    {28, "High cell module temperature power reduction count", Info::count, kPlain, {}},
    {29, "Charger connect count", Info::count, kPlain, {}},
    {30, "Charger disconnect count", Info::count, kPlain, {}},
    {31, "Pre-heat stage count", Info::count, kPlain, {}},
    {32, "Pre-charge stage count", Info::count, kPlain, {}},
    {33, "Main charge stage count", Info::count, kPlain, {}},
    {34, "Balancing stage count", Info::count, kPlain, {}},
    {35, "Charging finished count", Info::count, kPlain, {}},
    {36, "Charging error count", Info::count, kPlain, {}},
    {37, "Charging retry count", Info::count, kPlain, {}},
    {38, "Trips count", Info::count, kPlain, {}},
    {39, "Charge restarts count", Info::count, kPlain, {}},
    {45, "Cell overheat protection count", Info::count, kPlain, {}},
    {46, "High cell temperature power reduction count", Info::count, kPlain, {}},
    {47, "Min Cell Temperature", Info::cell, kTemperature, {}},
    {48, "Max Cell Temperature", Info::cell, kTemperature, {}},
    {49, "Max Cell Temperature Difference", Info::spread, kTemperatureDifference, kTemperature},
}};

constexpr Description kUnlisted{};

const Description& description_of(std::uint64_t id) {
  const auto* const place = std::ranges::find(kStatistics, id, &Description::id);
  return place == kStatistics.end() ? kUnlisted : *place;
}

void read_info(RecordReader& reader, const Description& description, Statistic& statistic) {
  constexpr std::size_t kInfoField = 3;
  constexpr std::size_t kSpreadDigits = 8;
  const auto raw = reader.optional_hexadecimal(kInfoField);
  if (!raw) return;
  if (description.info == Info::count) {
    statistic.info = Statistic::Count{*raw};
  } else if (description.info == Info::cell) {
    statistic.info = Statistic::Cell{*raw};
  } else if (description.info == Info::spread) {
    if (reader.text(kInfoField).size() < kSpreadDigits)
      reader.fail(DecodeError::Reason::wrong_length, kInfoField);
    const auto& scale = description.extreme;
    statistic.info = Statistic::Spread{scale.apply(*raw & 0xFFU), scale.apply((*raw >> 8U) & 0xFFU),
                                       (*raw >> 16U) & 0xFFFFU};
  } else {
    statistic.info = Statistic::Unknown{*raw};
  }
}

}  // namespace

RecordResult<Statistic> decode_statistic(const Sentence& sentence) {
  RecordReader reader(sentence, {"SS1"});
  if (sentence.fields.size() == 1 && !sentence.field(1).empty()) reader.fail(DecodeError::Reason::request, 1);
  Statistic statistic;
  statistic.id = static_cast<std::uint8_t>(reader.hexadecimal(1, 0xFF));
  const auto& description = description_of(statistic.id);
  statistic.name = description.name;
  statistic.unit = description.value.unit;
  if (const auto raw = reader.optional_hexadecimal(2)) statistic.value = description.value.apply(*raw);
  read_info(reader, description, statistic);
  statistic.unix_ms = reader.optional_time(4);
  return reader.result(statistic);
}

}  // namespace bmsgw::codec::g1
