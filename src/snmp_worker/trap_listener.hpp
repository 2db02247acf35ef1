#pragma once

#include <array>
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
  /// Net-SNMP's sockets of IPv6 take no IPv4: "::" has two.
  static constexpr std::size_t kSockets = 2;
  [[nodiscard]] int fd(std::size_t socket) const { return sessions_[socket].fd(); }  ///< -1: none
  /// fd() is readable: takes what is there, up to some datagrams.
  void on_ready(std::size_t socket, time_point now);
  void on_closed(std::uint32_t agent) { rates_.erase(agent); }

  /// The counters, when they have grown and haven't been told for a while.
  [[nodiscard]] std::optional<codec::snmp::TrapCounters> take_counters(time_point now);
  [[nodiscard]] std::optional<time_point> due() const;

 private:
  static int on_parsed(netsnmp_session* session, netsnmp_pdu* pdu, int result);
  static int on_message(int operation, netsnmp_session* session, int id, netsnmp_pdu* pdu, void* magic);

  [[nodiscard]] std::string open(const codec::snmp::ListenForTraps& place, snmp_library::Session& session);
  void close();
  bool take_datagram(time_point now);
  void read_datagram(std::span<const std::uint8_t> start, const std::string& source, time_point now);
  /// Whose the datagram is, if one of its sender's address may have sent it; else `why` not.
  Agent* sender_of(const MessageHead& head, const std::string& source, std::string& why) const;
  [[nodiscard]] std::string why_not(Agent& agent, const MessageHead& head) const;
  void doubt_engines(const MessageHead& head, const std::string& source, time_point now) const;
  void handle(netsnmp_pdu& pdu);
  [[nodiscard]] std::string why_not_taken(const netsnmp_pdu& pdu) const;
  void answer_inform(netsnmp_pdu& pdu);
  void drop();
  void count_stranger(const std::string& source, std::string_view why);

  const Agents& agents_;
  TrapEvents& events_;
  std::array<snmp_library::Session, kSockets> sessions_;
  std::string own_engine_;

  // While a datagram is read.
  snmp_library::Session* session_ = nullptr;
  Agent* sender_ = nullptr;
  int fault_ = 0;  ///< SNMPERR_...
  bool is_handled_ = false;
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
