#include "simulator/energy_meter.hpp"

#include <algorithm>
#include <cmath>

namespace bmsgw::simulator {
namespace {

constexpr double kWhPerKm = 150;
constexpr double kSecondsPerHour = 3600;

}  // namespace

EnergyMeter::EnergyMeter(double capacity_ah, double charge_fraction)
    : capacity_c_(capacity_ah * kSecondsPerHour), charge_c_(capacity_c_ * charge_fraction) {}

void EnergyMeter::step(double dt_s, double current_a, double voltage_v) {
  const double charge_ah = std::abs(current_a) * dt_s / kSecondsPerHour;
  const double energy_wh = charge_ah * voltage_v;
  voltage_v_ = voltage_v;
  charge_c_ = std::clamp(charge_c_ + current_a * dt_s, 0.0, capacity_c_);
  speed_kmh_ = current_a < 0 ? -current_a * voltage_v / kWhPerKm : 0;
  if (current_a > 0) {
    last_charge_wh_ += energy_wh;
    totals_.charge_ah += charge_ah;
    totals_.charge_wh += energy_wh;
    totals_.charge_s += dt_s;
  } else if (current_a < 0) {
    distance_km_ += speed_kmh_ * dt_s / kSecondsPerHour;
    last_discharge_wh_ += energy_wh;
    totals_.discharge_ah += charge_ah;
    totals_.discharge_wh += energy_wh;
    totals_.discharge_s += dt_s;
  }
}

void EnergyMeter::on_charger(bool connected) {
  if (connected) {
    last_charge_wh_ = 0;
    distance_km_ = 0;
  } else {
    last_discharge_wh_ = 0;
  }
}

void EnergyMeter::set_charge(double fraction) {
  charge_c_ = capacity_c_ * std::clamp(fraction, 0.0, 1.0);
}

void EnergyMeter::fill(PackReading& reading) const {
  reading.charge_c = static_cast<std::uint32_t>(std::llround(charge_c_));
  reading.capacity_c = static_cast<std::uint32_t>(std::llround(capacity_c_));
  reading.speed_kmh = speed_kmh_;
  reading.distance_km = distance_km_;
  reading.distance_left_km = charge_c_ / kSecondsPerHour * voltage_v_ / kWhPerKm;
  reading.consumption_wh_per_km = speed_kmh_ > 0 ? kWhPerKm : 0;
  reading.last_charge_wh = last_charge_wh_;
  reading.last_discharge_wh = last_discharge_wh_;
  reading.totals = totals_;
}

}  // namespace bmsgw::simulator
