#pragma once

#include <cstdint>
#include <deque>
#include <string>

namespace bmsgw::simulator {

/// The last five resets (RS2), the latest first; times in seconds since 2000-01-01.
/// Thread: any (no sharing).
class ResetHistory {
 public:
  /// Bits of RS2's reset source.
  static constexpr std::uint8_t kPowerOn = 1U << 0U;
  static constexpr std::uint8_t kUser = 1U << 6U;

  /// A unit has been started before it gets here: earlier power-ons, a minute apart.
  explicit ResetHistory(std::uint32_t first_time_2000_s);

  void add(std::uint32_t time_2000_s, std::uint8_t source);
  [[nodiscard]] std::string fields() const;

 private:
  static constexpr std::size_t kCapacity = 5;
  struct Entry {
    std::uint32_t time_2000_s;
    std::uint8_t source;
  };
  std::deque<Entry> entries_;
};

}  // namespace bmsgw::simulator
