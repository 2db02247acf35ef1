#pragma once

#include "bmsgw/core/modbus_map.hpp"

#include "config/layers.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// `limits` of a Modbus map: the first layer that gives a number wins; what any layer forbids is forbidden.
[[nodiscard]] core::ModbusLimits read_limits(const Layers& layers, ProblemList& problems);

}  // namespace bmsgw::config
