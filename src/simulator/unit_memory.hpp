#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>

#include "simulator/event_log.hpp"
#include "simulator/parameters.hpp"
#include "simulator/passwords.hpp"
#include "simulator/reset_history.hpp"
#include "simulator/sentences.hpp"
#include "simulator/sim_time.hpp"
#include "simulator/statistics.hpp"
#include "simulator/timed_battery.hpp"
#include "simulator/unit_config.hpp"

namespace bmsgw::simulator {

/// What a control unit knows and keeps over a restart: its battery, parameters, statistics, logs, passwords.
/// Thread: any (no sharing).
class UnitMemory {
 public:
  explicit UnitMemory(const UnitConfig& config);

  /// Moves the battery on; what happens to it is counted and logged.
  void advance(Elapsed now);
  /// The uptime begins. `source`: as RS2 has it.
  void note_reset(std::uint8_t source);
  /// The firmware runs.
  void note_start();
  /// Into the log and the statistics.
  void add_event(Event event);

  bool write_parameter(std::string_view id, std::string_view value);
  void set_charge(double fraction) { battery_.set_charge(fraction), refresh(); }
  /// What the current sensor reads now is 0 A from now on.
  void zero_current();
  void calibrate_modules(int celsius) { battery_.calibrate_modules(celsius), refresh(); }
  /// Of cell 0: of all of them. What a unit does with the coefficients isn't documented: they are kept.
  using Coefficients = std::array<std::uint8_t, 3>;
  void calibrate_sensor(std::size_t cell, const Coefficients& coefficients);
  [[nodiscard]] const std::map<std::size_t, Coefficients>& calibrations() const { return calibrations_; }
  void clear_log() { log_.clear(); }
  void clear_statistics() { statistics_.clear(); }
  /// Parameters as at the start of the simulator; no statistics, no log.
  void set_to_factory_defaults();
  /// The passwords, too; it is counted.
  void master_clear();

  [[nodiscard]] const PackReading& reading() const { return reading_; }
  [[nodiscard]] UnitView view() const;
  [[nodiscard]] const Parameters& parameters() const { return parameters_; }
  [[nodiscard]] const EventLog& log() const { return log_; }
  [[nodiscard]] const Statistics& statistics() const { return statistics_; }
  [[nodiscard]] const ResetHistory& resets() const { return resets_; }
  [[nodiscard]] Passwords& passwords() { return passwords_; }

 private:
  void refresh();
  [[nodiscard]] std::int64_t unix_s() const;
  [[nodiscard]] std::uint32_t time_2000_s() const;

  Parameters::Config factory_;
  std::int64_t start_unix_s_;
  int current_error_da_;
  TimedBattery battery_;
  Parameters parameters_;
  EventLog log_;
  Statistics statistics_;
  ResetHistory resets_;
  Passwords passwords_;
  std::map<std::size_t, Coefficients> calibrations_;
  PackReading reading_;    ///< the battery as the unit reads it
  double reset_at_s_ = 0;  ///< model time
};

}  // namespace bmsgw::simulator
