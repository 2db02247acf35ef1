#pragma once

#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/modbus_map.hpp"

namespace bmsgw::config {

/// The registers can hold this value, as a user reads it.
[[nodiscard]] bool fits(const core::ModbusPlace& place, const core::FieldFormat& format, double value);

}  // namespace bmsgw::config
