#include "app/dbc/scanner.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace bmsgw::app::dbc {
namespace {

constexpr double kLastExact = 9007199254740992;  // 2^53

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/// The whole of `digits`; the plus sign is ours, from_chars takes none.
template <typename Number>
std::optional<Number> parsed(std::string_view digits) {
  if (digits.starts_with('+')) digits.remove_prefix(1);
  Number number{};
  const auto* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

bool is_exponent_sign(char c) {
  return c == 'e' || c == 'E';
}

std::string unescaped(std::string_view inside) {
  std::string text;
  for (std::size_t at = 0; at < inside.size(); ++at) {
    if (!inside.substr(at).starts_with("\\\"")) text += inside[at];
  }
  return text;
}

std::optional<std::int64_t> whole(std::optional<double> number) {
  if (!number || std::trunc(*number) != *number || std::fabs(*number) > kLastExact) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

}  // namespace

std::size_t closing_quote(std::string_view text, std::size_t open) {
  auto close = text.find('"', open + 1);
  while (close != std::string_view::npos && close > open + 1 && text[close - 1] == '\\') {
    close = text.find('"', close + 1);
  }
  return close;
}

void Scanner::skip_blanks() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size()));
}

bool Scanner::at_end() {
  skip_blanks();
  return rest_.empty();
}

bool Scanner::accept(char c) {
  skip_blanks();
  if (!rest_.starts_with(c)) return false;
  rest_.remove_prefix(1);
  return true;
}

bool Scanner::accept_word(std::string_view word) {
  auto ahead = *this;
  if (ahead.word() != word) return false;
  *this = ahead;
  return true;
}

std::optional<std::string_view> Scanner::word() {
  skip_blanks();
  if (rest_.empty() || !is_letter(rest_.front())) return std::nullopt;
  const auto* const end = std::ranges::find_if(rest_, [](char c) { return !is_letter(c) && !is_digit(c); });
  const auto word = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
  take(word);
  return word;
}

std::string_view Scanner::digits() {
  skip_blanks();
  std::size_t length = 0;
  for (; length < rest_.size(); ++length) {
    const char c = rest_[length];
    const bool is_sign = (c == '+' || c == '-') && (length == 0 || is_exponent_sign(rest_[length - 1]));
    if (!is_digit(c) && c != '.' && !is_sign && !(length > 0 && is_exponent_sign(c))) break;
  }
  return rest_.substr(0, length);
}

std::optional<std::uint32_t> Scanner::count() {
  const auto part = digits();
  const auto number = part.starts_with('+') ? std::nullopt : parsed<std::uint32_t>(part);
  if (number) take(part);
  return number;
}

std::optional<double> Scanner::number() {
  const auto part = digits();
  const auto number = parsed<double>(part);
  if (number) take(part);
  return number;
}

std::optional<std::int64_t> Scanner::code() {
  const auto part = digits();
  auto code = parsed<std::int64_t>(part);
  if (!code) code = whole(parsed<double>(part));
  if (code) take(part);
  return code;
}

std::optional<std::string> Scanner::text() {
  skip_blanks();
  if (!rest_.starts_with('"')) return std::nullopt;
  const auto close = closing_quote(rest_, 0);
  if (close == std::string_view::npos) return std::nullopt;
  const auto inside = rest_.substr(1, close - 1);
  take(rest_.substr(0, close + 1));
  return unescaped(inside);
}

}  // namespace bmsgw::app::dbc
