#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bmsgw::config {

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other
/// (Damerau-Levenshtein, no part edited twice), in bytes. Above `limit`: limit + 1.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The candidate within two edits of `name` that is nearest; something must be left of both.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view name,
                                                      const std::vector<std::string>& candidates);

/// `; did you mean "x"?`, or what there is, or nothing.
[[nodiscard]] std::string hint_for(std::string_view name, const std::vector<std::string>& candidates);

/// Case-insensitive (ASCII).
[[nodiscard]] bool is_same_word(std::string_view a, std::string_view b);

}  // namespace bmsgw::config
