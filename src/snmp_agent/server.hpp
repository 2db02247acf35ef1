#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "bmsgw/simulator/snmp/device.hpp"
#include "bmsgw/snmp_library/session.hpp"

#include "snmp_agent/engine.hpp"
#include "snmp_agent/outlet.hpp"
#include "snmp_agent/pdu.hpp"

namespace bmsgw::snmp_agent {

/// Answers requests for a device on one UDP endpoint. Whom it doesn't know by community and version gets no
/// answer; a v3 user below its level gets authorizationError. Thread: the one of Net-SNMP.
class Server {
 public:
  struct Counters {
    std::uint64_t requests = 0, sets = 0, errors = 0, refused = 0;
  };

  /// They outlive it. Throws std::runtime_error: there is no such endpoint.
  Server(const simulator::snmp::AgentOptions& options, simulator::snmp::Device& device, const Engine& engine,
         const Outlet::Clock& clock);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] int fd() const { return session_.fd(); }
  [[nodiscard]] std::string place() const;  ///< 127.0.0.1:1161
  void on_ready() { session_.read(); }
  /// Sends what is late and due.
  void outlet_on_time(Outlet::Elapsed now) { outlet_->on_time(now); }
  [[nodiscard]] std::optional<Outlet::Elapsed> due() const { return outlet_->due(); }
  [[nodiscard]] const Counters& counters() const { return counters_; }

 private:
  static int on_message(int operation, netsnmp_session* session, int request, netsnmp_pdu* pdu, void* self);
  void answer(netsnmp_pdu& pdu);
  void send(const netsnmp_pdu& pdu, const Answer& answer);
  [[nodiscard]] bool is_known(const netsnmp_pdu& pdu) const;
  [[nodiscard]] bool may_write(const netsnmp_pdu& pdu) const;
  [[nodiscard]] std::size_t header_bytes(const netsnmp_pdu& pdu) const;

  const simulator::snmp::AgentOptions& options_;
  simulator::snmp::Device& device_;
  const Engine& engine_;
  snmp_library::Session session_;
  std::unique_ptr<Outlet> outlet_;  ///< goes before the session
  Counters counters_;
};

}  // namespace bmsgw::snmp_agent
