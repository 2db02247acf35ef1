#pragma once

#include <cstdint>

#include "bmsgw/core/time.hpp"

namespace bmsgw::core {

/// Waiting times that double from `first` to `most`, each shortened or lengthened by up to a fifth.
class Backoff {
 public:
  Backoff(milliseconds first, milliseconds most, std::uint64_t seed = 1)
      : first_(first), most_(most), next_(first), state_(seed | 1U) {}

  /// The time to wait before the next try.
  milliseconds next();
  void reset() { next_ = first_; }

 private:
  milliseconds first_;
  milliseconds most_;
  milliseconds next_;
  std::uint64_t state_;
};

}  // namespace bmsgw::core
