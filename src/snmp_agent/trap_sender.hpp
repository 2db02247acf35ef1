#pragma once

#include <cstdint>
#include <vector>

#include "bmsgw/simulator/snmp/options.hpp"
#include "bmsgw/simulator/snmp/request.hpp"
#include "bmsgw/snmp_library/session.hpp"

#include "snmp_agent/engine.hpp"

namespace bmsgw::snmp_agent {

/// Sends traps to all that want them; nobody confirms any. Thread: the one of Net-SNMP.
class TrapSender {
 public:
  /// They outlive it. Throws std::runtime_error: a receiver can't be found.
  TrapSender(const simulator::snmp::AgentOptions& options, const Engine& engine);

  void send(const simulator::snmp::Trap& trap, std::uint32_t uptime_ticks);
  /// The engine has another id.
  void reopen();
  [[nodiscard]] std::uint64_t sent() const { return sent_; }

 private:
  [[nodiscard]] snmp_library::Session open(const std::string& receiver) const;
  [[nodiscard]] netsnmp_pdu* pdu_of(const simulator::snmp::Trap& trap, std::uint32_t uptime_ticks) const;

  const simulator::snmp::AgentOptions& options_;
  const Engine& engine_;
  std::vector<snmp_library::Session> receivers_;
  std::uint64_t sent_ = 0;
};

}  // namespace bmsgw::snmp_agent
