#pragma once

#include <atomic>
#include <chrono>

#include "bmsgw/core/time.hpp"

#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {

/// All waiting of a thread that serves a line, so that stop() ends it whatever it waits for.
/// Thread: worker; raise(), stop() and stopped(): any.
class Waiter {
 public:
  enum class Woken : std::uint8_t { ready, hung_up, late, raised, stopped };

  /// Throws std::system_error when the system has no descriptor left.
  Waiter();

  /// Ends wait_idle(), now or the next one.
  void raise();
  /// Ends all waiting for good.
  void stop();
  [[nodiscard]] bool stopped() const { return stopped_; }

  /// Until `fd` has one of `events` (as of poll); -1: only until the time. Never `raised`.
  [[nodiscard]] Woken wait(int fd, short events, core::MonoTime until);
  [[nodiscard]] Woken wait_idle(int fd, short events, core::MonoTime until);
  void pause(core::MonoTime until) {
    if (std::chrono::steady_clock::now() < until) static_cast<void>(wait(-1, 0, until));
  }

 private:
  void clear();

  FileDescriptor wake_;
  std::atomic<bool> stopped_{false};
};

}  // namespace bmsgw::transport
