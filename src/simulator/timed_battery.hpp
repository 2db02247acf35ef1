#pragma once

#include <cstdint>
#include <vector>

#include "simulator/battery_model.hpp"
#include "simulator/fault.hpp"
#include "simulator/pack_reading.hpp"
#include "simulator/sim_time.hpp"

namespace bmsgw::simulator {

struct TimedBatteryConfig {
  BatteryConfig battery;
  std::vector<Fault> faults;
  double speed_up = 60;  ///< seconds of the battery per second
};

/// A battery by the clock: it moves in steps of a tenth of a second, so its reading depends on the time
/// alone, whichever unit stands before it and whenever that looks. Thread: any (no sharing).
class TimedBattery {
 public:
  explicit TimedBattery(TimedBatteryConfig config);

  /// Takes one step if one is due by `now`; false: none is. Called until it says so.
  bool step(Elapsed now);
  /// The time of the last step.
  [[nodiscard]] Elapsed stepped_at() const;
  /// Seconds of the battery since the start.
  [[nodiscard]] double model_s() const;
  [[nodiscard]] const PackReading& reading() const { return reading_; }
  /// The unit's own estimate of the charge, 0..1.
  void set_charge(double fraction);
  void set_configured(double capacity_ah, std::size_t cells);
  void calibrate_modules(int celsius);

 private:
  void set_faults();

  TimedBatteryConfig config_;
  BatteryModel model_;
  PackReading reading_;
  std::int64_t ticks_ = 0;
};

}  // namespace bmsgw::simulator
