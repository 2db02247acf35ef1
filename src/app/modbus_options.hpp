#pragma once

#include "bmsgw/config/settings.hpp"
#include "bmsgw/transport/modbus_worker.hpp"

namespace bmsgw::app {

/// The line of a bus as the transport wants it.
[[nodiscard]] transport::ModbusOptions modbus_options(const config::ModbusBus& bus);

}  // namespace bmsgw::app
