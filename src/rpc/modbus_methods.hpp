#pragma once

#include "task.hpp"

namespace bmsgw::rpc {

/// modbus.read, modbus.write, modbus.command.
[[nodiscard]] MethodList modbus_methods();

}  // namespace bmsgw::rpc
