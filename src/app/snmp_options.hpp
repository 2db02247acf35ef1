#pragma once

#include <functional>
#include <string>

#include "bmsgw/config/settings.hpp"
#include "bmsgw/rpc/gateway_status.hpp"
#include "bmsgw/transport/snmp_worker_host.hpp"

namespace bmsgw::app {

/// The agent of a bus as the transport wants it.
[[nodiscard]] transport::SnmpAgentOptions snmp_options(const config::SnmpBus& bus);
/// The worker that asks all of them.
[[nodiscard]] transport::SnmpWorkerOptions snmp_worker_options(const config::SnmpTrapSettings& traps,
                                                               const std::string& state_dir);

/// What the receiver of traps tells; nothing when none are wanted. `host` outlives it.
[[nodiscard]] std::function<rpc::TrapReport()> trap_reporter(const config::SnmpTrapSettings& traps,
                                                             const transport::SnmpWorkerHost& host);

}  // namespace bmsgw::app
