#pragma once

#include <string_view>
#include <vector>

#include "bmsgw/core/g1_parameter.hpp"

namespace bmsgw::config {

/// config/profiles/emus-g1-parameters.json, compiled in: every row of "Parameter meaning by ID", by id.
/// Thread: any.
[[nodiscard]] const std::vector<core::G1Parameter>& g1_parameters();
/// By id in four digits (0102), or by name; nullptr: there is none.
[[nodiscard]] const core::G1Parameter* find_g1_parameter(std::string_view id_or_name);

}  // namespace bmsgw::config
