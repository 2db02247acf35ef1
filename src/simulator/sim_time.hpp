#pragma once

#include <chrono>

namespace bmsgw::simulator {

/// Real time since the simulator was started; everything that has to wait takes it as an argument.
using Elapsed = std::chrono::microseconds;

/// Nothing is due.
inline constexpr Elapsed kNotDue = Elapsed::max();

/// Seconds of an option as a time; the caller has checked the range.
[[nodiscard]] constexpr Elapsed elapsed_of(double seconds) {
  return std::chrono::duration_cast<Elapsed>(std::chrono::duration<double>(seconds));
}

}  // namespace bmsgw::simulator
