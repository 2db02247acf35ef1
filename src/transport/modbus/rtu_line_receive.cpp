#include <algorithm>
#include <chrono>
#include <utility>

#include <poll.h>
#include <sys/ioctl.h>

#include "rtu_frame.hpp"
#include "rtu_line.hpp"

/// What RtuLine does with what comes after a request.
namespace bmsgw::transport {

using codec::modbus::AnswerVerdict;
using core::ModbusOutcome;
using std::chrono::steady_clock;

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
  const auto arrived = wait_while_flowing(answer_bytes(request));
  if (arrived == kExceptionBytes) return take_short(request, values);
  const auto received = port_.line().receive(buffer_, std::chrono::microseconds(0));
  last_byte_ = steady_clock::now();
  if (received.kind == Kind::lost) return lost(received.error);
  const RtuBytes bytes(buffer_);
  const bool is_whole = received.kind == Kind::frame;
  // It doesn't say how much it read of a torn frame: at least what was there before.
  const auto taken = is_whole                      ? received.size
                     : received.kind == Kind::torn ? std::min(arrived, bytes.size())
                                                   : bytes_taken(bytes);
  stray_.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
  owed_.see(stray_);
  if (is_whole) return codec::modbus::decode_answer(request, bytes.first(taken - 2), values);
  if (received.kind == Kind::foreign && has_crc(stray_)) return {ModbusOutcome::foreign_answer};
  return judge_collected(request, values);
}

/// As many bytes as an exception has are there. If they are none the rest is waited for here: libmodbus can't
/// be interrupted while it does that.
AnswerVerdict RtuLine::take_short(const core::ModbusRequest& request, Values& values) {
  const auto expected = answer_bytes(request);
  const auto most = steady_clock::now() + timing_.patience(LineTiming::kMostBytes);
  auto woken = Waiter::Woken::ready;
  stray_.clear();
  for (auto wanted = kExceptionBytes; woken == Waiter::Woken::ready;) {
    if (!read_some(wanted)) return lost({});
    owed_.see(stray_);
    const RtuBytes bytes(stray_);
    if (bytes.size() >= kExceptionBytes && bytes.size() == bytes_taken(bytes) && has_crc(bytes))
      return codec::modbus::decode_answer(request, bytes.first(bytes.size() - 2), values);
    if (stray_.size() >= expected) break;
    wanted = expected - stray_.size();
    woken = waiter_.wait(port_.descriptor(), POLLIN,
                         std::min<core::MonoTime>(most, steady_clock::now() + timing_.margin));
  }
  return judge_collected(request, values);
}

AnswerVerdict RtuLine::judge_collected(const core::ModbusRequest& request, Values& values) {
  static_cast<void>(collect());
  owed_.see(stray_);
  return judge_stray(request, sent_, stray_, values);
}

/// Until the good answer is there, or nothing more comes: libmodbus can't be interrupted while it waits for
/// the rest of a frame. How many bytes there are; kExceptionBytes as soon as they may be an exception.
std::size_t RtuLine::wait_while_flowing(std::size_t expected) {
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
    if (bytes == kExceptionBytes && now - grew >= step) break;
    waiter_.pause(now +
                  std::clamp<microseconds>(timing_.transfer(expected - bytes), core::milliseconds(1), step));
  }
  return before;
}

}  // namespace bmsgw::transport
