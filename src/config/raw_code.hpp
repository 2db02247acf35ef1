#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// A raw code as a key spells it: 7, -1 or 0x1F.
[[nodiscard]] std::optional<std::int64_t> parse_code(std::string_view text);

/// Texts by raw code; what is no code, or there twice, is said. `what`: what a code has: a name, a reason.
[[nodiscard]] std::map<std::int64_t, std::string> read_texts_by_code(const JsonView& texts, const char* what,
                                                                     ProblemList& problems);

/// The code that is the key of `entry`; what is none is said.
[[nodiscard]] std::optional<std::int64_t> code_of(const JsonView& entry, ProblemList& problems);

}  // namespace bmsgw::config
