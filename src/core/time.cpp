#include "bmsgw/core/time.hpp"

namespace bmsgw::core {

Stamp SystemClock::now() const {
  const auto unix_time = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<milliseconds>(unix_time).count(), std::chrono::steady_clock::now()};
}

}  // namespace bmsgw::core
