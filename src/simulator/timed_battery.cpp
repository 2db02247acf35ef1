#include "simulator/timed_battery.hpp"

#include <utility>

namespace bmsgw::simulator {
namespace {

constexpr Elapsed kTick = std::chrono::milliseconds(100);
constexpr double kTickS = 0.1;

}  // namespace

TimedBattery::TimedBattery(TimedBatteryConfig config)
    : config_(std::move(config)), model_(config_.battery), reading_(model_.reading()) {
  set_faults();
  reading_ = model_.reading();
}

void TimedBattery::set_faults() {
  model_.set_faults(faults_at(config_.faults, stepped_at(), config_.battery.cells));
}

bool TimedBattery::step(Elapsed now) {
  if ((ticks_ + 1) * kTick > now) return false;
  ++ticks_;
  set_faults();
  model_.step(kTickS * config_.speed_up);
  reading_ = model_.reading();
  return true;
}

Elapsed TimedBattery::stepped_at() const {
  return ticks_ * kTick;
}

double TimedBattery::model_s() const {
  return static_cast<double>(ticks_) * kTickS * config_.speed_up;
}

void TimedBattery::set_charge(double fraction) {
  model_.set_charge(fraction);
  reading_ = model_.reading();
}

void TimedBattery::set_configured(double capacity_ah, std::size_t cells) {
  model_.set_configured(capacity_ah, cells);
  reading_ = model_.reading();
}

void TimedBattery::calibrate_modules(int celsius) {
  model_.calibrate_modules(celsius);
  reading_ = model_.reading();
}

}  // namespace bmsgw::simulator
