#pragma once

#include <string>
#include <vector>

#include "bmsgw/config/settings.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// One entry of `serial`; `name` is the one for a bus without.
[[nodiscard]] SerialBus read_serial_bus(const JsonView& bus, std::string name, const std::string& by_id,
                                        ProblemList& problems);

/// Whether two enabled buses want one port.
void check_serial_devices(const std::vector<SerialBus>& buses, const std::vector<JsonView>& places,
                          ProblemList& problems);

}  // namespace bmsgw::config
