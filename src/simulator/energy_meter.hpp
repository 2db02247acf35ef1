#pragma once

#include <deque>

#include "simulator/pack_reading.hpp"

namespace bmsgw::simulator {

/// Counts what flows, as the control unit does: charge, energy, and the distance a vehicle went with it.
/// Thread: any (no sharing).
class EnergyMeter {
 public:
  EnergyMeter(double capacity_ah, double charge_fraction);

  void step(double dt_s, double current_a, double voltage_v);
  /// A charger was connected or taken away: the energy since then starts anew.
  void on_charger(bool connected);
  void set_charge(double fraction);
  /// The share of charge stays.
  void set_capacity(double capacity_ah);
  void fill(PackReading& reading) const;

 private:
  void end_trip();
  void fill_trips(PackReading& reading) const;

  double capacity_c_;
  double charge_c_;
  double speed_kmh_ = 0;
  double distance_km_ = 0;
  double voltage_v_ = 0;
  double last_charge_wh_ = 0, last_discharge_wh_ = 0;
  double last_trip_wh_per_km_ = 0;
  std::deque<double> trips_wh_;  ///< energy of the last trips, newest last
  EnergyTotals totals_;
};

}  // namespace bmsgw::simulator
