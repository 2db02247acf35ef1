#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace bmsgw::simulator {

/// PW1 and PW2: who may do what. Level 0 reads. A password guards the step to its level; without one the step
/// is open: nobody has to take it. G1 Control Unit Serial Protocol 2.1.0, p. 26-27, which doesn't say what an
/// action needs; here level 1 writes, level 2 sets defaults and calibrates.
/// Thread: any (no sharing).
class Passwords {
 public:
  static constexpr unsigned kHighest = 2;
  using Texts = std::array<std::string, kHighest>;  ///< of level 1, of level 2; empty: none

  explicit Passwords(Texts texts) : texts_(std::move(texts)) {}

  [[nodiscard]] unsigned level() const { return level_; }
  /// Whether an action that needs `level` may be done now.
  [[nodiscard]] bool allows(unsigned level) const;
  /// One level up if the password is right, or none is set.
  void log_in(std::string_view text);
  /// One level down.
  void log_out();
  /// As after a restart.
  void forget_log_in() { level_ = 0; }
  /// Sets that of the present level (of level 1 while none is set, then one is logged in); empty: clears it.
  /// False: too short, too long, or not logged in.
  bool set(std::string_view text);
  /// Of level 1 or 2.
  void put(unsigned level, std::string_view text) { texts_.at(level - 1) = text; }
  void clear() { texts_ = {}; }

 private:
  Texts texts_;
  unsigned level_ = 0;
};

}  // namespace bmsgw::simulator
