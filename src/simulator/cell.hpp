#pragma once

#include <cstddef>
#include <vector>

#include "simulator/random.hpp"

namespace bmsgw::simulator {

/// One cell with its cell module: what is true of it, before a control unit rounds it.
struct Cell {
  double capacity_c = 0;
  double resistance_ohm = 0;
  double charge_fraction = 0;  ///< state of charge, about 0..1
  double temperature_c = 0;
  double module_offset_c = 0;
  double voltage_v = 0;
  double balancing = 0;  ///< 0..1 of the shunt's current
};

/// LiFePO4, at rest.
[[nodiscard]] double open_circuit_voltage_v(double charge_fraction);

/// `count` cells that differ a little from each other, as cells do.
[[nodiscard]] std::vector<Cell> make_cells(std::size_t count, double capacity_ah, double charge_fraction,
                                           Random& random);

/// Lets a current flow (positive: charging) for `dt_s`; `may_balance` while a charger is connected.
void step_cell(Cell& cell, double current_a, double dt_s, bool may_balance);

[[nodiscard]] double module_temperature_c(const Cell& cell);

}  // namespace bmsgw::simulator
