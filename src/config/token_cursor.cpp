#include "config/token_cursor.hpp"

#include <algorithm>

namespace bmsgw::config {
namespace {

constexpr std::string_view kBetween = " \t\r\n,:";
constexpr std::string_view kBrackets = "{}[]";

bool is_one_of(char c, std::string_view characters) {
  return characters.find(c) != std::string_view::npos;
}

}  // namespace

void TokenCursor::advance() {
  const auto byte = static_cast<unsigned char>(text_[at_++]);
  if (byte == '\n') {
    position_ = {position_.line + 1, 1};
    return;
  }
  const auto following = at_ < text_.size() ? static_cast<unsigned char>(text_[at_]) : 0U;
  if ((following & 0xC0U) != 0x80U) ++position_.column;  // a character of several bytes is one column
}

void TokenCursor::skip_token() {
  if (text_[at_] == '"') {
    advance();
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\') advance();
      if (at_ < text_.size()) advance();
    }
    if (at_ < text_.size()) advance();
    return;
  }
  const auto is_bracket = is_one_of(text_[at_], kBrackets);
  advance();
  if (is_bracket) return;
  while (at_ < text_.size() && !is_one_of(text_[at_], kBetween) && !is_one_of(text_[at_], kBrackets))
    advance();
}

Position TokenCursor::next() {
  while (at_ < text_.size() && is_one_of(text_[at_], kBetween)) advance();
  const auto begin = position_;
  if (at_ < text_.size()) skip_token();
  return begin;
}

Position TokenCursor::position_of(std::size_t offset) const {
  auto ahead = *this;
  const auto end = std::min(offset, text_.size());
  while (ahead.at_ < end) ahead.advance();
  return ahead.position_;
}

}  // namespace bmsgw::config
