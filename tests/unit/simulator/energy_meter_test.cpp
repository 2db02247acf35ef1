#include "simulator/energy_meter.hpp"

#include <gtest/gtest.h>

namespace bmsgw::simulator {
namespace {

TEST(EnergyMeter, RemembersItsTrips) {
  EnergyMeter meter(100, 1.0);
  for (const double current : {-10.0, -30.0}) {
    meter.on_charger(false);
    for (int second = 0; second < 3600; ++second) meter.step(1, current, 50);
    meter.on_charger(true);
  }
  PackReading reading;
  meter.fill(reading);
  EXPECT_NEAR(reading.max_trip_wh, 1500, 1);
  EXPECT_NEAR(reading.average_trip_wh, 1000, 1);
  EXPECT_NEAR(reading.last_trip_wh_per_km, 150, 0.1);
  EXPECT_NEAR(reading.distance_left_by_last_trip_km, 60 * 50 / 150.0, 0.1);
  EXPECT_EQ(reading.distance_km, 0);
}

}  // namespace
}  // namespace bmsgw::simulator
