#include "tcp_line.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>

#include <poll.h>
#include <sys/socket.h>

namespace bmsgw::transport {
namespace {

using codec::modbus::AnswerVerdict;
using core::ModbusOutcome;
using std::chrono::steady_clock;

std::error_code last_error() {
  return {errno, std::generic_category()};
}
bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

LineFault TcpLine::open() {
  close();
  FileDescriptor socket;
  fault_ = dialer_.connect(socket);
  if (fault_) return fault_;
  line_ = LibmodbusContext::tcp();
  line_.take_descriptor(socket.release());
  settled_ = true;
  proven_ = false;
  last_byte_ = core::kLongAgo;
  return fault_;
}

void TcpLine::close() {
  line_.close();
}

bool TcpLine::let_go() {
  close();
  return true;
}

/// Always false.
bool TcpLine::fail(std::error_code error) {
  fault_ = {error, dialer_.told(error ? error.message() : "the other side closed the connection")};
  if (!error) fault_.code = std::make_error_code(std::errc::connection_reset);
  return false;
}

AnswerVerdict TcpLine::ask(const core::ModbusRequest& request, Values& values) {
  if (!codec::modbus::is_well_formed(request)) return {ModbusOutcome::exception, core::kIllegalDataValue};
  const bool reused = descriptor() >= 0;
  if (!reused && open()) return {ModbusOutcome::link_down};
  auto verdict = exchange(request, values);
  const bool is_harmless = !is_sent_ || (core::is_read(request.function) && proven_ && !heard_);
  if (verdict.outcome == ModbusOutcome::link_lost && reused && is_harmless) {
    if (open()) return {is_sent_ ? ModbusOutcome::link_lost : ModbusOutcome::link_down};
    verdict = exchange(request, values);
  }
  if (verdict.outcome == ModbusOutcome::link_lost) close();
  return verdict;
}

AnswerVerdict TcpLine::exchange(const core::ModbusRequest& request, Values& values) {
  is_sent_ = false;
  heard_ = false;
  if (!settle()) return {ModbusOutcome::link_lost};
  if (last_byte_ != core::kLongAgo) waiter_.pause(last_byte_ + timing_.gap);
  transaction_ = static_cast<std::uint16_t>(transaction_ + 1);
  codec::modbus::encode_tcp_request(request, transaction_, sent_);
  if (!drain() || !send()) return {ModbusOutcome::link_lost};
  const auto verdict = receive(request, values);
  last_byte_ = steady_clock::now();
  settled_ = verdict.outcome == ModbusOutcome::ok || verdict.outcome == ModbusOutcome::exception;
  proven_ = proven_ || settled_;
  return verdict;
}

/// After a failure until nothing comes any more: the rest of a frame would be taken for the head of the next.
/// False: it doesn't end, or the connection did, or we are to.
bool TcpLine::settle() {
  if (settled_) return true;
  const auto most = steady_clock::now() + timing_.patience(LineTiming::kMostBytes);
  while (steady_clock::now() < most) {
    const auto woken = waiter_.wait(descriptor(), POLLIN, steady_clock::now() + timing_.quiet);
    if (woken == Waiter::Woken::late) return true;
    if (woken == Waiter::Woken::stopped || !drain()) return false;
  }
  return fail(std::make_error_code(std::errc::bad_message));
}

/// What came unasked is of no use. False: the connection ended.
bool TcpLine::drain() {
  constexpr int kMost = 64;  // reads, of somebody who never stops
  for (int i = 0; i < kMost; ++i) {
    const auto size = recv(descriptor(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (size == 0) return fail({});
    if (size < 0) return would_block() || fail(last_error());
  }
  return true;
}

bool TcpLine::send() {
  const auto until = steady_clock::now() + timing_.response;
  for (std::size_t done = 0; done < sent_.size();) {
    const auto size = ::send(descriptor(), sent_.data() + done, sent_.size() - done, MSG_NOSIGNAL);
    if (size > 0) {
      is_sent_ = true;
      done += static_cast<std::size_t>(size);
    } else if (!would_block()) {
      return fail(last_error());
    } else if (waiter_.wait(descriptor(), POLLOUT, until) != Waiter::Woken::ready) {
      return fail(std::make_error_code(std::errc::timed_out));
    }
  }
  return true;
}

/// Late answers to other requests are passed over.
AnswerVerdict TcpLine::receive(const core::ModbusRequest& request, Values& values) {
  const auto until = steady_clock::now() + timing_.response;
  Verdict verdict{ModbusOutcome::timeout};
  do {
    const auto woken = waiter_.wait(descriptor(), POLLIN, until);
    if (woken == Waiter::Woken::late) break;
    if (woken == Waiter::Woken::stopped) return {ModbusOutcome::link_lost};
    verdict = take_frame(request, values);
  } while (verdict.outcome == ModbusOutcome::foreign_answer && is_answer_to_other() &&
           steady_clock::now() < until);
  return verdict;
}

AnswerVerdict TcpLine::take_frame(const core::ModbusRequest& request, Values& values) {
  using Kind = LibmodbusContext::Kind;
  const auto pending = wait_for_frame(steady_clock::now() + timing_.patience(LineTiming::kMostBytes));
  if (pending == TcpPending::end) return {ModbusOutcome::link_lost};
  if (pending != TcpPending::frame) return {ModbusOutcome::bad_answer};
  // All of it is there: it waits only when the byte count says more than the frame's length.
  const auto received = line_.receive(buffer_, std::chrono::milliseconds(20));
  if (received.kind == Kind::lost) {
    fail(received.error);
    return {ModbusOutcome::link_lost};
  }
  if (received.kind != Kind::frame) return {ModbusOutcome::bad_answer};
  const std::span<const std::uint8_t> frame(buffer_.data(), received.size);
  return codec::modbus::decode_tcp_answer(request, transaction_, frame, values);
}

/// While a part of a frame waits the socket is readable, so waiting for more is looking again. libmodbus
/// would wait for the rest, too, but could not be interrupted.
TcpPending TcpLine::wait_for_frame(core::MonoTime until) {
  constexpr core::milliseconds kLookAgain{2};
  for (;;) {
    auto pending = look();
    const auto now = steady_clock::now();
    if ((pending != TcpPending::torn && pending != TcpPending::nothing) || now >= until) return pending;
    const auto woken =
        waiter_.wait(descriptor(), POLLRDHUP, std::min<core::MonoTime>(until, now + kLookAgain));
    if (woken == Waiter::Woken::late) continue;
    pending = look();
    if (pending == TcpPending::frame) return pending;
    fail({});
    return TcpPending::end;
  }
}

/// What waits, without taking it.
TcpPending TcpLine::look() {
  const auto size = recv(descriptor(), buffer_.data(), buffer_.size(), MSG_PEEK | MSG_DONTWAIT);
  if (size < 0 && would_block()) return TcpPending::nothing;
  if (size <= 0) {
    fail(size == 0 ? std::error_code() : last_error());
    return TcpPending::end;
  }
  heard_ = true;
  return judge_head({buffer_.data(), static_cast<std::size_t>(size)});
}

/// Of the frame that was taken last.
bool TcpLine::is_answer_to_other() const {
  return (buffer_[0] << 8U | buffer_[1]) != transaction_;
}

}  // namespace bmsgw::transport
