#pragma once

#include <string>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// `device` of a bus on a serial line; an enabled bus without one gets the only entry of `by_id`. Empty:
/// none.
[[nodiscard]] std::string read_port(const JsonView& bus, bool is_enabled, const std::string& by_id,
                                    ProblemList& problems);

}  // namespace bmsgw::config
