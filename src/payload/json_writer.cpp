#include "bmsgw/payload/json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace bmsgw::payload {
namespace {

constexpr int kMostDigits = 15;

void append_escaped(std::string& into, unsigned char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  into.append("\\u00").append(1, kHex[c >> 4U]).append(1, kHex[c & 0x0FU]);
}

std::size_t count_digits(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == 'e') break;
    if (c >= '0' && c <= '9') ++digits;
  }
  return digits;
}

template <typename... Args>
void append_chars(std::string& into, Args... args) {
  std::array<char, 400> text{};  // a double printed in full has up to 309 digits before the point
  const auto result = std::to_chars(text.data(), text.data() + text.size(), args...);
  into.append(text.data(), result.ptr);
}

}  // namespace

void append_json_text(std::string& into, std::string_view text) {
  into.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      into.append(1, '\\').append(1, c);
    } else if (byte < 0x20) {
      append_escaped(into, byte);
    } else {
      into.push_back(c);
    }
  }
  into.push_back('"');
}

void append_json_number(std::string& into, double number) {
  if (!std::isfinite(number)) {
    into.append("null");
    return;
  }
  const auto start = into.size();
  append_chars(into, number);
  if (count_digits(std::string_view(into).substr(start)) <= kMostDigits) return;
  into.resize(start);
  append_chars(into, number, std::chars_format::general, kMostDigits);
}

void append_json_fixed(std::string& into, double number, int decimals) {
  if (!std::isfinite(number) || std::fabs(number) >= 1e15) {
    append_json_number(into, number);
  } else {
    append_chars(into, number, std::chars_format::fixed, decimals);
  }
}

void append_json_integer(std::string& into, std::int64_t number) {
  append_chars(into, number);
}

}  // namespace bmsgw::payload
