#pragma once

#include <functional>
#include <memory>
#include <string>

#include "bmsgw/core/snmp.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/snmp_link.hpp"

namespace boost::asio {
class io_context;
}

namespace bmsgw::transport {

/// One agent, as settings.json has it.
struct SnmpAgentOptions {
  std::string host;  ///< name or address
  std::uint16_t port = 161;
  core::SnmpVersion version = core::SnmpVersion::v1;
  std::string community;
  std::string trap_community;
  std::string user;
  core::SnmpAuth auth = core::SnmpAuth::none;
  std::string auth_password;
  core::SnmpPriv priv = core::SnmpPriv::none;
  std::string priv_password;
  std::uint32_t timeout_ms = 1000;
  std::uint32_t retries = 1;
};

struct SnmpWorkerOptions {
  std::string program;       ///< path of bms-snmp-worker; empty: beside this program, else in PATH
  std::string state_dir;     ///< given to the worker as its only place to write
  std::string trap_address;  ///< numeric; empty: no traps are received
  std::uint16_t trap_port = 162;
};

/// What the trap receiver tells besides.
struct SnmpTrapStatus {
  bool is_wanted = false;
  std::string error;  ///< empty: it listens
  std::uint64_t strangers = 0;
  std::uint64_t dropped = 0;
  std::uint64_t restarts = 0;  ///< of the worker
};

/// Starts bms-snmp-worker when the first link is started, and again when it dies (after 0.5 s, doubling to 30
/// s, from the start again once it has run for a minute); opens its agents anew then. Outlives its links.
/// Thread: loop.
class SnmpWorkerHost {
 public:
  SnmpWorkerHost(boost::asio::io_context& loop, SnmpWorkerOptions options, const core::Clock& clock);
  ~SnmpWorkerHost();  ///< the worker leaves, at the latest after a second by force
  SnmpWorkerHost(const SnmpWorkerHost&) = delete;
  SnmpWorkerHost& operator=(const SnmpWorkerHost&) = delete;

  [[nodiscard]] std::unique_ptr<SnmpLink> make_link(SnmpAgentOptions options);
  [[nodiscard]] SnmpTrapStatus trap_status() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bmsgw::transport
