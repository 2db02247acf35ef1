#pragma once

#include "task.hpp"

namespace bmsgw::rpc {

/// snmp.get, snmp.set, snmp.command.
[[nodiscard]] MethodList snmp_methods();

}  // namespace bmsgw::rpc
