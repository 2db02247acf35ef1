#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "bmsgw/core/time.hpp"

namespace bmsgw::core {

/// Lets one log line through per interval and counts the rest. One per kind of line.
class LogLimiter {
 public:
  explicit LogLimiter(milliseconds interval = std::chrono::minutes(1)) : interval_(interval) {}

  /// How many were held back since the last line, if this one may be logged.
  std::optional<std::uint64_t> allow(MonoTime now) {
    if (last_ != kLongAgo && now - last_ < interval_) {
      ++held_back_;
      return std::nullopt;
    }
    last_ = now;
    return std::exchange(held_back_, 0);
  }

 private:
  milliseconds interval_;
  MonoTime last_ = kLongAgo;
  std::uint64_t held_back_ = 0;
};

}  // namespace bmsgw::core
