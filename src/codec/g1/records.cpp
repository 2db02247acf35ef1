//   RS2,TTTTTTTT,FF,...,CRC                  up to five pairs: time, flags           p. 27-28
//   CN1,IIIIIIII,E,R,L,DDDDDDDDDDDDDDDD,CRC  received: id, extended, remote request, p. 18
//   CN2,IIIIIIII,E,R,L,DDDDDDDDDDDDDDDD,CRC  sent      length (decimal), data        p. 18
//   CF2,PPPP,VV,CRC                          parameter id, value of 2, 4 or 8 digits p. 16-17
// G1 Control Unit Serial Protocol 2.1.0; letters stand for hexadecimal digits, times count seconds from
// 2000-01-01.
//
// Readings that were chosen:
// - RS2: a pair without time and flags is an unused place; of a pair with only one of the two the other is
// missing.
// - CN1, CN2: "only the lower 11 bits" of a standard identifier count, so what stands above them is dropped.
// A remote
//   request has no data whatever its length says. Of data longer than the length the first bytes count; the
//   examples' data lost a digit in the scan, their CRC proves sixteen.
#include "bmsgw/codec/g1/records.hpp"

#include "bmsgw/codec/g1/field_codec.hpp"

#include "codec/g1/record_reader.hpp"

namespace bmsgw::codec::g1 {
namespace {

using Reason = DecodeError::Reason;

constexpr std::size_t kMostResets = 5;

constexpr std::array<std::string_view, 7> kResetFlags{
    "Power-on", "External", "Brown-out", "Watchdog", "JTAG", "Stack overflow", "User caused",
};

std::string_view text_of(Reason reason) {
  switch (reason) {
    case Reason::other_sentence:
      return "is of another sentence";
    case Reason::request:
      return "asks for something and carries no value";
    case Reason::missing:
      return "is missing or empty";
    case Reason::not_hexadecimal:
      return "is not hexadecimal";
    case Reason::not_decimal:
      return "is not decimal";
    case Reason::out_of_range:
      return "is out of range";
    case Reason::wrong_length:
      return "has the wrong number of digits";
  }
  return "is not decodable";
}

constexpr std::size_t kMostCanBytes = 8;

void read_can_data(RecordReader& reader, core::CanFrame& message) {
  constexpr std::size_t kDataField = 5;
  const auto text = reader.text(kDataField);
  if (message.remote) return;
  if (text.size() < message.length * std::size_t{2} || text.size() > kMostCanBytes * 2 ||
      text.size() % 2 != 0) {
    return reader.fail(Reason::wrong_length, kDataField);
  }
  for (std::size_t i = 0; i < message.length; ++i) {
    const auto byte = parse_hex(text.substr(i * 2, 2));
    if (!byte) return reader.fail(Reason::not_hexadecimal, kDataField);
    message.data[i] = static_cast<std::uint8_t>(*byte);
  }
}

}  // namespace

std::string to_string(const DecodeError& error) {
  const auto place = error.field == 0 ? std::string("the name") : "field " + std::to_string(error.field);
  return place + " " + std::string(text_of(error.reason));
}

RecordResult<std::vector<Reset>> decode_resets(const Sentence& sentence) {
  RecordReader reader(sentence, {"RS2"});
  std::vector<Reset> resets;
  for (std::size_t field = 1; field < 2 * kMostResets && field <= sentence.fields.size(); field += 2) {
    const auto time = reader.optional_time(field);
    const auto flags = reader.optional_hexadecimal(field + 1);
    if (!time && !flags) continue;
    if (!time || !flags) reader.fail(Reason::missing, time ? field + 1 : field);
    resets.push_back({static_cast<std::uint8_t>((field + 1) / 2), time.value_or(0), flags.value_or(0)});
  }
  return reader.result(std::move(resets));
}

std::vector<std::string_view> reset_flag_names(std::uint64_t flags) {
  std::vector<std::string_view> names;
  for (std::size_t bit = 0; bit < kResetFlags.size(); ++bit) {
    if (((flags >> bit) & 1U) != 0) names.push_back(kResetFlags[bit]);
  }
  return names;
}

RecordResult<core::CanFrame> decode_can_message(const Sentence& sentence) {
  RecordReader reader(sentence, {"CN1", "CN2"});
  core::CanFrame message;
  const auto id = reader.hexadecimal(1, 0xFFFF'FFFF);
  const bool is_extended = reader.hexadecimal(2, 1) != 0;
  message.remote = reader.hexadecimal(3, 1) != 0;
  message.length = static_cast<std::uint8_t>(reader.decimal(4, kMostCanBytes));
  if (is_extended && id > core::CanId::kLastExtended) reader.fail(Reason::out_of_range, 1);
  const auto number = static_cast<std::uint32_t>(id);
  message.id = is_extended ? core::CanId::extended(number) : core::CanId::standard(number);
  if (!reader.error()) read_can_data(reader, message);
  return reader.result(message);
}

RecordResult<ParameterValue> decode_parameter(const Sentence& sentence) {
  RecordReader reader(sentence, {"CF2"});
  ParameterValue parameter;
  parameter.id = static_cast<std::uint16_t>(reader.hexadecimal(1, 0xFFFF));
  parameter.raw = reader.hexadecimal(2);
  parameter.digits = static_cast<std::uint8_t>(reader.text(2).size());
  return reader.result(parameter);
}

}  // namespace bmsgw::codec::g1
