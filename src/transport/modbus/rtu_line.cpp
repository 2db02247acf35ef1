#include "rtu_line.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include <fmt/core.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "rtu_frame.hpp"

namespace bmsgw::transport {
namespace {

using codec::modbus::AnswerVerdict;
using core::ModbusOutcome;
using std::chrono::steady_clock;

constexpr std::size_t kMostStray = 1024;
constexpr std::uint8_t kLastUnit = 247;

}  // namespace

LineFault RtuLine::open() {
  fault_ = port_.open(options_);
  settled_ = false;  // somebody may be in the middle of something
  return fault_;
}

bool RtuLine::let_go() {
  static_cast<void>(lost(std::make_error_code(std::errc::no_such_device)));
  return false;
}

AnswerVerdict RtuLine::lost(std::error_code error) {
  // A port that ends (the cable is out) reads as end of file.
  if (error == std::errc::io_error || error == std::errc::connection_reset || !error)
    error = std::make_error_code(std::errc::no_such_device);
  fault_ = {error, fmt::format("{}: {}", port_.device(), error.message())};
  close();
  return {ModbusOutcome::link_lost};
}

AnswerVerdict RtuLine::ask(const core::ModbusRequest& request, Values& values) {
  if (!port_.is_open()) return {ModbusOutcome::link_down};
  const bool addressable = request.unit >= 1 && request.unit <= kLastUnit;  // nobody answers a broadcast
  if (!addressable || !codec::modbus::is_well_formed(request))
    return {ModbusOutcome::exception, core::kIllegalDataValue};
  const auto verdict = exchange(request, values);
  note(request, verdict.outcome);
  return verdict;
}

AnswerVerdict RtuLine::exchange(const core::ModbusRequest& request, Values& values) {
  settle(request);
  if (last_byte_ != core::kLongAgo) waiter_.pause(last_byte_ + timing_.gap);
  if (waiter_.stopped()) return lost({});
  if (const auto error = send(request)) return lost(error);
  stray_.clear();
  if (options_.local_echo && !swallow_echo()) return judge_collected(request, values);
  return receive(request, values);
}

/// Before a request: after a failure until the line is quiet. If what isn't answered yet could pass for the
/// answer to `next` also until that has come, or for twice the time that it had.
void RtuLine::settle(const core::ModbusRequest& next) {
  stray_.clear();
  if (!std::exchange(settled_, true)) {
    static_cast<void>(collect());
  } else if (!owed_.empty()) {
    take_waiting();
  }
  owed_.see(stray_);
  await_owed(next);
  owed_.forget_before(steady_clock::now());
}

void RtuLine::await_owed(const core::ModbusRequest& next) {
  for (auto until = owed_.until(next); steady_clock::now() < until; until = owed_.until(next)) {
    if (waiter_.wait(port_.descriptor(), POLLIN, until) != Waiter::Woken::ready || !collect()) return;
    owed_.see(stray_);
  }
}

/// What sending would discard.
void RtuLine::take_waiting() {
  int waiting = 0;
  while (stray_.size() < kMostStray && ioctl(port_.descriptor(), FIONREAD, &waiting) == 0 && waiting > 0) {
    if (!read_some(kMostStray)) return;
  }
}

/// Reads into stray_ until the line is quiet, or doesn't become so. False: it ended, or we are to.
bool RtuLine::collect() {
  const auto most = steady_clock::now() + timing_.patience(LineTiming::kMostBytes);
  while (steady_clock::now() < most) {
    const auto woken = waiter_.wait(port_.descriptor(), POLLIN, steady_clock::now() + timing_.quiet);
    if (woken != Waiter::Woken::ready) return woken == Waiter::Woken::late;
    if (!read_some(kMostStray)) return false;
  }
  return true;
}

/// To the end of stray_; what is too much is dropped. False: the line ended.
bool RtuLine::read_some(std::size_t most) {
  const auto size = read(port_.descriptor(), buffer_.data(), std::min(most, buffer_.size()));
  if (size <= 0) return size < 0 && (errno == EAGAIN || errno == EINTR);
  last_byte_ = steady_clock::now();
  const auto kept =
      std::min(static_cast<std::size_t>(size), kMostStray - std::min(kMostStray, stray_.size()));
  stray_.insert(stray_.end(), buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(kept));
  return true;
}

std::error_code RtuLine::send(const core::ModbusRequest& request) {
  codec::modbus::encode_request(request, sent_);
  port_.line().expect_unit(request.unit);
  port_.line().flush();
  if (const auto error = port_.line().send(sent_)) return error;
  const auto crc = codec::modbus::crc16(sent_);
  sent_.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  sent_.push_back(static_cast<std::uint8_t>(crc >> 8U));
  sent_until_ = steady_clock::now() + timing_.transfer(sent_.size());
  last_byte_ = sent_until_;
  return {};
}

/// What a failure leaves behind.
void RtuLine::note(const core::ModbusRequest& request, ModbusOutcome outcome) {
  settled_ = outcome == ModbusOutcome::ok || outcome == ModbusOutcome::exception;
  if (settled_) return;
  RtuBytes came(stray_);
  if (outcome == ModbusOutcome::echo) came = came.subspan(std::min(came.size(), sent_.size()));
  const bool has_come = outcome == ModbusOutcome::bad_answer || outcome == ModbusOutcome::echo;
  if (has_come && (has_answer(request, came) || has_broken_answer(request, came))) return;
  owed_.add(request, sent_until_ + 2 * timing_.response);
}

}  // namespace bmsgw::transport
