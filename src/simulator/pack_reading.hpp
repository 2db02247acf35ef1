#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace bmsgw::simulator {

/// Charging stages, numbered as ST1 field 1.
enum class Stage : std::uint8_t { disconnected, preheat, precharge, main, balancing, finished, error };

/// Bits of ST1 field 6.
enum Protection : std::uint16_t {
  kUnderVoltage = 1U << 0U,
  kOverVoltage = 1U << 1U,
  kModuleOverheat = 1U << 4U,
  kNoCellComm = 1U << 6U,
  kChargerConnected = 1U << 10U,
};

/// Bits of ST1 field 7.
enum PowerReduction : std::uint8_t { kLowVoltage = 1U << 0U, kHighModuleTemperature = 1U << 2U };

/// What a cell module tells; rounded here once, so that every sentence tells the same.
struct CellReading {
  bool live = true;
  int voltage_cv = 0;  ///< 0.01 V
  int module_temperature_c = 0;
  int cell_temperature_c = 0;
  int balancing = 0;  ///< 0..255
  // Of finer sensors, one on each cell:
  int voltage_mv = 0;
  int temperature_dc = 0;  ///< 0.1 C
  int resistance_uohm = 0;
  int charge_permille = 0;
};

struct Summary {
  int count = 0;  ///< live cells
  int min = 0, max = 0, average = 0;
  std::size_t min_cell = 0, max_cell = 0;
  std::int64_t sum = 0;
};

/// Over the live cells; nothing when there is none.
[[nodiscard]] std::optional<Summary> summarize(const std::vector<CellReading>& cells,
                                               int CellReading::*quantity);

/// Since the unit was built; never reset by a charge.
struct EnergyTotals {
  double charge_ah = 0, discharge_ah = 0;
  double charge_wh = 0, discharge_wh = 0;
  double charge_s = 0, discharge_s = 0;
  double distance_km = 0;
};

/// Everything a control unit knows of its battery at one moment.
struct PackReading {
  std::vector<CellReading> cells;
  std::size_t strings = 1;
  bool cells_as_configured = true;
  bool external_temperatures = true;

  int current_da = 0;  ///< 0.1 A, positive: charging
  std::vector<int> string_currents_ma = {};
  std::uint32_t charge_c = 0, capacity_c = 0;

  Stage stage = Stage::disconnected;
  std::uint8_t charging_error = 0;
  Stage error_stage = Stage::disconnected;  ///< the stage in which it occurred
  std::uint32_t stage_s = 0;
  bool charger_connected = false;
  bool ignition = false;
  std::uint16_t protections = 0;
  std::uint8_t reductions = 0;
  int set_voltage_dv = 0;  ///< what the charger is told, 0.1 V
  int set_current_da = 0;

  double speed_kmh = 0;
  double distance_km = 0;  ///< since the last charge
  double distance_left_km = 0;
  double consumption_wh_per_km = 0;  ///< momentary, 0 when standing
  double remaining_wh = 0;           ///< what the charge is worth at the present voltage
  double last_charge_wh = 0, last_discharge_wh = 0;
  double last_trip_wh_per_km = 0, trip_wh_per_km = 0;  ///< average of the last trip, of this one
  double distance_left_by_last_trip_km = 0, distance_left_by_trip_km = 0;
  double average_trip_wh = 0, max_trip_wh = 0;  ///< over the last twenty trips
  EnergyTotals totals;

  [[nodiscard]] bool cell_comm() const { return (protections & kNoCellComm) == 0; }
  [[nodiscard]] std::size_t cells_per_string() const { return cells.size() / strings; }
  /// Voltage of the parallel strings, 0.01 V: the mean of their sums. Nothing without cell communication.
  [[nodiscard]] std::optional<int> total_cv() const;
};

/// Protections and reductions that follow from what the cells tell.
[[nodiscard]] std::uint16_t protections_of(const std::vector<CellReading>& cells);
[[nodiscard]] std::uint8_t reductions_of(const std::vector<CellReading>& cells);

}  // namespace bmsgw::simulator
