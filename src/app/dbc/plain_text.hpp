#pragma once

#include <string>
#include <string_view>

namespace bmsgw::app::dbc {

/// A file's bytes as UTF-8 with '\n' after each line: what isn't valid UTF-8 as a whole is read as Latin-1. A
/// byte order mark goes.
[[nodiscard]] std::string plain_text(std::string_view bytes);

/// The beginning of the first line, safe to print and at most so many bytes.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t most = 60);

}  // namespace bmsgw::app::dbc
