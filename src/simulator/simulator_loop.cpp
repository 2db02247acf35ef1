#include "simulator/simulator_loop.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <span>

#include <fmt/core.h>

#include "simulator/g1_control.hpp"

namespace bmsgw::simulator {
namespace {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;
using ErrorCode = boost::system::error_code;

constexpr Elapsed kPeerPoll = std::chrono::milliseconds(50);
constexpr int kMostTurns = 64;  ///< reads or writes before other things get their turn

bool is_would_block(const std::error_code& error) {
  return error == std::errc::operation_would_block || error == std::errc::resource_unavailable_try_again;
}

}  // namespace

SimulatorLoop::SimulatorLoop(const G1Options& options)
    : options_(options),
      unit_(options.unit),
      misbehaviour_(options.misdeeds, options.unit.battery.seed),
      line_(options.baud, misbehaviour_),
      input_(options.baud),
      control_(options.control),
      start_(std::chrono::steady_clock::now()) {
  signals_.add(SIGTERM);
  signals_.add(SIGINT);
  signals_.add(SIGHUP);
}

Elapsed SimulatorLoop::now() const {
  return std::chrono::duration_cast<Elapsed>(std::chrono::steady_clock::now() - start_);
}

void SimulatorLoop::run() {
  signals_.async_wait([this](ErrorCode error, int) {
    if (!error) io_.stop();
  });
  await_control();
  follow_port(now());
  greet();
  advance();
  io_.run();
  if (descriptor_.is_open()) descriptor_.release();
  if (control_descriptor_.is_open()) control_descriptor_.release();
  port_.reset();
}

void SimulatorLoop::greet() const {
  fmt::print("control unit on {} (pty {}), {} cells, {} baud\n", options_.link,
             port_ ? port_->slave() : "gone for now", options_.unit.battery.cells, options_.baud);
  std::fflush(stdout);
}

std::string SimulatorLoop::summary() const {
  return fmt::format("{} sentences sent, {} requests answered, {} sentences dropped",
                     line_.queue().sentences_sent(), unit_.requests_answered(),
                     line_.queue().sentences_dropped());
}

/// Everything that time brings; the only place where the timer is armed.
void SimulatorLoop::advance() {
  const auto time = now();
  if (options_.duration_s && time >= elapsed_of(*options_.duration_s)) {
    io_.stop();
    return;
  }
  follow_port(time);
  look_for_peer();
  if (const auto heard = input_.take(time); !heard.empty()) unit_.on_bytes(heard, time);
  unit_.set_line_busy(line_.is_busy());
  unit_.on_time(time);
  line_.push(unit_.take_output(), time);
  flush(time);
  arm_timer(time);
}

void SimulatorLoop::follow_port(Elapsed time) {
  const bool gone = misbehaviour_.port_gone(time);
  if (gone == !port_) return;
  if (gone) {
    descriptor_.release();
    port_.reset();
    listening_ = blocked_ = false;
    return;
  }
  port_.emplace(options_.link);
  descriptor_.assign(port_->descriptor());
}

void SimulatorLoop::look_for_peer() {
  if (port_ && !listening_ && !input_.is_full() && port_->peer_open()) await_input();
}

void SimulatorLoop::flush(Elapsed time) {
  if (!port_ || !port_->peer_open()) return line_.lose();
  if (blocked_) return line_.on_blocked(time);
  for (int turn = 0; turn < kMostTurns; ++turn) {
    const auto bytes = line_.next(time);
    if (bytes.empty()) return;
    std::error_code error;
    const auto written = port_->write(bytes, error);
    if (is_would_block(error)) {
      line_.on_blocked(time);
      return await_output();
    }
    if (error) return line_.lose();
    line_.on_written(written);
  }
}

void SimulatorLoop::arm_timer(Elapsed time) {
  auto wake = std::min({unit_.next_wake(), misbehaviour_.next_change(time), input_.next_wake()});
  if (!blocked_ && port_) wake = std::min(wake, line_.next_wake());
  if (port_ && !listening_) wake = std::min(wake, time + kPeerPoll);
  if (options_.duration_s) wake = std::min(wake, elapsed_of(*options_.duration_s));
  if (wake == kNotDue) return;
  timer_.expires_at(start_ + wake);
  timer_.async_wait([this](ErrorCode error) {
    if (!error) advance();
  });
}

void SimulatorLoop::await_input() {
  listening_ = true;
  descriptor_.async_wait(stream_descriptor::wait_read, [this](ErrorCode error) {
    if (!error) on_readable();
  });
}

void SimulatorLoop::await_output() {
  blocked_ = true;
  descriptor_.async_wait(stream_descriptor::wait_write, [this](ErrorCode error) {
    if (error) return;
    blocked_ = false;
    line_.on_room();
    advance();
  });
}

void SimulatorLoop::on_readable() {
  listening_ = false;
  std::array<char, 4096> buffer{};
  std::error_code error;
  for (int turn = 0; turn < kMostTurns && !error && port_ && !input_.is_full(); ++turn) {
    const auto count = port_->read(buffer, error);
    hear(std::span(buffer).first(count), now());
  }
  if (port_ && !input_.is_full() && (!error || is_would_block(error))) await_input();
  advance();
}

/// A boot loader is written to without a pause: it hears as fast as the line is.
void SimulatorLoop::hear(std::span<const char> bytes, Elapsed time) {
  if (!unit_.is_loading() && input_.empty()) return unit_.on_bytes(bytes, time);
  input_.push(bytes, time);
}

void SimulatorLoop::await_control() {
  if (control_.fd() < 0) return;
  if (!control_descriptor_.is_open()) control_descriptor_.assign(control_.fd());
  control_descriptor_.async_wait(stream_descriptor::wait_read, [this](ErrorCode error) {
    if (!error) on_control();
  });
}

void SimulatorLoop::on_control() {
  for (const auto& line : control_.read_lines()) {
    fmt::print("control: {}\n", obey_g1_control(line, unit_, now()));
  }
  std::fflush(stdout);
  if (control_.fd() < 0) control_descriptor_.release();
  await_control();
  advance();
}

}  // namespace bmsgw::simulator
