#include "simulator/broadcaster.hpp"

#include <algorithm>

namespace bmsgw::simulator {
namespace {

/// So that the sentence is surely due when the time has come.
constexpr Elapsed kPastRounding{2};

}  // namespace

void Broadcaster::restart(Elapsed now) {
  next_ = now;
  rate_start_ = now;
  sent_at_rate_ = 0;
}

void Broadcaster::shorten(Elapsed now, Elapsed period) {
  if (!rate_per_s_) next_ = std::min(next_, now + period);
}

Broadcaster::Due Broadcaster::take_due(Elapsed now, Elapsed period) {
  if (now < next_) return {};
  return rate_per_s_ ? take_at_rate(now) : take_round(now, period);
}

/// Rounds that were missed are not made up for.
Broadcaster::Due Broadcaster::take_round(Elapsed now, Elapsed period) {
  next_ += period;
  if (next_ <= now) next_ = now + period;
  return {0, round_};
}

/// Sentences that were missed are, up to a second's worth of them.
Broadcaster::Due Broadcaster::take_at_rate(Elapsed now) {
  const auto wanted_at = [this](Elapsed time) {
    return static_cast<std::uint64_t>(std::chrono::duration<double>(time - rate_start_).count() *
                                      *rate_per_s_) +
           1;
  };
  const auto wanted = wanted_at(now);
  const auto at_most = static_cast<std::uint64_t>(*rate_per_s_) + 1;
  const auto count = wanted > sent_at_rate_ ? std::min(wanted - sent_at_rate_, at_most) : 0;
  sent_at_rate_ = std::max(wanted, sent_at_rate_);
  next_ = rate_start_ + elapsed_of(static_cast<double>(sent_at_rate_) / *rate_per_s_) + kPastRounding;
  const Due due{position_, static_cast<std::size_t>(count)};
  position_ = (position_ + due.count) % round_;
  return due;
}

}  // namespace bmsgw::simulator
