#include "bmsgw/codec/g1/sentence.hpp"

#include "bmsgw/codec/g1/crc8.hpp"

namespace bmsgw::codec::g1 {

bool split_sentence(std::string_view text, Sentence& into) {
  into.fields.clear();
  const auto first = text.find(',');
  const auto last = text.rfind(',');
  if (first == std::string_view::npos || first == 0) return false;
  into.name = text.substr(0, first);
  auto rest = text.substr(first + 1, last > first ? last - first - 1 : 0);
  if (last == first) return true;
  for (auto comma = rest.find(','); comma != std::string_view::npos; comma = rest.find(',')) {
    into.fields.push_back(rest.substr(0, comma));
    rest.remove_prefix(comma + 1);
  }
  into.fields.push_back(rest);
  return true;
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

std::string encode_read_request(std::string_view name, std::string_view parameter) {
  return encode_sentence(name, parameter.empty() ? "?" : std::string(parameter) + ",?");
}

std::optional<std::uint64_t> pack_name(std::string_view name) {
  if (name.empty() || name.size() > 8) return std::nullopt;
  std::uint64_t packed = 0;
  for (const char c : name) packed = (packed << 8U) | static_cast<unsigned char>(c);
  return packed;
}

}  // namespace bmsgw::codec::g1
