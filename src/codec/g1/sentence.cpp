//   NAME ',' field 1 ',' ... ',' field n ',' CRC      a request: NAME,?,CRC or CF2,<parameter>,?,CRC
// G1 Control Unit Serial Protocol 2.1.0, "General format", p. 5-6. Fields are added at the end by newer
// firmware (p. 8).
#include "bmsgw/codec/g1/sentence.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "bmsgw/codec/g1/crc8.hpp"

namespace bmsgw::codec::g1 {
namespace {

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

std::string plain(std::string_view text) {
  std::string kept;
  std::ranges::copy_if(text, std::back_inserter(kept), is_plain);
  return kept;
}

/// Two digits; `c` alone would clear them all.
bool is_statistic(std::string_view id) {
  constexpr std::string_view kDigits = "0123456789ABCDEFabcdef";
  return id.size() == 2 && id.find_first_not_of(kDigits) == std::string_view::npos;
}

}  // namespace

bool split_sentence(std::string_view text, Sentence& into) {
  into.fields.clear();
  const auto* start = text.data();
  const auto* const end = start + text.size();
  bool named = false;
  // A loop of its own: the fields are too short for memchr to pay.
  for (const auto* at = start; at != end; ++at) {
    if (*at != ',') continue;
    const std::string_view part(start, static_cast<std::size_t>(at - start));
    start = at + 1;
    if (std::exchange(named, true)) {
      into.fields.push_back(part);
    } else {
      into.name = part;
    }
  }
  return named && !into.name.empty();
}

std::string encode_sentence(std::string_view name, std::string_view fields) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  text.reserve(name.size() + fields.size() + 4);
  text.append(name).append(1, ',').append(fields).append(1, ',');
  const auto crc = crc8(text);
  text.push_back(kDigits[crc >> 4U]);
  text.push_back(kDigits[crc & 0x0FU]);
  return text;
}

std::string encode_read_request(std::string_view name, std::string_view argument) {
  // Letters and digits only: no argument can end the line and begin another sentence.
  std::string fields = plain(argument);
  if (name == "SS1" && is_statistic(fields)) return encode_sentence(name, fields);
  fields += fields.empty() ? "?" : ",?";
  return encode_sentence(plain(name), fields);
}

std::optional<std::uint64_t> pack_name(std::string_view name) {
  if (name.empty() || name.size() > 8) return std::nullopt;
  std::uint64_t packed = 0;
  for (const char c : name) packed = (packed << 8U) | static_cast<unsigned char>(c);
  return packed;
}

}  // namespace bmsgw::codec::g1
