#pragma once

#include <algorithm>

#include "bmsgw/core/time.hpp"

namespace bmsgw::rpc {

/// So many a second, with bursts. Thread: loop.
class TokenBucket {
 public:
  TokenBucket(double per_second, double burst) : per_second_(per_second), burst_(burst), tokens_(burst) {}

  [[nodiscard]] bool take(core::MonoTime now) {
    if (filled_ != core::kLongAgo) {
      const std::chrono::duration<double> passed = now - filled_;
      tokens_ = std::min(burst_, tokens_ + passed.count() * per_second_);
    }
    filled_ = now;
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
  }

 private:
  double per_second_;
  double burst_;
  double tokens_;
  core::MonoTime filled_ = core::kLongAgo;
};

}  // namespace bmsgw::rpc
