#pragma once

#include <vector>

#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Says which entries of `addresses` no Modbus map uses: perhaps they are misspelt.
void check_address_use(const std::vector<ResolvedBus>& buses, const std::vector<ResolvedBus>& unused,
                       ProblemList& problems);

}  // namespace bmsgw::config
