#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "bmsgw/codec/snmp/worker_message.hpp"
#include "bmsgw/core/backoff.hpp"
#include "bmsgw/core/time.hpp"

#include "worker_channel.hpp"
#include "worker_process.hpp"

namespace bmsgw::transport {

class WorkerKeeperEvents {
 public:
  virtual ~WorkerKeeperEvents() = default;
  /// It has answered: agents may be opened.
  virtual void on_worker_up(core::Stamp now) = 0;
  /// It is gone, or can't be started; told each time.
  virtual void on_worker_down(const std::string& detail, core::Stamp now) = 0;
  /// Views are gone after the call.
  virtual void on_worker_message(const codec::snmp::FromWorker& message, core::Stamp now) = 0;
};

/// Keeps one worker running from want() to stop(). A worker is up when it has answered a first question, for
/// an agent that isn't open: one that dies at once, or speaks otherwise, is never taken for one. Kept alive
/// by its own handlers. Thread: loop.
class WorkerKeeper : public std::enable_shared_from_this<WorkerKeeper>, private WorkerChannelOwner {
 public:
  static constexpr core::milliseconds kLongestStart{10'000};  ///< until it answers
  static constexpr core::milliseconds kGoodLife{60'000};      ///< after which waiting starts anew
  static constexpr core::milliseconds kLongestEnd{1000};      ///< until it is killed

  WorkerKeeper(boost::asio::io_context& loop, std::string program, std::string state_dir,
               const core::Clock& clock, WorkerKeeperEvents& events);

  /// Not from within start() of a link: events may follow at once.
  void want();
  [[nodiscard]] bool is_up() const { return state_ == State::up; }
  /// False: it isn't up, or the message is too long.
  bool send(const codec::snmp::ToWorker& message);
  /// It hangs: another one is started.
  void replace(const std::string& why) { lose(why); }
  [[nodiscard]] std::uint64_t restarts() const { return starts_ > 0 ? starts_ - 1 : 0; }
  /// A number for an agent that none has had.
  [[nodiscard]] std::uint32_t new_agent() { return ++last_agent_; }
  /// Waits until it has gone, a second at most. No event follows.
  void stop();

 private:
  enum class State : std::uint8_t { unwanted, starting, up, ending, waiting, stopped };

  void on_packet(std::string_view packet) override;
  void on_closed(const std::string& why) override { lose(why); }
  void launch();
  void greet(FileDescriptor socket);
  void cannot_start(const std::string& detail);
  void lose(const std::string& why);
  void look_whether_ended();
  void on_ended(const std::string& how);
  void tell_down(const std::string& detail, core::milliseconds wait);
  void after(core::milliseconds time, void (WorkerKeeper::*step)());
  void transmit(const codec::snmp::ToWorker& message);

  boost::asio::io_context& loop_;
  boost::asio::steady_timer timer_;
  std::string wanted_program_;
  std::string state_dir_;
  const core::Clock& clock_;
  WorkerKeeperEvents* events_;
  State state_ = State::unwanted;
  WorkerProcess process_;
  std::shared_ptr<WorkerChannel> channel_;
  core::Backoff backoff_;
  core::MonoTime started_{};
  core::MonoTime kill_at_{};
  std::string why_;          ///< it was given up; empty: it left by itself
  std::string told_cannot_;  ///< the line that the log has
  std::uint64_t starts_ = 0;
  std::uint32_t last_agent_ = 0;
  std::string packet_;
  codec::snmp::FromWorker message_;
};

}  // namespace bmsgw::transport
