#include "simulator/energy_meter.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bmsgw::simulator {
namespace {

constexpr double kWhPerKm = 150;
constexpr double kSecondsPerHour = 3600;
constexpr std::size_t kTrips = 20;  // DT1 fields 9 and 10 look so far back

double per_km(double energy_wh, double distance_km) {
  return distance_km > 0 ? energy_wh / distance_km : 0;
}
double km_with(double energy_wh, double wh_per_km) {
  return wh_per_km > 0 ? energy_wh / wh_per_km : 0;
}

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
    totals_.distance_km += speed_kmh_ * dt_s / kSecondsPerHour;
    last_discharge_wh_ += energy_wh;
    totals_.discharge_ah += charge_ah;
    totals_.discharge_wh += energy_wh;
    totals_.discharge_s += dt_s;
  }
}

void EnergyMeter::on_charger(bool connected) {
  if (connected) {
    end_trip();
    last_charge_wh_ = 0;
    distance_km_ = 0;
  } else {
    last_discharge_wh_ = 0;
  }
}

void EnergyMeter::end_trip() {
  if (distance_km_ <= 0) return;
  last_trip_wh_per_km_ = per_km(last_discharge_wh_, distance_km_);
  trips_wh_.push_back(last_discharge_wh_);
  if (trips_wh_.size() > kTrips) trips_wh_.pop_front();
}

void EnergyMeter::set_charge(double fraction) {
  charge_c_ = capacity_c_ * std::clamp(fraction, 0.0, 1.0);
}

void EnergyMeter::set_capacity(double capacity_ah) {
  const double share = charge_c_ / capacity_c_;
  capacity_c_ = capacity_ah * kSecondsPerHour;
  charge_c_ = capacity_c_ * share;
}

void EnergyMeter::fill(PackReading& reading) const {
  reading.charge_c = static_cast<std::uint32_t>(std::llround(charge_c_));
  reading.capacity_c = static_cast<std::uint32_t>(std::llround(capacity_c_));
  reading.speed_kmh = speed_kmh_;
  reading.distance_km = distance_km_;
  reading.remaining_wh = charge_c_ / kSecondsPerHour * voltage_v_;
  reading.distance_left_km = reading.remaining_wh / kWhPerKm;
  reading.consumption_wh_per_km = speed_kmh_ > 0 ? kWhPerKm : 0;
  reading.last_charge_wh = last_charge_wh_;
  reading.last_discharge_wh = last_discharge_wh_;
  reading.totals = totals_;
  fill_trips(reading);
}

void EnergyMeter::fill_trips(PackReading& reading) const {
  reading.last_trip_wh_per_km = last_trip_wh_per_km_;
  reading.trip_wh_per_km = per_km(last_discharge_wh_, distance_km_);
  reading.distance_left_by_last_trip_km = km_with(reading.remaining_wh, reading.last_trip_wh_per_km);
  reading.distance_left_by_trip_km = km_with(reading.remaining_wh, reading.trip_wh_per_km);
  if (trips_wh_.empty()) return;
  reading.average_trip_wh =
      std::accumulate(trips_wh_.begin(), trips_wh_.end(), 0.0) / static_cast<double>(trips_wh_.size());
  reading.max_trip_wh = *std::ranges::max_element(trips_wh_);
}

}  // namespace bmsgw::simulator
