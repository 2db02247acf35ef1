#include "bmsgw/driver/bus_condition.hpp"

#include <utility>

#include "bmsgw/core/log.hpp"

namespace bmsgw::driver {

BusCondition::BusCondition(std::string name, std::string where, std::optional<core::DeviceId> device,
                           BusSink& sink)
    : name_(std::move(name)), where_(std::move(where)), device_(device), sink_(sink) {}

void BusCondition::tell(BusState state, std::string detail, core::Stamp now) {
  state_ = state;
  detail_ = std::move(detail);
  if (device_) sink_.on_online(*device_, state == BusState::ok, now);
}

void BusCondition::set(BusState state, std::string detail, core::Stamp now) {
  tell(state, std::move(detail), now);
  log(now.mono, false);
}

void BusCondition::set_opened(std::string detail, core::Stamp now) {
  tell(BusState::silent, std::move(detail), now);
  log(now.mono, true);
}

void BusCondition::set_stopped(core::Stamp now) {
  tell(BusState::absent, "the gateway stops", now);
}

void BusCondition::log_due(core::MonoTime now) {
  log(now, false);
}

void BusCondition::log(core::MonoTime now, bool always) {
  if (state_ == logged_state_ && detail_ == logged_detail_) return;
  if (!always && !limiters_[static_cast<std::size_t>(state_)].allow(now)) return;
  const bool news = always || state_ == BusState::ok;
  core::log(news ? core::LogLevel::info : core::LogLevel::warning, "bus {} ({}): {}{}{}", name_,
            where_.empty() ? "no device" : where_, to_string(state_), detail_.empty() ? "" : ": ", detail_);
  logged_state_ = state_;
  logged_detail_ = detail_;
}

}  // namespace bmsgw::driver
