#pragma once

#include <algorithm>
#include <chrono>

namespace bmsgw::snmp_worker {

/// So many a second, and so many at once. Thread: any (no sharing).
class RateLimit {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  RateLimit(double per_second, double at_once) : per_second_(per_second), at_once_(at_once), left_(at_once) {}

  /// Whether one more may pass.
  [[nodiscard]] bool pass(time_point now) {
    const std::chrono::duration<double> since = now - last_;
    left_ = std::min(at_once_, left_ + std::max(0.0, since.count()) * per_second_);
    last_ = now;
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
  }

 private:
  double per_second_;
  double at_once_;
  double left_;
  time_point last_{};
};

}  // namespace bmsgw::snmp_worker
