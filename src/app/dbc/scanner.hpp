#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bmsgw::app::dbc {

inline constexpr std::string_view kBlanks = " \t\n\v\f";

/// Where the text that starts with the quote at `open` ends (\" is no end); npos: nowhere.
[[nodiscard]] std::size_t closing_quote(std::string_view text, std::size_t open);

/// Reads a statement from left to right. Each call skips blanks first; one that finds something else gives
/// nothing and stays where it is. Thread: any.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool accept(char c);
  [[nodiscard]] bool accept_word(std::string_view word);
  /// As in C: letters, digits and underscores, no digit first.
  [[nodiscard]] std::optional<std::string_view> word();
  /// A number without sign, point and exponent, below 2^32.
  [[nodiscard]] std::optional<std::uint32_t> count();
  /// Finite.
  [[nodiscard]] std::optional<double> number();
  /// A whole number, also as in 1.0, as an int64 holds it.
  [[nodiscard]] std::optional<std::int64_t> code();
  /// In quotes, without them; \" becomes ".
  [[nodiscard]] std::optional<std::string> text();
  [[nodiscard]] bool at_end();

 private:
  void skip_blanks();
  /// What a number's characters make up; empty: none there.
  [[nodiscard]] std::string_view digits();
  void take(std::string_view part) { rest_.remove_prefix(part.size()); }

  std::string_view rest_;
};

}  // namespace bmsgw::app::dbc
