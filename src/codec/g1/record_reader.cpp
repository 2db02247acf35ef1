#include "codec/g1/record_reader.hpp"

#include <algorithm>
#include <charconv>

#include "bmsgw/codec/g1/field_codec.hpp"

namespace bmsgw::codec::g1 {

using Reason = DecodeError::Reason;

RecordReader::RecordReader(const Sentence& sentence, std::initializer_list<std::string_view> names)
    : sentence_(sentence) {
  if (std::ranges::find(names, sentence.name) == names.end()) {
    fail(Reason::other_sentence, 0);
  } else if (sentence.is_request()) {
    fail(Reason::request, sentence.fields.size());
  }
}

void RecordReader::fail(Reason reason, std::size_t field) {
  if (!error_) error_ = DecodeError{reason, field};
}

std::optional<std::uint64_t> RecordReader::optional_hexadecimal(std::size_t field) {
  if (text(field).empty()) return std::nullopt;
  const auto number = parse_hex(text(field));
  if (!number) fail(Reason::not_hexadecimal, field);
  return number;
}

std::uint64_t RecordReader::hexadecimal(std::size_t field, std::uint64_t most) {
  if (text(field).empty()) fail(Reason::missing, field);
  const auto number = optional_hexadecimal(field).value_or(0);
  if (number > most) fail(Reason::out_of_range, field);
  return number;
}

std::uint64_t RecordReader::decimal(std::size_t field, std::uint64_t most) {
  const auto digits = text(field);
  if (digits.empty()) fail(Reason::missing, field);
  std::uint64_t number = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc{} || stop != end) fail(Reason::not_decimal, field);
  if (number > most) fail(Reason::out_of_range, field);
  return number;
}

std::optional<std::int64_t> RecordReader::optional_time(std::size_t field) {
  const auto seconds = optional_hexadecimal(field);
  if (!seconds) return std::nullopt;
  if (*seconds > std::numeric_limits<std::uint32_t>::max()) fail(Reason::out_of_range, field);
  return unix_ms_from_2000(static_cast<std::uint32_t>(*seconds));
}

}  // namespace bmsgw::codec::g1
