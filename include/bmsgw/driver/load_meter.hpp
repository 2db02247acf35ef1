#pragma once

#include <chrono>

#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// What part of the time a line is in use, over the last kSpan to twice that. Thread: loop.
class LoadMeter {
 public:
  static constexpr core::milliseconds kSpan{15'000};

  void start(core::MonoTime now);
  /// The line was busy for so long, until now.
  void add(std::chrono::microseconds used, core::MonoTime now);
  /// 0..1
  [[nodiscard]] double load(core::MonoTime now) const;

 private:
  /// [begin, begin + kSpan), and the one before.
  struct Window {
    core::MonoTime begin{};
    std::chrono::microseconds used{0};
  };
  Window present_;
  Window before_;
};

}  // namespace bmsgw::driver
