#include "health_keeper.hpp"

namespace bmsgw::transport {

void HealthKeeper::on_opened(ControllerState state, std::uint32_t bit_rate) {
  health_.controller = state;
  health_.bit_rate = bit_rate;
  health_.tx_errors = 0;
  health_.rx_errors = 0;
}

void HealthKeeper::on_error_frame(const ErrorReport& report) {
  ++health_.error_frames;
  news_ = true;
  if (report.tx_errors) health_.tx_errors = *report.tx_errors;
  if (report.rx_errors) health_.rx_errors = *report.rx_errors;
  if (!report.state) return;
  if (*report.state == ControllerState::bus_off && health_.controller != ControllerState::bus_off)
    ++health_.bus_offs;
  health_.controller = *report.state;
}

void HealthKeeper::on_heard() {
  if (health_.controller == ControllerState::bus_off) health_.controller = ControllerState::unknown;
}

void HealthKeeper::on_overflow(std::uint64_t frames) {
  health_.overflows += frames;
  news_ = news_ || frames > 0;
}

void HealthKeeper::on_dropped_writes(std::uint64_t frames) {
  health_.dropped_writes += frames;
  news_ = news_ || frames > 0;
}

core::MonoTime HealthKeeper::due() const {
  if (health_.controller != told_state_) return core::kLongAgo;
  return news_ ? next_ : core::kNever;
}

void HealthKeeper::told(core::MonoTime now) {
  told_state_ = health_.controller;
  news_ = false;
  next_ = now + kSpacing;
}

}  // namespace bmsgw::transport
