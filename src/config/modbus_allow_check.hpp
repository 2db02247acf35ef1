#pragma once

#include <vector>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Whether `allow` of a Modbus bus names commands and writable params of its units, and whether an entry
/// could mean both.
void check_modbus_allow(const JsonView& bus, const std::vector<const ResolvedBus*>& units,
                        ProblemList& problems);

}  // namespace bmsgw::config
