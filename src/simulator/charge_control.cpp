// Stages and error codes: ST1 fields 1-4, G1 Control Unit Serial Protocol 2.1.0, "BMS Status Sentence".
#include "simulator/charge_control.hpp"

#include <algorithm>

#include "simulator/limits.hpp"

namespace bmsgw::simulator {
namespace {

constexpr double kLongestBalancingS = 1800;
constexpr double kPauseAfterChargeS = 600;
constexpr double kPauseAfterDischargeS = 300;

constexpr std::uint8_t kNoError = 0;
constexpr std::uint8_t kCellCommLost = 4;
constexpr std::uint8_t kTooHot = 6;
constexpr std::uint8_t kNumberOfCellsMismatch = 8;
constexpr std::uint8_t kCellOverVoltage = 9;
constexpr std::uint8_t kProtectionEvent = 10;

std::uint8_t error_of(const ChargeControl::Input& input) {
  if ((input.protections & kNoCellComm) != 0) return kCellCommLost;
  if ((input.protections & kOverVoltage) != 0) return kCellOverVoltage;
  if ((input.protections & kModuleOverheat) != 0) return kTooHot;
  if (input.protections != 0) return kProtectionEvent;
  return input.cells_missing ? kNumberOfCellsMismatch : kNoError;
}

}  // namespace

ChargeControl::ChargeControl(Scenario scenario, double capacity_ah)
    : scenario_(scenario), capacity_ah_(capacity_ah) {
  if (scenario == Scenario::charge || scenario == Scenario::cycle) enter(Stage::main);
}

void ChargeControl::enter(Stage stage) {
  stage_ = stage;
  stage_s_ = 0;
}

void ChargeControl::fail(std::uint8_t error) {
  error_ = error;
  if (stage_ == Stage::error) return;
  error_stage_ = stage_;
  enter(Stage::error);
}

void ChargeControl::step(double dt_s, const Input& input, Random& random) {
  stage_s_ += dt_s;
  if (charger_connected()) {
    step_charging(input);
  } else {
    step_discharging(dt_s, input, random);
  }
}

void ChargeControl::step_charging(const Input& input) {
  if (const auto error = error_of(input); error != kNoError) {
    fail(error);
  } else if (const auto next = following_stage(input); next != stage_) {
    enter(next);
  }
  current_a_ = charging_current_a(input);
}

Stage ChargeControl::following_stage(const Input& input) const {
  switch (stage_) {
    case Stage::error:
    case Stage::preheat:
      return input.min_cell_cv < kPrechargeVoltageCv ? Stage::precharge : Stage::main;
    case Stage::precharge:
      return input.min_cell_cv > kPrechargeVoltageCv + 5 ? Stage::main : stage_;
    case Stage::main:
      return input.charge_limit_a < kPrechargeRate * capacity_ah_ ? Stage::balancing : stage_;
    case Stage::balancing: {
      const bool balanced = input.max_cell_cv - input.min_cell_cv <= kAllowedDisbalanceCv;
      return balanced || stage_s_ > kLongestBalancingS ? Stage::finished : stage_;
    }
    case Stage::finished:
      return scenario_ == Scenario::cycle && stage_s_ > kPauseAfterChargeS ? Stage::disconnected : stage_;
    case Stage::disconnected:
      break;
  }
  return stage_;
}

double ChargeControl::charging_current_a(const Input& input) const {
  const auto limited = [&input, this](double rate) {
    return std::clamp(input.charge_limit_a, 0.0, rate * capacity_ah_);
  };
  switch (stage_) {
    case Stage::precharge:
      return limited(kPrechargeRate);
    case Stage::main:
      return limited(kMainChargeRate);
    case Stage::balancing:
      return limited(kBalancingChargeRate);
    default:
      return 0;
  }
}

void ChargeControl::step_discharging(double dt_s, const Input& input, Random& random) {
  current_a_ = 0;
  if (scenario_ == Scenario::idle) return;
  if (!empty_ && input.protections == 0 && input.min_cell_cv < kDischargeEndCv) {
    empty_ = true;
    pause_s_ = 0;
  }
  if (empty_) {
    pause_s_ += dt_s;
    if (scenario_ != Scenario::cycle || pause_s_ < kPauseAfterDischargeS) return;
    empty_ = false;
    enter(input.min_cell_cv < kPrechargeVoltageCv ? Stage::precharge : Stage::main);
    return;
  }
  load_ = std::clamp(load_ + (1 - load_) * 0.02 * dt_s + 0.05 * random.spread() * dt_s, 0.4, 1.6);
  if (input.protections == 0) current_a_ = -kDischargeRate * capacity_ah_ * load_;
}

}  // namespace bmsgw::simulator
