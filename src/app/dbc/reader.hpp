#pragma once

#include <string_view>

#include "app/dbc/file.hpp"

namespace bmsgw::app::dbc {

/// How many statements that can't be read are named each; of the others only the number is told.
inline constexpr std::size_t kMostBroken = 500;

/// What a DBC file says of messages and signals. What it says of nodes, environment variables, groups and
/// other attributes is passed over; each statement that can't be read is a remark. Never fails, whatever the
/// text. `text`: of plain_text(). Thread: any.
[[nodiscard]] File read(std::string_view text);

}  // namespace bmsgw::app::dbc
