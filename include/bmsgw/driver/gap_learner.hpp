#pragma once

#include <algorithm>

#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// How long something broadcast stays fresh: max(10 s, 3 x the longest gap). A gap is learnt once it has come
/// twice in a row, up to kLongestLearnt: so an outage is never taken for a rhythm, and a slow rhythm is
/// learnt all the same. The periods that the unit tells count as gaps of any length. Thread: any (no
/// sharing).
class GapLearner {
 public:
  static constexpr core::milliseconds kLeastAge{10'000};
  static constexpr core::milliseconds kLongestLearnt{60'000};

  void on_heard(core::MonoTime now) {
    if (last_ != core::kLongAgo) {
      const auto gap = std::chrono::duration_cast<core::milliseconds>(now - last_);
      longest_ = std::max(longest_, std::min({previous_, gap, kLongestLearnt}));
      previous_ = gap;
    }
    last_ = now;
  }
  /// The unit's own period, in place of what it told before.
  void set_told(core::milliseconds period) { told_ = period; }
  /// The line was interrupted: the time without it is no gap.
  void interrupt() { last_ = core::kLongAgo; }
  [[nodiscard]] core::milliseconds max_age() const {
    return std::max(kLeastAge, 3 * std::max(longest_, told_));
  }

 private:
  core::MonoTime last_ = core::kLongAgo;
  core::milliseconds previous_{0};
  core::milliseconds longest_{0};
  core::milliseconds told_{0};
};

}  // namespace bmsgw::driver
