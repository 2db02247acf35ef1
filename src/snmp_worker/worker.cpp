#include "snmp_worker/worker.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace bmsgw::snmp_worker {
namespace {

constexpr std::size_t kMostAgents = 1000;
constexpr int kMessagesAtOnce = 64;  // then the agents have their turn
constexpr std::size_t kGateway = 0;  // in polled_
constexpr std::size_t kTraps = 1;
constexpr std::size_t kFirstAgent = kTraps + TrapListener::kSockets;

std::chrono::steady_clock::time_point now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

Worker::Worker(int fd) : channel_(fd) {
  polled_.push_back({fd, POLLIN, 0});
}

std::string Worker::run() {
  while (channel_.fault().empty()) {
    wait();
    if (polled_[kGateway].revents != 0 && !take_messages()) break;
    serve_agents();
    serve_traps();
    channel_.flush();
  }
  return channel_.fault();
}

int Worker::wait_ms(time_point at) const {
  std::optional<time_point> first = traps_.due();
  for (const auto& [number, agent] : agents_) {
    if (const auto due = agent->due(at)) first = first ? std::min(*first, *due) : *due;
  }
  if (!first) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*first - at).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void Worker::wait() {
  polled_.resize(1);
  polled_[kGateway].events = channel_.has_queued() ? POLLIN | POLLOUT : POLLIN;
  for (std::size_t i = 0; i < TrapListener::kSockets; ++i) polled_.push_back({traps_.fd(i), POLLIN, 0});
  for (const auto& [number, agent] : agents_) polled_.push_back({agent->fd(), POLLIN, 0});
  if (poll(polled_.data(), polled_.size(), wait_ms(now())) >= 0) return;
  for (auto& entry : polled_) entry.revents = 0;  // a signal
}

void Worker::serve_agents() {
  // Messages may have opened and closed some since they were polled: it is the socket that counts.
  const std::vector<pollfd> ready(polled_.begin() + kFirstAgent, polled_.end());
  for (const auto& [number, agent] : agents_) {
    const int fd = agent->fd();
    const auto found = std::ranges::find_if(ready, [fd](const pollfd& entry) { return entry.fd == fd; });
    if (fd >= 0 && found != ready.end() && found->revents != 0) agent->on_ready(found->revents, now());
  }
  for (const auto& [number, agent] : agents_) {
    const auto at = now();
    const auto due = agent->due(at);
    if (due && *due <= at) agent->on_time(at);
  }
}

void Worker::serve_traps() {
  for (std::size_t i = 0; i < TrapListener::kSockets; ++i) {
    if (polled_[kTraps + i].revents != 0 && traps_.fd(i) >= 0) traps_.on_ready(i, now());
  }
  if (const auto counters = traps_.take_counters(now())) channel_.send(*counters);
}

bool Worker::take_messages() {
  for (int i = 0; i < kMessagesAtOnce; ++i) {
    std::string_view packet;
    const auto got = channel_.receive(packet);
    if (got == Channel::Got::broken) return false;
    if (got == Channel::Got::nothing) return true;
    auto message = codec::snmp::decode_to_worker(packet);
    if (message) {
      handle(*message);
    } else if (!std::exchange(has_said_unreadable_, true)) {
      std::fputs("bms-snmp-worker: bms-gateway sends what this version doesn't understand\n", stderr);
    }
  }
  return true;
}

void Worker::handle(codec::snmp::ToWorker& message) {
  std::visit([this](auto& particular) { handle(particular); }, message);
}

void Worker::handle(codec::snmp::OpenAgent& message) {
  const auto number = message.agent;
  handle(codec::snmp::CloseAgent{number});
  if (agents_.size() >= kMostAgents) return;  // its requests are answered so
  AgentEvents& events = *this;
  const auto entry = agents_.emplace(number, std::make_unique<Agent>(std::move(message), events)).first;
  entry->second->start(now());
}

void Worker::handle(const codec::snmp::CloseAgent& message) {
  agents_.erase(message.agent);
  traps_.on_closed(message.agent);
}

void Worker::handle(codec::snmp::AskAgent& message) {
  const auto entry = agents_.find(message.agent);
  if (entry != agents_.end()) return entry->second->ask(message.id, std::move(message.request), now());
  codec::snmp::AgentAnswer answer;
  answer.agent = message.agent;
  answer.id = message.id;
  answer.detail = "the agent isn't open";
  on_answer(answer);
}

void Worker::handle(const codec::snmp::ListenForTraps& message) {
  const auto error = traps_.listen(message);
  channel_.send(codec::snmp::TrapListener{error});
}

void Worker::on_answer(const codec::snmp::AgentAnswer& answer) {
  if (channel_.send(answer) != Channel::Sent::too_long) return;
  codec::snmp::AgentAnswer instead;
  instead.agent = answer.agent;
  instead.id = answer.id;
  instead.took_us = answer.took_us;
  instead.outcome = core::SnmpOutcome::bad_answer;
  instead.detail = "it is too long";
  channel_.send(instead);
}

void Worker::on_engine(std::uint32_t agent, std::string_view engine_id) {
  channel_.send(codec::snmp::AgentEngine{agent, engine_id});
}

bool Worker::on_trap(const codec::snmp::AgentTrap& trap) {
  return channel_.send(trap, true) == Channel::Sent::yes;
}

}  // namespace bmsgw::snmp_worker
