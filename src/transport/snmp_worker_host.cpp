#include "bmsgw/transport/snmp_worker_host.hpp"

#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/core.h>

#include "snmp/snmp_agent.hpp"
#include "snmp/trap_watch.hpp"
#include "snmp/worker_keeper.hpp"

namespace bmsgw::transport {
namespace {

using codec::snmp::AgentAnswer;
using codec::snmp::AgentEngine;
using codec::snmp::AgentTrap;
using codec::snmp::FromWorker;
using codec::snmp::ListenForTraps;
using codec::snmp::TrapCounters;
using codec::snmp::TrapListener;

/// The address may not be there yet, or another program have the port for a while.
constexpr std::chrono::seconds kListenAgain{20};

std::string place_of(const SnmpWorkerOptions& options) {
  if (options.trap_address.empty()) return {};
  return fmt::format("{} port {}", options.trap_address, options.trap_port);
}

/// The agent lives on for as long as its handlers need it.
class AgentLink final : public SnmpLink {
 public:
  explicit AgentLink(std::shared_ptr<SnmpAgent> agent) : agent_(std::move(agent)) {}
  ~AgentLink() override { agent_->stop(); }
  AgentLink(const AgentLink&) = delete;
  AgentLink& operator=(const AgentLink&) = delete;

  void start(SnmpLinkEvents& events) override { agent_->start(events); }
  void stop() override { agent_->stop(); }
  bool submit(std::uint64_t id, const core::SnmpRequest& request) override {
    return agent_->submit(id, request);
  }
  void reopen() override { agent_->reopen(); }
  [[nodiscard]] core::milliseconds longest_request() const override { return agent_->longest_request(); }

 private:
  std::shared_ptr<SnmpAgent> agent_;
};

}  // namespace

class SnmpWorkerHost::Impl final : private WorkerKeeperEvents {
 public:
  Impl(boost::asio::io_context& loop, SnmpWorkerOptions options, const core::Clock& clock)
      : loop_(loop),
        clock_(clock),
        options_(std::move(options)),
        traps_(place_of(options_)),
        listen_timer_(std::make_shared<boost::asio::steady_timer>(loop)),
        keeper_(std::make_shared<WorkerKeeper>(loop, options_.program, options_.state_dir, clock, events())) {
  }
  ~Impl() override { keeper_->stop(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::unique_ptr<SnmpLink> make_link(SnmpAgentOptions options) {
    auto agent = std::make_shared<SnmpAgent>(loop_, std::move(options), clock_, keeper_);
    std::erase_if(agents_, [](const auto& other) { return other.expired(); });
    agents_.push_back(agent);
    return std::make_unique<AgentLink>(std::move(agent));
  }

  [[nodiscard]] SnmpTrapStatus trap_status() const {
    auto status = traps_.status();
    status.restarts = keeper_->restarts();
    return status;
  }

 private:
  WorkerKeeperEvents& events() { return *this; }
  void on_worker_up(core::Stamp /*now*/) override {
    listen();
    for (const auto& agent : alive()) agent->on_worker_up();
  }

  void listen() {
    if (!options_.trap_address.empty())
      keeper_->send(ListenForTraps{options_.trap_address, options_.trap_port});
  }

  /// The timer is gone with this, so that who finds it may call.
  void listen_later() {
    listen_timer_->expires_after(kListenAgain);
    const std::weak_ptr<boost::asio::steady_timer> timer = listen_timer_;
    listen_timer_->async_wait([this, timer](boost::system::error_code error) {
      if (!error && !timer.expired()) listen();
    });
  }

  void on_worker_down(const std::string& detail, core::Stamp /*now*/) override {
    traps_.on_worker_down(detail);
    for (const auto& agent : alive()) agent->on_worker_down(detail);
  }

  void on_worker_message(const FromWorker& message, core::Stamp now) override {
    if (const auto* const answer = std::get_if<AgentAnswer>(&message)) {
      if (const auto agent = find(answer->agent)) agent->on_answer(*answer, now);
    } else if (const auto* const trap = std::get_if<AgentTrap>(&message)) {
      if (const auto agent = find(trap->agent)) agent->on_trap(trap->trap, now);
    } else if (const auto* const engine = std::get_if<AgentEngine>(&message)) {
      if (const auto agent = find(engine->agent)) agent->on_engine(engine->engine_id);
    } else if (const auto* const listener = std::get_if<TrapListener>(&message)) {
      traps_.on_listener(*listener);
      if (!listener->error.empty()) listen_later();
    } else if (const auto* const counters = std::get_if<TrapCounters>(&message)) {
      traps_.on_counters(*counters, now.mono);
    }
  }

  /// A copy: who is told may make or drop links.
  [[nodiscard]] std::vector<std::shared_ptr<SnmpAgent>> alive() const {
    std::vector<std::shared_ptr<SnmpAgent>> agents;
    for (const auto& agent : agents_) {
      if (auto held = agent.lock()) agents.push_back(std::move(held));
    }
    return agents;
  }

  /// Nobody has number 0.
  [[nodiscard]] std::shared_ptr<SnmpAgent> find(std::uint32_t number) const {
    for (const auto& agent : agents_) {
      if (auto held = agent.lock(); held && number != 0 && held->number() == number) return held;
    }
    return nullptr;
  }

  boost::asio::io_context& loop_;
  const core::Clock& clock_;
  const SnmpWorkerOptions options_;
  TrapWatch traps_;
  std::shared_ptr<boost::asio::steady_timer> listen_timer_;
  std::shared_ptr<WorkerKeeper> keeper_;
  std::vector<std::weak_ptr<SnmpAgent>> agents_;  ///< few: a search through them costs less than a map
};

SnmpWorkerHost::SnmpWorkerHost(boost::asio::io_context& loop, SnmpWorkerOptions options,
                               const core::Clock& clock)
    : impl_(std::make_unique<Impl>(loop, std::move(options), clock)) {}

SnmpWorkerHost::~SnmpWorkerHost() = default;

std::unique_ptr<SnmpLink> SnmpWorkerHost::make_link(SnmpAgentOptions options) {
  return impl_->make_link(std::move(options));
}
SnmpTrapStatus SnmpWorkerHost::trap_status() const {
  return impl_->trap_status();
}

}  // namespace bmsgw::transport
