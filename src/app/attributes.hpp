#pragma once

#include <string>

#include "bmsgw/rpc/gateway_status.hpp"

namespace bmsgw::app {

/// What the server is told of the gateway itself, as one JSON object.
[[nodiscard]] std::string attributes_json(const rpc::GatewayStatus& status);

}  // namespace bmsgw::app
