#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>

#include "snmp_worker/agent.hpp"
#include "snmp_worker/channel.hpp"
#include "snmp_worker/trap_listener.hpp"

namespace bmsgw::snmp_worker {

/// The whole of bms-snmp-worker: agents, traps, and the gateway that it works for. Thread: worker.
class Worker : private AgentEvents, private TrapEvents {
 public:
  explicit Worker(int fd);  ///< of the gateway's socketpair

  /// Until the gateway is gone. Not empty: what went wrong.
  std::string run();

 private:
  using time_point = std::chrono::steady_clock::time_point;

  void on_answer(const codec::snmp::AgentAnswer& answer) override;
  void on_engine(std::uint32_t agent, std::string_view engine_id) override;
  bool on_trap(const codec::snmp::AgentTrap& trap) override;

  [[nodiscard]] bool take_messages();
  void handle(codec::snmp::ToWorker& message);
  void handle(codec::snmp::OpenAgent& message);
  void handle(const codec::snmp::CloseAgent& message);
  void handle(codec::snmp::AskAgent& message);
  void handle(const codec::snmp::ListenForTraps& message);
  void wait();
  void serve_agents();
  void serve_traps();
  [[nodiscard]] int wait_ms(time_point now) const;

  Channel channel_;
  Agents agents_;
  TrapListener traps_{agents_, *this};
  std::vector<pollfd> polled_;  ///< the gateway, traps, then agents_ in their order
  bool has_said_unreadable_ = false;
};

}  // namespace bmsgw::snmp_worker
