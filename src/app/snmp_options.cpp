#include "snmp_options.hpp"

#include <utility>

#include <fmt/core.h>

namespace bmsgw::app {

transport::SnmpAgentOptions snmp_options(const config::SnmpBus& bus) {
  transport::SnmpAgentOptions options;
  options.host = bus.host;
  options.port = bus.port;
  options.version = bus.version;
  options.community = bus.community;
  options.trap_community = bus.trap_community;
  options.user = bus.user;
  options.auth = bus.auth;
  options.auth_password = bus.auth_password;
  options.priv = bus.priv;
  options.priv_password = bus.priv_password;
  options.timeout_ms = bus.timeout_ms;
  options.retries = bus.retries;
  return options;
}

transport::SnmpWorkerOptions snmp_worker_options(const config::SnmpTrapSettings& traps,
                                                 const std::string& state_dir) {
  transport::SnmpWorkerOptions options;
  options.state_dir = state_dir + "/snmp";
  if (!traps.enabled) return options;
  options.trap_address = traps.address;
  options.trap_port = traps.port;
  return options;
}

std::function<rpc::TrapReport()> trap_reporter(const config::SnmpTrapSettings& traps,
                                               const transport::SnmpWorkerHost& host) {
  if (!traps.enabled) return {};
  const bool is_ipv6 = traps.address.find(':') != std::string::npos;
  auto where = fmt::format(fmt::runtime(is_ipv6 ? "[{}]:{}" : "{}:{}"), traps.address, traps.port);
  return [where = std::move(where), &host] {
    const auto status = host.trap_status();
    return rpc::TrapReport{where, status.error, status.strangers, status.dropped};
  };
}

}  // namespace bmsgw::app
