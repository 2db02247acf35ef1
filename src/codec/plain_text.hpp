#pragma once

#include <string>
#include <string_view>

namespace bmsgw::codec {

/// A device's text as UTF-8 that can be shown anywhere: it ends at the first NUL or 0xFF (erased memory),
/// blanks at its end are dropped, and every byte that is no UTF-8 or would control a terminal is a `?`.
/// Thread: any.
void make_plain(std::string& text);
/// Only the last of it: wherever the text ends.
void replace_unprintable(std::string& text);
/// Without the blanks and NULs at its end.
[[nodiscard]] std::string_view without_blanks_at_end(std::string_view text);
/// UTF-8 without anything that would control a terminal.
[[nodiscard]] bool is_printable(std::string_view text);

}  // namespace bmsgw::codec
