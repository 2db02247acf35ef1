#pragma once

#include "bmsgw/rpc/dispatcher.hpp"

namespace bmsgw::rpc {

/// The state of the gateway, its buses, its session and its outbox.
nlohmann::json get_status(const MethodContext& context, const nlohmann::json& params);
/// The present value of every routed point.
nlohmann::json get_values(const MethodContext& context, const nlohmann::json& params);

}  // namespace bmsgw::rpc
