#pragma once

#include <ctime>

#include "bmsgw/core/time.hpp"

namespace bmsgw::transport {

/// When a frame came, on both clocks, from the kernel's time of it. `real_now` (CLOCK_REALTIME) and `now` are
/// the same moment. A frame that would be from the future or more than a second old is taken for one of now:
/// then the clock was set in between.
[[nodiscard]] core::Stamp received_at(timespec kernel, timespec real_now, core::Stamp now);

}  // namespace bmsgw::transport
