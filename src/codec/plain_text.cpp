#include "codec/plain_text.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace bmsgw::codec {
namespace {

/// A first byte of UTF-8 and what the second may be: Unicode 15, table 3-7, without the controls U+0080 -
/// U+009F.
struct Lead {
  std::uint8_t first;
  std::uint8_t last;
  std::uint8_t size;
  std::uint8_t least_second;
  std::uint8_t most_second;
};
constexpr Lead kLeads[] = {
    {0x20, 0x7E, 1, 0x00, 0x00}, {0xC2, 0xC2, 2, 0xA0, 0xBF}, {0xC3, 0xDF, 2, 0x80, 0xBF},
    {0xE0, 0xE0, 3, 0xA0, 0xBF}, {0xE1, 0xEC, 3, 0x80, 0xBF}, {0xED, 0xED, 3, 0x80, 0x9F},
    {0xEE, 0xEF, 3, 0x80, 0xBF}, {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF},
    {0xF4, 0xF4, 4, 0x80, 0x8F},
};

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

/// Bytes of the printable character that `text` begins with; 0: of none.
std::size_t printable_size(std::string_view text) {
  const auto first = byte_at(text, 0);
  for (const auto& lead : kLeads) {
    if (first < lead.first || first > lead.last) continue;
    if (text.size() < lead.size) return 0;
    if (lead.size > 1 && (byte_at(text, 1) < lead.least_second || byte_at(text, 1) > lead.most_second))
      return 0;
    for (std::size_t i = 2; i < lead.size; ++i) {
      if ((byte_at(text, i) & 0xC0U) != 0x80U) return 0;
    }
    return lead.size;
  }
  return 0;
}

}  // namespace

void make_plain(std::string& text) {
  constexpr std::string_view kEnds("\0\xFF", 2);
  text.resize(std::min(text.find_first_of(kEnds), text.size()));
  text.resize(text.find_last_not_of(" \t\r\n") + 1);
  replace_unprintable(text);
}

void replace_unprintable(std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto size = printable_size(std::string_view(text).substr(at));
    if (size == 0) text[at] = '?';
    at += std::max<std::size_t>(size, 1);
  }
}

std::string_view without_blanks_at_end(std::string_view text) {
  constexpr std::string_view kBlanks(" \t\r\n\0", 5);
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

bool is_printable(std::string_view text) {
  while (!text.empty()) {
    const auto size = printable_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace bmsgw::codec
