#pragma once

#include <string>
#include <vector>

#include "bmsgw/config/settings.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// One entry of `can`; `name` is the one for a bus without.
[[nodiscard]] CanBus read_can_bus(const JsonView& bus, std::string name);

/// Whether two enabled buses want one interface.
void check_can_name(const CanBus& can, const JsonView& bus, ProblemList& problems);
void check_can_interfaces(const std::vector<CanBus>& buses, const std::vector<JsonView>& places,
                          ProblemList& problems);

/// Whether there is a serial bus for those with from_serial.
void check_from_serial(const Settings& settings, const std::vector<JsonView>& places, ProblemList& problems);

}  // namespace bmsgw::config
