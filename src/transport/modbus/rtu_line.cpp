#include "rtu_line.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include <fmt/core.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

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
  owed_.reset();
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
  if (const auto error = send(request)) return lost(error);
  stray_.clear();
  if (options_.local_echo && !swallow_echo()) return judge_collected(request, values);
  return receive(request, values);
}

/// Before a request: after a failure until the line is quiet. If what isn't answered yet could pass for the
/// answer to `next` (an exception names nothing but unit and function), also until that has come, or for
/// twice the time that it had.
void RtuLine::settle(const core::ModbusRequest& next) {
  if (std::exchange(settled_, true)) return;
  stray_.clear();
  if (owed_ && owed_->unit == next.unit && owed_->function == next.function) {
    await_owed();
  } else {
    collect();
  }
  owed_.reset();
}

void RtuLine::await_owed() {
  Values ignored;
  while (steady_clock::now() < owed_until_ &&
         waiter_.wait(port_.descriptor(), POLLIN, owed_until_) == Waiter::Woken::ready) {
    collect();
    const auto outcome = judge_stray(*owed_, {}, stray_, ignored).outcome;
    if (outcome == ModbusOutcome::ok || outcome == ModbusOutcome::exception) return;
  }
}

/// Reads into stray_ until the line is quiet. False: it doesn't become so, or ended.
bool RtuLine::collect() {
  const auto most = steady_clock::now() + timing_.patience(LineTiming::kMostBytes);
  while (steady_clock::now() < most) {
    const auto woken = waiter_.wait(port_.descriptor(), POLLIN, steady_clock::now() + timing_.quiet);
    if (woken != Waiter::Woken::ready) return woken == Waiter::Woken::late;
    if (!read_some(kMostStray)) return false;
  }
  return false;
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

/// Into stray_. True: it was what we sent, or nothing at all came back.
bool RtuLine::swallow_echo() {
  const auto until = sent_until_ + timing_.margin;
  while (stray_.size() < sent_.size() &&
         waiter_.wait(port_.descriptor(), POLLIN, until) == Waiter::Woken::ready) {
    if (!read_some(sent_.size() - stray_.size())) break;
  }
  return stray_.empty() || std::ranges::equal(stray_, sent_);
}

/// Others' frames are passed over: one that comes late, when its own request has been given up.
AnswerVerdict RtuLine::receive(const core::ModbusRequest& request, Values& values) {
  const auto until = sent_until_ + timing_.response;
  Verdict verdict{ModbusOutcome::timeout};
  do {
    const auto woken = waiter_.wait(port_.descriptor(), POLLIN, until);
    if (woken == Waiter::Woken::late) break;
    if (woken != Waiter::Woken::ready) return lost({});
    verdict = take_frame(request, values);
  } while (verdict.outcome == ModbusOutcome::foreign_answer && steady_clock::now() < until);
  return verdict;
}

AnswerVerdict RtuLine::take_frame(const core::ModbusRequest& request, Values& values) {
  using Kind = LibmodbusContext::Kind;
  const Arrived arrived = wait_while_flowing(answer_bytes(request));
  const auto received = port_.line().receive(buffer_, arrived.more_within);
  last_byte_ = steady_clock::now();
  if (received.kind == Kind::lost) return lost(received.error);
  const RtuBytes bytes(buffer_);
  if (received.kind == Kind::frame)
    return codec::modbus::decode_answer(request, bytes.first(received.size - 2), values);
  // It doesn't say how much it read of a torn frame: at least what was there before.
  const auto taken = received.kind == Kind::torn ? std::min(arrived.bytes, bytes.size()) : bytes_taken(bytes);
  if (received.kind == Kind::foreign && has_crc(bytes.first(taken))) return {ModbusOutcome::foreign_answer};
  stray_.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
  return judge_collected(request, values);
}

AnswerVerdict RtuLine::judge_collected(const core::ModbusRequest& request, Values& values) {
  collect();
  return judge_stray(request, sent_, stray_, values);
}

/// libmodbus can't be interrupted while it waits for the rest of a frame, so that is done here: until the
/// good answer is there, or nothing more comes. As many bytes as an exception has may be one: then libmodbus
/// knows soonest whether it has to wait.
RtuLine::Arrived RtuLine::wait_while_flowing(std::size_t expected) {
  using std::chrono::microseconds;
  const auto step = std::max<microseconds>(timing_.character * 4, core::milliseconds(5));
  const auto until = steady_clock::now() + timing_.patience(LineTiming::kMostBytes);
  auto grew = steady_clock::now();
  std::size_t before = 0;
  for (int waiting = 0; ioctl(port_.descriptor(), FIONREAD, &waiting) == 0;) {
    const auto now = steady_clock::now();
    const auto bytes = static_cast<std::size_t>(waiting);
    if (std::exchange(before, bytes) != bytes) grew = now;
    if (bytes >= expected || waiter_.stopped() || now >= until || now - grew >= timing_.margin) break;
    if (bytes == kExceptionBytes && now - grew >= step)
      return {bytes, std::chrono::duration_cast<microseconds>(until - now)};
    waiter_.pause(now +
                  std::clamp<microseconds>(timing_.transfer(expected - bytes), core::milliseconds(1), step));
  }
  return {before, microseconds(0)};
}

/// What a failure leaves behind.
void RtuLine::note(const core::ModbusRequest& request, ModbusOutcome outcome) {
  settled_ = outcome == ModbusOutcome::ok || outcome == ModbusOutcome::exception;
  if (outcome != ModbusOutcome::timeout && outcome != ModbusOutcome::foreign_answer) return;
  owed_ = request;
  owed_until_ = sent_until_ + 2 * timing_.response;
}

}  // namespace bmsgw::transport
