#pragma once

#include <string>
#include <vector>

#include "bmsgw/config/settings.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// The keys that every bus has, but for `allow`; `name` is the one for a bus without.
[[nodiscard]] BusSettings read_bus(const JsonView& bus, std::string name);

/// Whether names are used twice, over all families.
void check_bus_names(const JsonView& root, ProblemList& problems);
/// Whether a bus is called as a unit of a Modbus bus is.
void check_unit_names(const Settings& settings, const JsonView& root, ProblemList& problems);

/// A text, or a list of them.
[[nodiscard]] std::vector<std::string> read_texts(const JsonView& view);

}  // namespace bmsgw::config
