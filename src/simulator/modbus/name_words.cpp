#include "simulator/modbus/name_words.hpp"

#include <algorithm>
#include <charconv>

namespace bmsgw::simulator::modbus {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether a word begins at `at`, which is no separator: stringV, IRHigh, cell2.
bool begins(std::string_view name, std::size_t at) {
  if (at == 0) return true;
  const char before = name[at - 1];
  const char here = name[at];
  if (is_digit(here) != is_digit(before)) return true;
  if (!is_upper(here)) return false;
  return !is_upper(before) || (at + 1 < name.size() && is_lower(name[at + 1]));
}

}  // namespace

NameWords::NameWords(std::string_view name) {
  bool separated = true;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool is_part = is_upper(c) || is_lower(c) || is_digit(c);
    if (is_part && (separated || begins(name, i))) words_.emplace_back();
    if (is_part) words_.back() += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    separated = !is_part;
  }
}

bool NameWords::has(std::initializer_list<std::string_view> beginnings) const {
  return std::ranges::any_of(words_, [beginnings](const std::string& word) {
    return std::ranges::any_of(beginnings, [&word](std::string_view text) { return word.starts_with(text); });
  });
}

bool NameWords::is(std::initializer_list<std::string_view> words) const {
  return std::ranges::any_of(words_, [words](const std::string& word) {
    return std::ranges::find(words, std::string_view(word)) != words.end();
  });
}

std::optional<std::uint32_t> NameWords::number() const {
  std::optional<std::uint32_t> found;
  for (const auto& word : words_) {
    std::uint32_t number = 0;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error == std::errc{} && stop == word.data() + word.size()) found = number;
  }
  return found;
}

}  // namespace bmsgw::simulator::modbus
