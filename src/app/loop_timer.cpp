#include "loop_timer.hpp"

namespace bmsgw::app {

LoopTimer::LoopTimer(boost::asio::io_context& loop, core::Timed& timed, const core::Clock& clock)
    : timer_(loop), timed_(timed), clock_(clock) {}

void LoopTimer::rearm() {
  const auto wake = timed_.next_wake();
  if (wake >= armed_for_) return;  // a wake-up that is too early costs less than setting the timer each time
  armed_for_ = wake;
  timer_.expires_at(wake);
  timer_.async_wait([this](boost::system::error_code stopped) {
    if (!stopped) on_timer();
  });
}

void LoopTimer::on_timer() {
  armed_for_ = core::kNever;
  timed_.on_time(clock_.now());
  rearm();
}

}  // namespace bmsgw::app
