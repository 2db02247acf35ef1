#pragma once

#include <cstddef>
#include <string_view>

#include "config/place_tree.hpp"

namespace bmsgw::config {

/// Follows a JSON parser through its text, one token behind each of its events: the parser tells what it
/// read, never where. It relies on the parser having found the tokens well-formed. Thread: any.
class TokenCursor {
 public:
  explicit TokenCursor(std::string_view text) : text_(text) {}

  /// Where the next token begins (commas and colons are no tokens); moves behind it.
  Position next();
  /// The position of a byte at or behind the cursor.
  [[nodiscard]] Position position_of(std::size_t offset) const;

 private:
  void advance();
  void skip_token();

  std::string_view text_;
  std::size_t at_ = 0;
  Position position_{1, 1};
};

}  // namespace bmsgw::config
