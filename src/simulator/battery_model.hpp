#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulator/cell.hpp"
#include "simulator/charge_control.hpp"
#include "simulator/energy_meter.hpp"
#include "simulator/pack_reading.hpp"
#include "simulator/random.hpp"

namespace bmsgw::simulator {

struct BatteryConfig {
  std::size_t cells = 16;  ///< of all strings together, a multiple of `strings`
  std::size_t strings = 1;
  double capacity_ah = 100;  ///< of the whole pack
  std::uint64_t seed = 1;
  Scenario scenario = Scenario::cycle;
  bool external_temperatures = true;
};

/// What is broken in the battery now.
struct BatteryFaults {
  bool cell_comm_loss = false;
  bool under_voltage = false;
  bool over_voltage = false;
  bool overheat = false;
  std::vector<std::size_t> dead_cells = {};
};

/// A battery that is charged, discharged and balanced. The same seed and the same steps give the same values.
/// Thread: any (no sharing).
class BatteryModel {
 public:
  explicit BatteryModel(const BatteryConfig& config);

  void set_faults(BatteryFaults faults);
  void step(double dt_s);
  /// The unit's own estimate of the charge (SC1), 0..1; the cells stay as they are.
  void set_charge(double fraction) { meter_.set_charge(fraction); }
  /// What the unit is told of its battery (CF2); the battery stays as it is.
  void set_configured(double capacity_ah, std::size_t cells);
  /// From now on the modules show this temperature (TC1).
  void calibrate_modules(int celsius);
  [[nodiscard]] PackReading reading() const;

 private:
  void step_once(double dt_s);
  void step_cells(double dt_s);
  void control(double dt_s);
  void read_cells();
  void apply_faults();
  [[nodiscard]] double charge_limit_a() const;
  [[nodiscard]] double common_voltage_v() const;

  BatteryConfig config_;
  Random random_;
  std::vector<Cell> cells_;
  std::vector<CellReading> readings_;
  ChargeControl control_;
  EnergyMeter meter_;
  std::vector<int> string_currents_ma_;
  std::size_t configured_cells_;
  BatteryFaults faults_;
};

}  // namespace bmsgw::simulator
