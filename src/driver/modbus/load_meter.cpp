#include "bmsgw/driver/load_meter.hpp"

#include <algorithm>

namespace bmsgw::driver {

void LoadMeter::start(core::MonoTime now) {
  present_ = {now, {}};
  before_ = {now, {}};
}

void LoadMeter::add(std::chrono::microseconds used, core::MonoTime now) {
  if (now - present_.begin >= 2 * kSpan) start(now - kSpan);  // nothing was added for long
  if (now - present_.begin >= kSpan) {
    before_ = present_;
    present_ = {present_.begin + kSpan, {}};
  }
  present_.used += used;
}

double LoadMeter::load(core::MonoTime now) const {
  const std::chrono::duration<double> span = now - before_.begin;
  if (span.count() <= 0) return 0;
  const std::chrono::duration<double> used = before_.used + present_.used;
  return std::min(1.0, used / span);
}

}  // namespace bmsgw::driver
