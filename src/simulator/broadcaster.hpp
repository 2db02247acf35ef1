#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "simulator/sim_time.hpp"

namespace bmsgw::simulator {

/// When which of the periodic sentences are due: a whole round per period, or one after the other at a rate.
/// Thread: any (no sharing).
class Broadcaster {
 public:
  struct Due {
    std::size_t first = 0;  ///< in the round of the periodic sentences
    std::size_t count = 0;
  };

  Broadcaster(std::size_t round, std::optional<double> rate_per_s) : round_(round), rate_per_s_(rate_per_s) {}

  /// Begins anew: the first sentences are due at once.
  void restart(Elapsed now);
  /// The period may have become shorter.
  void shorten(Elapsed now, Elapsed period);
  [[nodiscard]] Due take_due(Elapsed now, Elapsed period);
  [[nodiscard]] Elapsed next() const { return next_; }

 private:
  [[nodiscard]] Due take_round(Elapsed now, Elapsed period);
  [[nodiscard]] Due take_at_rate(Elapsed now);

  std::size_t round_;
  std::optional<double> rate_per_s_;
  Elapsed next_{0};
  Elapsed rate_start_{0};
  std::uint64_t sent_at_rate_ = 0;
  std::size_t position_ = 0;
};

}  // namespace bmsgw::simulator
