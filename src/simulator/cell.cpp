#include "simulator/cell.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "simulator/limits.hpp"

namespace bmsgw::simulator {
namespace {

constexpr double kAmbientC = 21;
constexpr double kShuntOhm = 2.7;

struct CurvePoint {
  double charge_fraction;
  double voltage_v;
};

constexpr std::array<CurvePoint, 14> kCurve{{{-0.02, 2.30},
                                             {0.0, 2.60},
                                             {0.02, 2.90},
                                             {0.05, 3.05},
                                             {0.10, 3.18},
                                             {0.20, 3.24},
                                             {0.40, 3.28},
                                             {0.60, 3.30},
                                             {0.80, 3.33},
                                             {0.90, 3.35},
                                             {0.95, 3.38},
                                             {0.98, 3.43},
                                             {1.0, 3.56},
                                             {1.03, 3.80}}};

/// Shunt current: falls in as the cell rises above the balancing voltage.
double balancing_of(double voltage_v) {
  constexpr double kSpanV = 0.10;
  return std::clamp((voltage_v - kBalancingVoltageCv * 0.01) / kSpanV, 0.0, 1.0);
}

void step_temperature(Cell& cell, double current_a, double dt_s) {
  const double heat_capacity_j = cell.capacity_c * 0.007;  // a 100 Ah cell: 2.5 kJ/K
  const double loss_w = (cell.temperature_c - kAmbientC) * heat_capacity_j / 6000;
  const double heat_w = current_a * current_a * cell.resistance_ohm;
  cell.temperature_c += (heat_w - loss_w) * dt_s / heat_capacity_j;
}

}  // namespace

double open_circuit_voltage_v(double charge_fraction) {
  if (charge_fraction <= kCurve.front().charge_fraction) return kCurve.front().voltage_v;
  const auto above = std::ranges::find_if(
      kCurve, [charge_fraction](const CurvePoint& point) { return point.charge_fraction > charge_fraction; });
  if (above == kCurve.end()) return kCurve.back().voltage_v;
  const auto& below = *std::prev(above);
  const double share =
      (charge_fraction - below.charge_fraction) / (above->charge_fraction - below.charge_fraction);
  return below.voltage_v + share * (above->voltage_v - below.voltage_v);
}

std::vector<Cell> make_cells(std::size_t count, double capacity_ah, double charge_fraction, Random& random) {
  std::vector<Cell> cells(count);
  for (auto& cell : cells) {
    cell.capacity_c = capacity_ah * 3600 * (1 + 0.015 * random.spread());
    cell.resistance_ohm = 0.15 / capacity_ah * (1 + 0.2 * random.spread());
    cell.charge_fraction = charge_fraction + 0.008 * random.spread();
    cell.temperature_c = kAmbientC + 1 + 1.5 * random.spread();
    cell.module_offset_c = 1 + 0.8 * random.spread();
    cell.voltage_v = open_circuit_voltage_v(cell.charge_fraction);
  }
  return cells;
}

void step_cell(Cell& cell, double current_a, double dt_s, bool may_balance) {
  cell.balancing = may_balance ? balancing_of(cell.voltage_v) : 0;
  const double shunt_a = cell.voltage_v / kShuntOhm * cell.balancing;
  cell.charge_fraction += (current_a - shunt_a) * dt_s / cell.capacity_c;
  cell.charge_fraction = std::clamp(cell.charge_fraction, -0.02, 1.03);
  cell.voltage_v = open_circuit_voltage_v(cell.charge_fraction) + current_a * cell.resistance_ohm;
  step_temperature(cell, current_a, dt_s);
}

double module_temperature_c(const Cell& cell) {
  constexpr double kShuntHeatC = 14;
  return cell.temperature_c + cell.module_offset_c + kShuntHeatC * cell.balancing;
}

}  // namespace bmsgw::simulator
