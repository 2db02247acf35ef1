#include "bmsgw/core/backoff.hpp"

#include <algorithm>

namespace bmsgw::core {

milliseconds Backoff::next() {
  // xorshift64: enough to spread a fleet's reconnects.
  state_ ^= state_ << 13U;
  state_ ^= state_ >> 7U;
  state_ ^= state_ << 17U;
  const auto base = next_.count();
  const auto spread = base / 5;
  const auto jitter = static_cast<std::int64_t>(state_ % static_cast<std::uint64_t>(2 * spread + 1)) - spread;
  next_ = std::min(next_ * 2, most_);
  return std::min(milliseconds(base + jitter), most_);
}

}  // namespace bmsgw::core
