#include "waiter.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace bmsgw::transport {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

/// poll() counts in milliseconds, and a pause of 3.5 characters may be less than two.
timespec time_left(core::MonoTime until) {
  constexpr seconds kMost{3600};  // kNever would not fit; whoever waits looks again
  const auto now = std::chrono::steady_clock::now();
  const nanoseconds left = until <= now ? nanoseconds(0) : std::min<nanoseconds>(until - now, kMost);
  const auto whole = std::chrono::duration_cast<seconds>(left);
  return {whole.count(), static_cast<long>((left - whole).count())};
}

}  // namespace

Waiter::Waiter() : wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (wake_.get() < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void Waiter::raise() {
  const std::uint64_t one = 1;
  static_cast<void>(write(wake_.get(), &one, sizeof(one)));  // full: it is raised already
}

void Waiter::stop() {
  stopped_ = true;
  raise();
}

void Waiter::clear() {
  std::uint64_t count = 0;
  static_cast<void>(read(wake_.get(), &count, sizeof(count)));
}

Waiter::Woken Waiter::wait(int fd, short events, core::MonoTime until) {
  for (;;) {
    const auto woken = wait_idle(fd, events, until);
    if (woken != Woken::raised) return woken;
  }
}

Waiter::Woken Waiter::wait_idle(int fd, short events, core::MonoTime until) {
  while (!stopped_) {
    std::array<pollfd, 2> entries{{{wake_.get(), POLLIN, 0}, {fd, events, 0}}};  // a negative one is left out
    const timespec left = time_left(until);
    const int found = ppoll(entries.data(), entries.size(), &left, nullptr);
    if (found > 0 && entries[0].revents != 0) {
      clear();
      if (!stopped_) return Woken::raised;
    } else if (found > 0) {
      return (entries[1].revents & events) != 0 ? Woken::ready : Woken::hung_up;
    } else if (std::chrono::steady_clock::now() >= until) {
      return Woken::late;
    }
  }
  return Woken::stopped;
}

}  // namespace bmsgw::transport
