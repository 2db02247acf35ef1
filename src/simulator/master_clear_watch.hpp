#pragma once

#include <optional>

#include "simulator/sim_time.hpp"

namespace bmsgw::simulator {

/// Looks for five 'x' and a CR or LF within ten seconds after a start, with no other character before them.
/// G1 Control Unit Serial Protocol 2.1.0, "Master Clear", p. 43.
/// Thread: any (no sharing).
class MasterClearWatch {
 public:
  void start(Elapsed now) {
    until_ = now + kWindow;
    count_ = 0;
  }
  void stop() { until_.reset(); }
  /// True: this character completes it.
  [[nodiscard]] bool on_char(char c, Elapsed now);

 private:
  static constexpr Elapsed kWindow = std::chrono::seconds(10);
  static constexpr unsigned kWanted = 5;
  std::optional<Elapsed> until_;  ///< nothing: it can't come any more
  unsigned count_ = 0;
};

}  // namespace bmsgw::simulator
