#pragma once

#include <chrono>
#include <cstdint>

namespace bmsgw::core {

using MonoTime = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

/// "Nothing is due": a wake-up time that never comes.
inline constexpr MonoTime kNever = MonoTime::max();
/// "It never happened": earlier than every real time.
inline constexpr MonoTime kLongAgo = MonoTime::min();

/// One moment, on both clocks. Unix time goes to the server, monotonic time decides ages and deadlines.
struct Stamp {
  std::int64_t unix_ms = 0;  ///< milliseconds since 1970-01-01 UTC
  MonoTime mono{};
};

/// The only source of "now"; tests put a clock of their own in its place.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Stamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Stamp now() const override;
};

/// Something with deadlines. The loop calls on_time() once next_wake() has passed.
/// Thread: loop.
class Timed {
 public:
  virtual ~Timed() = default;
  [[nodiscard]] virtual MonoTime next_wake() const = 0;
  virtual void on_time(Stamp now) = 0;
};

}  // namespace bmsgw::core
