#include "simulator/can_loop.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <system_error>

#include <fmt/core.h>

namespace bmsgw::simulator {
namespace {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;
using ErrorCode = boost::system::error_code;

constexpr Elapsed kInterfacePoll = std::chrono::milliseconds(50);
constexpr Elapsed kRetryWrite = std::chrono::milliseconds(1);
/// At a high rate several frames go out per turn of the loop.
constexpr Elapsed kLeastWait = std::chrono::microseconds(500);
constexpr std::size_t kMostQueued = 4096;
constexpr int kMostTurns = 64;  ///< reads before other things get their turn

bool is_full(const std::error_code& error) {
  return error == std::errc::operation_would_block || error == std::errc::resource_unavailable_try_again ||
         error == std::errc::no_buffer_space;
}

bool is_waited_for(const std::error_code& error) {
  return error == std::errc::no_such_device || error == std::errc::network_down;
}

}  // namespace

CanLoop::CanLoop(const CanOptions& options)
    : options_(options),
      unit_(options.unit),
      misbehaviour_(options.misdeeds, options.unit.ids, options.unit.battery.seed),
      start_(std::chrono::steady_clock::now()) {
  if (!options.log.empty()) log_.emplace(options.log, options.interface, options.start_unix_us);
  signals_.add(SIGTERM);
  signals_.add(SIGINT);
  signals_.add(SIGHUP);
}

Elapsed CanLoop::now() const {
  return std::chrono::duration_cast<Elapsed>(std::chrono::steady_clock::now() - start_);
}

void CanLoop::run() {
  signals_.async_wait([this](ErrorCode error, int) {
    if (!error) io_.stop();
  });
  advance();
  io_.run();
}

std::string CanLoop::summary() const {
  return fmt::format("{} frames sent, {} requests answered, {} writes ignored, {} frames dropped", sent_,
                     unit_.requests_answered(), unit_.writes_ignored(), dropped_);
}

/// Everything that time brings; the only place where the timer is armed.
void CanLoop::advance() {
  const auto time = now();
  if (options_.duration_s && time >= elapsed_of(*options_.duration_s)) {
    io_.stop();
    return;
  }
  if (!port_.is_open()) follow_interface();
  unit_.on_time(time);
  enqueue(time);
  flush(time);
  arm_timer(time);
}

void CanLoop::follow_interface() {
  std::error_code error;
  port_.open(options_.interface, error);
  say_state(error);
  if (error && !is_waited_for(error)) {
    throw std::system_error(error, "CAN on " + options_.interface + " (a --log alone needs none)");
  }
  if (error) return;
  descriptor_.assign(port_.descriptor());
  descriptor_.non_blocking(true);  // else Asio itself waits where the descriptor would not
  await_input();
}

void CanLoop::say_state(const std::error_code& error) {
  if (said_ == error) return;
  said_ = error;
  const auto base = options_.unit.ids.base();
  if (!error) {
    fmt::print("control unit on {}, ids from {:0{}X}, {} cells\n", options_.interface, base.number(),
               base.is_extended() ? 8 : 3, options_.unit.battery.cells);
  } else if (is_waited_for(error)) {
    fmt::print("waiting for {}: it is {}\n", options_.interface,
               error == std::errc::network_down ? "down" : "not there");
  }
  std::fflush(stdout);
}

void CanLoop::lose_interface() {
  if (descriptor_.is_open()) descriptor_.release();
  port_.close();
  dropped_ += queue_.size();
  queue_.clear();
}

/// What has no room is lost: the newest, so that an answer that is under way arrives whole.
void CanLoop::enqueue(Elapsed time) {
  for (auto& frame : misbehaviour_.apply(unit_.take_output(), time)) {
    if (port_.is_open() && queue_.size() < kMostQueued) {
      queue_.push_back(frame);
    } else {
      ++dropped_;
    }
  }
}

void CanLoop::flush(Elapsed time) {
  const auto sent_before = sent_;
  while (!queue_.empty()) {
    std::error_code error;
    port_.write(to_kernel(queue_.front()), error);
    if (is_full(error)) break;
    if (error) {
      lose_interface();
      break;
    }
    if (log_) log_->write(queue_.front(), time);
    queue_.pop_front();
    ++sent_;
  }
  if (log_ && sent_ > sent_before) log_->flush();
}

void CanLoop::arm_timer(Elapsed time) {
  auto wake = std::min(unit_.next_wake(), misbehaviour_.next_wake(time));
  wake = std::max(wake, time + kLeastWait);
  if (!port_.is_open()) wake = std::min(wake, time + kInterfacePoll);
  if (!queue_.empty()) wake = std::min(wake, time + kRetryWrite);
  if (options_.duration_s) wake = std::min(wake, elapsed_of(*options_.duration_s));
  if (wake == kNotDue) return;
  timer_.expires_at(start_ + wake);
  timer_.async_wait([this](ErrorCode error) {
    if (!error) advance();
  });
}

void CanLoop::await_input() {
  descriptor_.async_wait(stream_descriptor::wait_read, [this](ErrorCode error) {
    if (!error) on_readable();
  });
}

void CanLoop::on_readable() {
  std::error_code error;
  for (int turn = 0; turn < kMostTurns; ++turn) {
    core::CanFrame frame;
    port_.read(frame, error);
    if (error) break;
    unit_.on_frame(frame, now());
  }
  if (!error || is_full(error)) {
    await_input();
  } else {
    lose_interface();
  }
  advance();
}

}  // namespace bmsgw::simulator
