#pragma once

#include "bmsgw/core/time.hpp"

namespace bmsgw::test {

/// Time that stands still until the test moves it. Starts at 2023-11-14 22:13:20 UTC.
class FakeClock final : public core::Clock {
 public:
  static constexpr std::int64_t kStartMs = 1'700'000'000'000;

  [[nodiscard]] core::Stamp now() const override { return at(time_); }
  [[nodiscard]] static core::Stamp at(core::milliseconds time) {
    return {kStartMs + time.count(), core::MonoTime{} + std::chrono::hours(1) + time};
  }
  void set(core::milliseconds time) { time_ = time; }
  void advance(core::milliseconds by) { time_ += by; }
  [[nodiscard]] core::milliseconds time() const { return time_; }
  /// The time of a wake-up, rounded up to a millisecond.
  [[nodiscard]] static core::milliseconds time_of(core::MonoTime wake) {
    return std::chrono::ceil<core::milliseconds>(wake - at(core::milliseconds(0)).mono);
  }

 private:
  core::milliseconds time_{0};
};

}  // namespace bmsgw::test
