#pragma once

#include <vector>

#include "bmsgw/config/settings.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Whether a serial Modbus line can carry what its units are asked for. `bus`: where it stands.
void check_line_load(const ModbusBus& modbus, const std::vector<const ResolvedBus*>& units,
                     const JsonView& bus, ProblemList& problems);

}  // namespace bmsgw::config
