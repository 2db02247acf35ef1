#pragma once

#include <string>
#include <string_view>

namespace bmsgw::config {

/// A text of a file for a message: in quotes, cut when long, control characters made visible; the user and
/// password of an address are left out.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// The same text on one line: control characters made visible.
[[nodiscard]] std::string on_one_line(std::string_view text);

/// A number as people write it: 300, 0.01, 1e+20.
[[nodiscard]] std::string number_text(double number);

}  // namespace bmsgw::config
