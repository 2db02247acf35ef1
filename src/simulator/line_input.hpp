#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "simulator/sim_time.hpp"

namespace bmsgw::simulator {

/// What was written to the pty, as late as a serial line would bring it: each byte takes its time. What comes
/// is looked at every 20 ms and when the last byte is there.
/// Thread: any (no sharing).
class LineInput {
 public:
  /// `baud` 0: at once.
  explicit LineInput(unsigned baud);

  void push(std::span<const char> bytes, Elapsed now);
  /// What has arrived.
  [[nodiscard]] std::string take(Elapsed now);
  [[nodiscard]] Elapsed next_wake() const;
  /// So much waits that nothing more should be read.
  [[nodiscard]] bool is_full() const { return bytes_.size() >= kMost; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  void clear() { bytes_.clear(); }

 private:
  static constexpr std::size_t kMost = 4096;
  std::optional<double> byte_s_;
  std::string bytes_;
  Elapsed from_{0};  ///< when the first of bytes_ began
};

}  // namespace bmsgw::simulator
