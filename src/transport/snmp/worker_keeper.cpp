#include "worker_keeper.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <fmt/core.h>

#include "bmsgw/core/log.hpp"

#include "worker_program.hpp"

namespace bmsgw::transport {
namespace {

using boost::system::error_code;
using codec::snmp::AgentAnswer;
using codec::snmp::AskAgent;

constexpr core::milliseconds kFirstWait{500};
constexpr core::milliseconds kMostWait{30'000};
/// An agent that is never open: the worker says so, and with that, that it is there.
constexpr std::uint32_t kNobody = 0;

bool is_greeting(const codec::snmp::FromWorker& message) {
  const auto* const answer = std::get_if<AgentAnswer>(&message);
  return answer != nullptr && answer->agent == kNobody;
}

double seconds(core::milliseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

WorkerKeeper::WorkerKeeper(boost::asio::io_context& loop, std::string program, std::string state_dir,
                           const core::Clock& clock, WorkerKeeperEvents& events)
    : loop_(loop),
      timer_(loop),
      wanted_program_(std::move(program)),
      state_dir_(std::move(state_dir)),
      clock_(clock),
      events_(&events),
      backoff_(kFirstWait, kMostWait) {}

void WorkerKeeper::want() {
  if (state_ == State::unwanted) launch();
}

void WorkerKeeper::stop() {
  state_ = State::stopped;
  events_ = nullptr;
  timer_.cancel();
  if (const auto channel = std::exchange(channel_, nullptr)) channel->close();
  process_.stop(kLongestEnd);
}

void WorkerKeeper::launch() {
  if (state_ == State::stopped) return;
  const auto program = find_worker_program(wanted_program_);
  if (program.path.empty()) return cannot_start(program.problem);
  FileDescriptor socket;
  if (const auto error = process_.start(program.path, state_dir_, socket)) {
    return cannot_start(
        fmt::format("{} can't be started: {}; {}", program.path, error.message(), kWorkerRemedy));
  }
  told_cannot_.clear();
  ++starts_;
  started_ = clock_.now().mono;
  core::log_debug("bms-snmp-worker started: {}, process {}", program.path, process_.pid());
  greet(std::move(socket));
}

void WorkerKeeper::greet(FileDescriptor socket) {
  state_ = State::starting;
  why_.clear();
  // Ours is the owner's base: whoever has the channel keeps us.
  std::shared_ptr<WorkerChannelOwner> owner(shared_from_this(), this);
  channel_ = std::make_shared<WorkerChannel>(loop_, std::move(socket), std::move(owner));
  channel_->start();
  transmit(AskAgent{kNobody, 0, {}});
  after(kLongestStart, &WorkerKeeper::look_whether_ended);
}

void WorkerKeeper::transmit(const codec::snmp::ToWorker& message) {
  codec::snmp::encode_message(message, packet_);
  if (channel_ && !packet_.empty()) channel_->send(packet_);
}

bool WorkerKeeper::send(const codec::snmp::ToWorker& message) {
  if (!is_up()) return false;
  transmit(message);
  return !packet_.empty();
}

void WorkerKeeper::on_packet(std::string_view packet) {
  if (!codec::snmp::decode_from_worker(packet, message_))
    return lose("it sent what is no message; is it of another version?");
  const auto now = clock_.now();
  if (state_ == State::starting && is_greeting(message_)) {
    state_ = State::up;
    timer_.cancel();
    events_->on_worker_up(now);
  } else if (is_up()) {
    events_->on_worker_message(message_, now);
  }
}

/// Its socket is closed, so that it leaves; it is killed when it must not live on.
void WorkerKeeper::lose(const std::string& why) {
  if (state_ != State::starting && !is_up()) return;
  state_ = State::ending;
  why_ = why;
  if (const auto channel = std::exchange(channel_, nullptr)) channel->close();
  kill_at_ = clock_.now().mono + kLongestEnd;
  if (!why.empty()) process_.kill();
  look_whether_ended();
}

void WorkerKeeper::look_whether_ended() {
  constexpr core::milliseconds kLookAgain{10};
  if (state_ == State::starting) return lose("it doesn't answer");
  if (state_ != State::ending) return;
  if (const auto how = process_.ended()) return on_ended(*how);
  if (clock_.now().mono >= kill_at_) process_.kill();
  after(kLookAgain, &WorkerKeeper::look_whether_ended);
}

void WorkerKeeper::on_ended(const std::string& how) {
  if (clock_.now().mono - started_ >= kGoodLife) backoff_.reset();
  const auto wait = backoff_.next();
  const auto detail = why_.empty() ? fmt::format("bms-snmp-worker has died: {}", how)
                                   : fmt::format("bms-snmp-worker was stopped: {}", why_);
  core::log_warning("{}; it is started again in {:.1f} s", detail, seconds(wait));
  tell_down(detail, wait);
}

void WorkerKeeper::cannot_start(const std::string& detail) {
  if (std::exchange(told_cannot_, detail) != detail) core::log_error("{}", detail);
  tell_down(detail, backoff_.next());
}

void WorkerKeeper::tell_down(const std::string& detail, core::milliseconds wait) {
  state_ = State::waiting;
  after(wait, &WorkerKeeper::launch);
  events_->on_worker_down(detail, clock_.now());
}

void WorkerKeeper::after(core::milliseconds time, void (WorkerKeeper::*step)()) {
  timer_.expires_after(time);
  timer_.async_wait([self = shared_from_this(), step](error_code stopped) {
    if (!stopped) (*self.*step)();
  });
}

}  // namespace bmsgw::transport
