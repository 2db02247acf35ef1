#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bmsgw/rpc/dispatcher.hpp"

/// Methods that write to Modbus and SNMP devices, and how those fare. Of each the answer, or throws nothing:
/// what is wrong with `params` is in the answer.
namespace bmsgw::rpc {

/// {"bus":"modbus0u1","command":"irTest","argument":7}; bus: the device
[[nodiscard]] nlohmann::json start_command(const MethodContext& context, const nlohmann::json& params);
/// {"bus":"modbus0u1","point":"Settings/irHigh","value":3.5}
[[nodiscard]] nlohmann::json write_point(const MethodContext& context, const nlohmann::json& params);
/// {"bus":"modbus0u1","id":7}
[[nodiscard]] nlohmann::json tell_command(const MethodContext& context, const nlohmann::json& params);

}  // namespace bmsgw::rpc
