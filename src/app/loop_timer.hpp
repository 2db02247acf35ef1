#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bmsgw/core/time.hpp"

namespace bmsgw::app {

/// The loop's only timer for the gateway's deadlines: sleeps until the next one and calls on_time().
/// Thread: loop.
class LoopTimer {
 public:
  LoopTimer(boost::asio::io_context& loop, core::Timed& timed, const core::Clock& clock);
  /// Looks at next_wake() again; call after every event of the loop.
  void rearm();

 private:
  void on_timer();

  boost::asio::steady_timer timer_;
  core::Timed& timed_;
  const core::Clock& clock_;
  core::MonoTime armed_for_ = core::kNever;
};

}  // namespace bmsgw::app
