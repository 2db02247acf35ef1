#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/modbus/meaning.hpp"
#include "simulator/timed_battery.hpp"

namespace bmsgw::simulator::modbus {

struct MonitoredConfig {
  TimedBatteryConfig battery;  ///< its cells are a multiple of its strings
  std::size_t cells = 0;       ///< of them so many are monitored
};

/// A battery with a sensor on each cell and string, as a monitoring system sees it: resistances are those of
/// the last test. Thread: any (no sharing).
class MonitoredBattery {
 public:
  explicit MonitoredBattery(const MonitoredConfig& config);

  /// True: it has moved since the last call.
  bool on_time(Elapsed now);
  /// The resistances are measured anew; no two tests give quite the same.
  void test_resistances();

  /// In V, A, Ohm, degrees Celsius, %, Ah, W; of a setting a plausible one. Nothing: the cell or string isn't
  /// there, or its sensor is silent.
  [[nodiscard]] std::optional<double> value(const Meaning& meaning, std::uint32_t element) const;
  [[nodiscard]] bool is_on(const Meaning& meaning, std::uint32_t element) const;
  /// Positive: charging.
  [[nodiscard]] double current_a() const { return reading().current_da * 0.1; }
  [[nodiscard]] std::size_t cells() const { return cells_; }
  [[nodiscard]] std::size_t strings() const { return reading().strings; }

 private:
  [[nodiscard]] const PackReading& reading() const { return battery_.reading(); }
  [[nodiscard]] bool is_live(std::size_t cell) const { return cell < cells_ && reading().cells[cell].live; }
  [[nodiscard]] std::optional<double> of_cell(Quantity quantity, std::size_t cell) const;
  [[nodiscard]] std::optional<double> of_string(Quantity quantity, std::size_t string) const;
  [[nodiscard]] std::optional<double> mean_of_string(Quantity quantity, std::size_t string) const;
  [[nodiscard]] std::optional<double> of_pack(Quantity quantity) const;
  [[nodiscard]] double string_voltage_v(std::size_t first, std::size_t last) const;
  [[nodiscard]] std::optional<double> over_cells(const Meaning& meaning, std::size_t first,
                                                 std::size_t last) const;
  [[nodiscard]] double setting(const Meaning& meaning) const;
  [[nodiscard]] bool is_on_for_cell(Condition condition, std::size_t cell) const;
  [[nodiscard]] bool is_on_for_any(Condition condition, std::size_t first, std::size_t last) const;

  TimedBattery battery_;
  std::size_t cells_;
  double capacity_ah_;
  std::uint64_t seed_;
  std::uint64_t tests_ = 0;
  std::vector<double> measured_ohm_;
};

}  // namespace bmsgw::simulator::modbus
