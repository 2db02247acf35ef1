#include "line_keeper.hpp"

#include <chrono>

#include <poll.h>

namespace bmsgw::transport {

using core::ModbusOutcome;
using std::chrono::steady_clock;

LineKeeper::LineKeeper(BlockingLine& line, RequestSlot& slot, Waiter& waiter, LineKeeperEvents& events,
                       KeeperTimes times, std::uint64_t seed)
    : line_(line),
      slot_(slot),
      waiter_(waiter),
      events_(events),
      times_(times),
      backoff_(times.first_retry, times.longest_retry, seed) {}

void LineKeeper::run() {
  while (!waiter_.stopped()) {
    if (slot_.take_reopen()) open_ = false;
    if (!open_) {
      open();
    } else if (slot_.take()) {
      serve();
    } else {
      rest();
    }
  }
  line_.close();
}

void LineKeeper::open() {
  if (line_.open()) return down();
  open_ = true;
  used_ = steady_clock::now();
  told_ = {};
  events_.on_line_opened();
}

/// Of a line that stays down each fault is told once.
void LineKeeper::down() {
  open_ = false;
  if (waiter_.stopped()) return;
  if (told_ != line_.fault()) {
    told_ = line_.fault();
    events_.on_line_down(told_);
  }
  wait_to_retry();
}

/// Who asks before he has heard that the line is down gets his answer all the same.
void LineKeeper::wait_to_retry() {
  const auto until = steady_clock::now() + backoff_.next();
  do {
    if (slot_.take()) static_cast<void>(events_.on_request(false));
  } while (waiter_.wait_idle(-1, 0, until) == Waiter::Woken::raised);
}

void LineKeeper::serve() {
  const auto outcome = events_.on_request(true);
  used_ = steady_clock::now();
  // Not at opening: a line may open and die over and over.
  if (outcome == ModbusOutcome::ok || outcome == ModbusOutcome::exception) backoff_.reset();
  if (outcome == ModbusOutcome::link_lost || outcome == ModbusOutcome::link_down) down();
}

/// Until there is something to do, the line ends, or it has been unused for so long that it is let go.
void LineKeeper::rest() {
  const bool may_close = times_.idle_close > core::milliseconds(0) && line_.descriptor() >= 0;
  const auto until = may_close ? used_ + times_.idle_close : core::kNever;
  const auto woken = waiter_.wait_idle(line_.descriptor(), POLLRDHUP, until);
  if (woken == Waiter::Woken::raised || woken == Waiter::Woken::stopped) return;
  if (!line_.let_go()) down();
}

}  // namespace bmsgw::transport
