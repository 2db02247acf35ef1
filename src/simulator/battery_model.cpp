#include "simulator/battery_model.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/limits.hpp"

namespace bmsgw::simulator {
namespace {

constexpr double kLongestStepS = 10;

double first_charge(Scenario scenario) {
  switch (scenario) {
    case Scenario::charge:
      return 0.30;
    case Scenario::discharge:
      return 0.95;
    case Scenario::cycle:
    case Scenario::idle:
      break;
  }
  return 0.70;
}

CellReading rounded(const Cell& cell) {
  CellReading reading;
  reading.voltage_cv = static_cast<int>(std::lround(cell.voltage_v * 100));
  reading.module_temperature_c = static_cast<int>(std::lround(module_temperature_c(cell)));
  reading.cell_temperature_c = static_cast<int>(std::lround(cell.temperature_c));
  reading.balancing = static_cast<int>(std::lround(cell.balancing * 255));
  reading.voltage_mv = static_cast<int>(std::lround(cell.voltage_v * 1000));
  reading.temperature_dc = static_cast<int>(std::lround(cell.temperature_c * 10));
  reading.resistance_uohm = static_cast<int>(std::lround(cell.resistance_ohm * 1e6));
  reading.charge_permille = static_cast<int>(std::lround(std::clamp(cell.charge_fraction, 0.0, 1.0) * 1000));
  return reading;
}

void set_voltage(CellReading& reading, int voltage_cv) {
  reading.voltage_cv = voltage_cv;
  reading.voltage_mv = voltage_cv * 10;
}

}  // namespace

BatteryModel::BatteryModel(const BatteryConfig& config)
    : config_(config),
      random_(config.seed),
      cells_(make_cells(config.cells, config.capacity_ah / static_cast<double>(config.strings),
                        first_charge(config.scenario), random_)),
      control_(config.scenario, config.capacity_ah),
      meter_(config.capacity_ah, first_charge(config.scenario)),
      string_currents_ma_(config.strings),
      configured_cells_(config.cells) {
  read_cells();
}

void BatteryModel::set_faults(BatteryFaults faults) {
  faults_ = std::move(faults);
  read_cells();
}

void BatteryModel::set_configured(double capacity_ah, std::size_t cells) {
  meter_.set_capacity(capacity_ah);
  configured_cells_ = cells;
}

void BatteryModel::calibrate_modules(int celsius) {
  for (auto& cell : cells_) cell.module_offset_c += celsius - module_temperature_c(cell);
  read_cells();
}

void BatteryModel::step(double dt_s) {
  for (double left_s = dt_s; left_s > 0; left_s -= kLongestStepS) step_once(std::min(left_s, kLongestStepS));
}

void BatteryModel::step_once(double dt_s) {
  control(dt_s);
  step_cells(dt_s);
  meter_.step(dt_s, control_.current_a(), common_voltage_v());
  read_cells();
}

void BatteryModel::control(double dt_s) {
  const auto voltage = summarize(readings_, &CellReading::voltage_cv).value_or(Summary{});
  const auto was_stage = control_.stage();
  const bool was_connected = control_.charger_connected();
  control_.step(dt_s,
                {.min_cell_cv = voltage.min,
                 .max_cell_cv = voltage.max,
                 .protections = protections_of(readings_),
                 .cells_missing = static_cast<std::size_t>(voltage.count) != configured_cells_,
                 .charge_limit_a = charge_limit_a()},
                random_);
  if (control_.charger_connected() != was_connected) meter_.on_charger(control_.charger_connected());
  if (control_.stage() != was_stage && control_.stage() == Stage::finished) meter_.set_charge(1);
}

/// What charges no cell of any string above the full voltage.
double BatteryModel::charge_limit_a() const {
  double limit_a = config_.capacity_ah;
  for (const auto& cell : cells_) {
    const double room_v = kFullVoltageCv * 0.01 - open_circuit_voltage_v(cell.charge_fraction);
    limit_a = std::min(limit_a, room_v / cell.resistance_ohm * static_cast<double>(config_.strings));
  }
  return limit_a;
}

/// The parallel strings share one voltage, so the current divides by their sources and resistances.
double BatteryModel::common_voltage_v() const {
  const auto length = config_.cells / config_.strings;
  double conductance_s = 0;
  double current_a = control_.current_a();
  for (std::size_t first = 0; first < cells_.size(); first += length) {
    double source_v = 0;
    double resistance_ohm = 0;
    for (std::size_t i = first; i < first + length; ++i) {
      source_v += open_circuit_voltage_v(cells_[i].charge_fraction);
      resistance_ohm += cells_[i].resistance_ohm;
    }
    conductance_s += 1 / resistance_ohm;
    current_a += source_v / resistance_ohm;
  }
  return current_a / conductance_s;
}

void BatteryModel::step_cells(double dt_s) {
  const auto length = config_.cells / config_.strings;
  const double voltage_v = common_voltage_v();
  for (std::size_t first = 0; first < cells_.size(); first += length) {
    double drop_v = voltage_v;
    double resistance_ohm = 0;
    for (std::size_t i = first; i < first + length; ++i) {
      drop_v -= open_circuit_voltage_v(cells_[i].charge_fraction);
      resistance_ohm += cells_[i].resistance_ohm;
    }
    const double string_a = drop_v / resistance_ohm;
    string_currents_ma_[first / length] = static_cast<int>(std::lround(string_a * 1000));
    for (std::size_t i = first; i < first + length; ++i) {
      step_cell(cells_[i], string_a, dt_s, control_.charger_connected());
    }
  }
}

void BatteryModel::read_cells() {
  readings_.clear();
  std::ranges::transform(cells_, std::back_inserter(readings_), rounded);
  apply_faults();
}

void BatteryModel::apply_faults() {
  constexpr int kFarBelowCv = 235;
  constexpr int kFarAboveCv = 395;
  constexpr int kFarTooHotC = 78;
  const auto faulty = config_.seed % readings_.size();
  if (faults_.under_voltage) set_voltage(readings_[faulty], kFarBelowCv);
  if (faults_.over_voltage) set_voltage(readings_[faulty], kFarAboveCv);
  if (faults_.overheat) {
    readings_[faulty].module_temperature_c = kFarTooHotC;
    readings_[faulty].temperature_dc = kFarTooHotC * 10;
  }
  for (const auto cell : faults_.dead_cells) readings_[cell].live = false;
  if (!faults_.cell_comm_loss) return;
  for (auto& reading : readings_) reading.live = false;
}

PackReading BatteryModel::reading() const {
  PackReading reading;
  reading.cells = readings_;
  reading.strings = config_.strings;
  reading.external_temperatures = config_.external_temperatures;
  reading.current_da = static_cast<int>(std::lround(control_.current_a() * 10));
  reading.string_currents_ma = string_currents_ma_;
  reading.stage = control_.stage();
  reading.charging_error = control_.error();
  reading.error_stage = control_.error_stage();
  reading.stage_s = static_cast<std::uint32_t>(control_.stage_s());
  reading.charger_connected = control_.charger_connected();
  reading.ignition = control_.ignition();
  reading.protections = static_cast<std::uint16_t>(
      protections_of(readings_) | (reading.charger_connected ? unsigned{kChargerConnected} : 0U));
  reading.reductions = reductions_of(readings_);
  reading.set_voltage_dv = static_cast<int>(reading.cells_per_string()) * kFullVoltageCv / 10;
  reading.set_current_da = reading.current_da;
  reading.cells_as_configured = readings_.size() == configured_cells_;
  meter_.fill(reading);
  return reading;
}

}  // namespace bmsgw::simulator
