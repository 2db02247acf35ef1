#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "bmsgw/core/modbus.hpp"
#include "bmsgw/transport/modbus_worker.hpp"

/// Looking at a Modbus line by hand. Nothing is written.
namespace bmsgw::app {

/// Asks each unit from `first` to `last` for one item at `address` and says who answers, and how. 0; 1 when
/// nobody does.
int probe_modbus(transport::ModbusLine& line, std::uint8_t first, std::uint8_t last,
                 const core::ModbusRequest& question, std::ostream& out, std::ostream& err);

/// Reads items [first, last] and prints them as a RegisterDump; what the device has not is shown as dashes.
/// 0; 1 when nothing could be read.
int read_modbus(transport::ModbusLine& line, std::uint8_t unit, core::ModbusFunction function,
                std::uint32_t first, std::uint32_t last, std::ostream& out, std::ostream& err);

}  // namespace bmsgw::app
