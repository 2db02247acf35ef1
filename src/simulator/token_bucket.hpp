#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "simulator/sim_time.hpp"

namespace bmsgw::simulator {

/// Lets bytes through at the speed of a serial line, a hundredth of a second's worth at a time.
/// Thread: any (no sharing).
class TokenBucket {
 public:
  explicit TokenBucket(double bytes_per_s)
      : bytes_per_s_(bytes_per_s), capacity_(std::max(bytes_per_s / 100, 1.0)) {}

  [[nodiscard]] std::size_t bytes_per_s() const { return static_cast<std::size_t>(bytes_per_s_); }
  /// How many bytes may go now.
  [[nodiscard]] std::size_t available(Elapsed now) {
    const double passed_s = std::chrono::duration<double>(now - last_).count();
    last_ = now;
    tokens_ = std::min(capacity_, tokens_ + passed_s * bytes_per_s_);
    return static_cast<std::size_t>(tokens_);
  }
  void take(std::size_t bytes) { tokens_ -= static_cast<double>(bytes); }

  /// When `bytes`, or the most that goes at a time, may go; as of the last call of available().
  [[nodiscard]] Elapsed ready_at(std::size_t bytes) const {
    const double wanted = std::min(static_cast<double>(bytes), std::max(std::floor(capacity_), 1.0));
    if (wanted <= tokens_) return last_;
    return last_ + elapsed_of((wanted - tokens_) / bytes_per_s_) + Elapsed{1};
  }

 private:
  double bytes_per_s_;
  double capacity_;
  double tokens_ = 0;
  Elapsed last_{0};
};

}  // namespace bmsgw::simulator
