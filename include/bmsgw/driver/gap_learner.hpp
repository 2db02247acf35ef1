#pragma once

#include <algorithm>

#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// How long something broadcast stays fresh: max(10 s, 3 x the longest gap). Gaps are learnt from what is
/// heard, up to kLongestLearnt and only while it was fresh, so that an outage is never taken for a rhythm;
/// the unit's own periods count as gaps of any length. Thread: any (no sharing).
class GapLearner {
 public:
  static constexpr core::milliseconds kLeastAge{10'000};
  static constexpr core::milliseconds kLongestLearnt{60'000};

  void on_heard(core::MonoTime now) {
    if (last_ != core::kLongAgo) {
      const auto gap = std::chrono::duration_cast<core::milliseconds>(now - last_);
      if (gap <= std::min(max_age(), kLongestLearnt)) longest_ = std::max(longest_, gap);
    }
    last_ = now;
  }
  void on_told(core::milliseconds period) { longest_ = std::max(longest_, period); }
  [[nodiscard]] core::milliseconds max_age() const { return std::max(kLeastAge, 3 * longest_); }
  [[nodiscard]] core::MonoTime last() const { return last_; }

 private:
  core::MonoTime last_ = core::kLongAgo;
  core::milliseconds longest_{0};
};

}  // namespace bmsgw::driver
