#pragma once

#include "task.hpp"

namespace bmsgw::rpc {

/// g1.masterClear, g1.upgradeFirmware, g1.firmwareState, g1.abortFirmware. Thread: any.
[[nodiscard]] MethodList firmware_methods();

}  // namespace bmsgw::rpc
