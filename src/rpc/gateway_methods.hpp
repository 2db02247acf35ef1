#pragma once

#include "task.hpp"

namespace bmsgw::rpc {

/// getStatus, getValues.
[[nodiscard]] MethodList gateway_state_methods();
/// getConfig, getCommand, listMethods, setLogLevel, restart, reboot.
[[nodiscard]] MethodList gateway_control_methods();

}  // namespace bmsgw::rpc
