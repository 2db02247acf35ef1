#include "app/dbc/plain_text.hpp"

#include <algorithm>
#include <array>

namespace bmsgw::app::dbc {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// A first byte of UTF-8 and what the second may be, Unicode 15, table 3-7.
struct Lead {
  unsigned char first;
  unsigned char last;
  unsigned char lowest;
  unsigned char highest;
  std::size_t length;
};

constexpr std::array<Lead, 8> kLeads{{{0xC2, 0xDF, 0x80, 0xBF, 2},
                                      {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                      {0xE1, 0xEC, 0x80, 0xBF, 3},
                                      {0xED, 0xED, 0x80, 0x9F, 3},
                                      {0xEE, 0xEF, 0x80, 0xBF, 3},
                                      {0xF0, 0xF0, 0x90, 0xBF, 4},
                                      {0xF1, 0xF3, 0x80, 0xBF, 4},
                                      {0xF4, 0xF4, 0x80, 0x8F, 4}}};

bool is_between(char c, unsigned char lowest, unsigned char highest) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= lowest && byte <= highest;
}

bool is_continuation(char c) {
  return is_between(c, 0x80, 0xBF);
}

/// The length of the character that `text` starts with; 0: it starts with none.
std::size_t character_length(std::string_view text) {
  if (is_between(text[0], 0x00, 0x7F)) return 1;
  for (const auto& lead : kLeads) {
    if (!is_between(text[0], lead.first, lead.last)) continue;
    if (text.size() < lead.length || !is_between(text[1], lead.lowest, lead.highest)) return 0;
    return std::ranges::all_of(text.substr(2, lead.length - 2), is_continuation) ? lead.length : 0;
  }
  return 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto length = character_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

void append_latin1(std::string& text, char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x80U) {
    text += c;
    return;
  }
  text += static_cast<char>(0xC0U | (byte >> 6U));
  text += static_cast<char>(0x80U | (byte & 0x3FU));
}

/// Terminals obey control characters, also U+0080 to U+009F.
void blank_controls(std::string& line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (is_between(line[i], 0x00, 0x1F) || line[i] == 0x7F) line[i] = ' ';
    const bool is_control = i > 0 && line[i - 1] == '\xC2' && is_between(line[i], 0x80, 0x9F);
    if (is_control) line.replace(i - 1, 2, "  ");
  }
}

/// True for the '\r' of "\r\n".
bool is_before_newline(std::string_view bytes, std::size_t at) {
  return bytes[at] == '\r' && at + 1 < bytes.size() && bytes[at + 1] == '\n';
}

}  // namespace

std::string plain_text(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  const bool is_unicode = is_utf8(bytes);
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (is_before_newline(bytes, at)) continue;
    const char c = bytes[at] == '\r' ? '\n' : bytes[at];
    if (is_unicode) {
      text += c;
    } else {
      append_latin1(text, c);
    }
  }
  return text;
}

std::string excerpt(std::string_view text, std::size_t most) {
  std::string line(text.substr(0, text.find('\n')));
  blank_controls(line);
  line.erase(line.find_last_not_of(' ') + 1);
  if (line.size() <= most) return line;
  auto end = most;
  while (end > 0 && is_continuation(line[end])) --end;
  return line.substr(0, end) + "...";
}

}  // namespace bmsgw::app::dbc
