#pragma once

#include "task.hpp"

namespace bmsgw::rpc {

/// can.send.
[[nodiscard]] MethodList can_methods();

}  // namespace bmsgw::rpc
