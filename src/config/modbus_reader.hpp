#pragma once

#include <string>
#include <vector>

#include "bmsgw/config/settings.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// One entry of `modbus`, all but its units; `name` is the one for a bus without.
[[nodiscard]] ModbusBus read_modbus_bus(const JsonView& bus, std::string name, const std::string& by_id,
                                        ProblemList& problems);

/// Whether two enabled buses want one endpoint or one port; serial buses count too.
void check_modbus_lines(const Settings& settings, const std::vector<JsonView>& places, ProblemList& problems);

}  // namespace bmsgw::config
