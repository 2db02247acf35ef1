#pragma once

#include <cstdint>
#include <vector>

#include "bmsgw/core/modbus_map.hpp"
#include "bmsgw/route/write_gate.hpp"

namespace bmsgw::driver {

/// What the gate lets through of a command that is allowed: its own requests, with its constants. Thread:
/// any.
[[nodiscard]] std::vector<route::ModbusPermit> permits_of(const core::ModbusCommandSpec& command,
                                                          std::uint8_t unit);

}  // namespace bmsgw::driver
