#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "bmsgw/core/can_frame.hpp"

#include "simulator/broadcaster.hpp"
#include "simulator/can_ids.hpp"
#include "simulator/can_messages.hpp"
#include "simulator/sim_time.hpp"
#include "simulator/timed_battery.hpp"

namespace bmsgw::simulator {

struct CanUnitConfig : TimedBatteryConfig {
  CanIds ids{};
  Diagnostics diagnostics = Diagnostics::generation_3;
  bool broadcast = true;
  double period_s = 1;
  std::optional<double> rate_per_s;  ///< frames, one after the other, instead of a round per period
};

/// A control unit on a CAN bus: frames in, frames out, a time to be woken at. No I/O. It answers requests
/// (length 0 or remote; for cell details also the number of a string, else string 0 is meant) and obeys
/// nothing. When the cells have told nothing for more than 5 s (of real time), what is asked about them is
/// answered with length 0, and what is broadcast leaves them out. Thread: any (no sharing).
class CanUnit {
 public:
  explicit CanUnit(CanUnitConfig config);

  void on_frame(const core::CanFrame& frame, Elapsed now);
  void on_time(Elapsed now);
  [[nodiscard]] Elapsed next_wake() const;
  /// What is to be sent; empties the unit's own list.
  [[nodiscard]] std::vector<core::CanFrame> take_output() { return std::exchange(output_, {}); }

  [[nodiscard]] std::uint64_t requests_answered() const { return requests_answered_; }
  /// Frames with data at the unit's own ids: commands, and answers of another unit.
  [[nodiscard]] std::uint64_t writes_ignored() const { return writes_ignored_; }
  [[nodiscard]] const PackReading& reading() const { return battery_.reading(); }

 private:
  void advance_battery(Elapsed now);
  void note_cells();
  void answer(const CanTopic& topic, std::size_t string, Elapsed now);
  void broadcast(const CanTopic& topic, Elapsed now);
  [[nodiscard]] CanView view(Elapsed now) const;

  CanUnitConfig config_;
  TimedBattery battery_;
  PackReading last_known_;             ///< the last reading with cells in it
  std::optional<Elapsed> lost_since_;  ///< the cells tell nothing
  std::vector<CanTopic> round_;        ///< what is broadcast, in this order
  Broadcaster broadcaster_;
  std::vector<core::CanFrame> output_;
  std::uint64_t requests_answered_ = 0;
  std::uint64_t writes_ignored_ = 0;
};

}  // namespace bmsgw::simulator
