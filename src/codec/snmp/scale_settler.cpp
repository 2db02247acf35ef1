// CPS-MIB 2.10 says of the battery temperature "in 0.1 degree" and INTEGER (-40..100) at once. A raw 250 can
// only be 25.0 (the middle one of all batteries: a single probe may be broken); of a raw 25 the alarm limits
// and the environment sensor know whether it is 25 or 2.5.
#include "bmsgw/codec/snmp/scale_settler.hpp"

#include <algorithm>
#include <cmath>

namespace bmsgw::codec::snmp {
namespace {

constexpr double kGarbage = 10;  // times as far out

}  // namespace

ScaleSettler::ScaleSettler(const ScaleSpec& spec) : spec_(spec), factor_(spec.given) {}

bool ScaleSettler::is_usual(double raw) const {
  return raw >= spec_.raw_least && raw <= spec_.raw_most;
}

bool ScaleSettler::is_garbage(double raw) const {
  return raw < std::min(spec_.raw_least, kGarbage * spec_.raw_least) ||
         raw > std::max(spec_.raw_most, kGarbage * spec_.raw_most);
}

bool ScaleSettler::is_plausible(double value, std::optional<double> low, std::optional<double> high,
                                double reference) const {
  return (!low || value >= *low) && (!high || value <= *high) &&
         std::abs(value - reference) <= spec_.reference_span;
}

void ScaleSettler::hear_all(core::List raws) {
  sorted_.clear();
  for (const auto& raw : raws) {
    if (raw && !is_garbage(*raw)) sorted_.push_back(*raw);
  }
  if (sorted_.empty()) return;
  const auto middle = sorted_.begin() + static_cast<std::ptrdiff_t>(sorted_.size() / 2);
  std::ranges::nth_element(sorted_, middle);
  middle_ = *middle;
}

void ScaleSettler::judge(std::optional<double> low, std::optional<double> high,
                         std::optional<double> reference) {
  if (factor_ || !middle_) return;
  if (!is_usual(*middle_)) {
    factor_ = spec_.fine;
    return;
  }
  // A sensor that isn't fitted may tell 0.
  if (!reference || *reference == 0) return;
  if ((spec_.limit_low && !low) || (spec_.limit_high && !high)) return;
  const auto coarse = is_plausible(*middle_ * spec_.coarse, low, high, *reference);
  if (coarse != is_plausible(*middle_ * spec_.fine, low, high, *reference))
    factor_ = coarse ? spec_.coarse : spec_.fine;
}

}  // namespace bmsgw::codec::snmp
