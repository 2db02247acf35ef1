#pragma once

#include <cstddef>
#include <cstdint>

namespace bmsgw::simulator {

/// SplitMix64: the same numbers from the same seed with every compiler and library.
/// Thread: any (no sharing).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  [[nodiscard]] std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    auto mixed = (state_ ^ (state_ >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31U);
  }
  /// 0 <= number < 1.
  [[nodiscard]] double fraction() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  /// -1 <= number < 1.
  [[nodiscard]] double spread() { return 2 * fraction() - 1; }
  /// 0 <= number < `limit`; limit > 0.
  [[nodiscard]] std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
  [[nodiscard]] char byte() { return static_cast<char>(next() & 0xFFU); }

 private:
  std::uint64_t state_;
};

}  // namespace bmsgw::simulator
