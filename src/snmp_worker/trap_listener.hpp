#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/codec/snmp/worker_message.hpp"
#include "bmsgw/snmp_library/session.hpp"

#include "snmp_worker/agent.hpp"
#include "snmp_worker/message_head.hpp"
#include "snmp_worker/rate_limit.hpp"

namespace bmsgw::snmp_worker {

using Agents = std::map<std::uint32_t, std::unique_ptr<Agent>>;

class TrapEvents {
 public:
  virtual ~TrapEvents() = default;
  /// False: nobody had room for it.
  virtual bool on_trap(const codec::snmp::AgentTrap& trap) = 0;
};

/// Receives traps and informs. Whose they are is looked at before Net-SNMP reads them: what comes from no
/// agent's address, or with another community or user, never gets there. An agent that floods gets 100 traps
/// a second through, 200 at once. Thread: worker.
class TrapListener {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  TrapListener(const Agents& agents, TrapEvents& events);  ///< both outlive it

  /// Listens there from now on, and nowhere else. Not empty: why it can't, with the remedy.
  [[nodiscard]] std::string listen(const codec::snmp::ListenForTraps& place);
  [[nodiscard]] int fd() const { return session_.fd(); }  ///< -1: none
  /// fd() is readable: takes what is there, up to some datagrams.
  void on_ready(time_point now);
  void on_closed(std::uint32_t agent) { rates_.erase(agent); }

  /// The counters, when they have grown and haven't been told for a while.
  [[nodiscard]] std::optional<codec::snmp::TrapCounters> take_counters(time_point now);
  [[nodiscard]] std::optional<time_point> due() const;

 private:
  static int on_message(int operation, netsnmp_session* session, int id, netsnmp_pdu* pdu, void* magic);

  bool take_datagram(time_point now);
  void read_datagram(std::span<const std::uint8_t> start, const std::string& source, time_point now);
  /// Whose the datagram is, if one of its sender's address may have sent it; else `why` not.
  Agent* sender_of(const MessageHead& head, const std::string& source, std::string& why,
                   time_point now) const;
  [[nodiscard]] std::string why_not(Agent& agent, const MessageHead& head, time_point now) const;
  void handle(const netsnmp_session& session, netsnmp_pdu& pdu);
  [[nodiscard]] std::string why_not_read(const netsnmp_session& session, const netsnmp_pdu& pdu) const;
  void answer_inform(netsnmp_pdu& pdu);
  void drop();
  void count_stranger(const std::string& source, std::string_view why);

  const Agents& agents_;
  TrapEvents& events_;
  snmp_library::Session session_;
  std::string own_engine_;

  // While a datagram is read.
  Agent* sender_ = nullptr;
  std::string source_;
  time_point now_{};

  std::map<std::uint32_t, RateLimit> rates_;
  codec::snmp::TrapCounters counters_;
  std::string last_stranger_;
  bool has_grown_ = false;
  std::optional<time_point> told_;
  TextStore texts_;
  codec::snmp::AgentTrap trap_;
};

}  // namespace bmsgw::snmp_worker
