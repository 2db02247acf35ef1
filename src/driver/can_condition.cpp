#include "bmsgw/driver/can_condition.hpp"

#include <utility>

namespace bmsgw::driver {
namespace {

using transport::ControllerState;

std::string health_text(ControllerState controller) {
  if (controller == ControllerState::bus_off) return "the controller is off the bus (bus-off)";
  const bool is_well = controller == ControllerState::unknown || controller == ControllerState::error_active;
  return is_well ? "" : "the controller is " + std::string(to_string(controller));
}

}  // namespace

CanCondition::CanCondition(const std::string& name, std::string interface, core::DeviceId device,
                           BusSink& sink)
    : interface_(std::move(interface)),
      condition_(name, interface_.empty() ? "from the serial line" : interface_, device, sink) {}

void CanCondition::on_start_without_interface(core::Stamp now) {
  condition_.set_opened("waits for CAN messages that a serial unit reports (CN1, CN2)", now);
}

void CanCondition::on_opened(core::Stamp now) {
  open_ = true;
  trouble_ = {};
  condition_.set_opened("the interface is up; nothing heard yet", now);
}

CanCondition::Trouble CanCondition::trouble_of(std::error_code error) const {
  if (error == std::errc::no_such_device || error == std::errc::no_such_device_or_address) {
    return {BusState::absent, "there is no interface " + interface_};
  }
  if (error == std::errc::network_down) {
    return {BusState::faulty, "the interface is down (ip link set " + interface_ + " up)"};
  }
  return {BusState::faulty, error.message()};
}

void CanCondition::on_down(std::error_code error, core::Stamp now) {
  open_ = false;
  health_.clear();
  trouble_ = trouble_of(error);
  condition_.set(trouble_.state, trouble_.detail, now);
}

void CanCondition::on_health(const transport::CanHealth& health, core::Stamp now) {
  if (!open_) return;
  health_ = health_text(health.controller);
  if (health.controller == ControllerState::bus_off) {
    condition_.set(BusState::faulty, health_ + "; it comes back by itself if restart-ms is set", now);
  } else if (state() == BusState::faulty) {
    condition_.set(BusState::silent, "the controller is back on the bus; nothing heard yet", now);
  } else if (state() == BusState::ok && detail() != health_) {
    condition_.set(BusState::ok, health_, now);
  }
}

/// Without its interface it can still be heard from a serial line.
void CanCondition::on_heard(core::Stamp now) {
  if (state() != BusState::ok)
    condition_.set(BusState::ok, trouble_.detail.empty() ? health_ : trouble_.detail, now);
}

void CanCondition::on_silence(bool gone, core::Stamp now) {
  if (!trouble_.detail.empty()) return condition_.set(trouble_.state, trouble_.detail, now);
  condition_.set(BusState::silent, gone ? "it no longer answers" : "nothing heard", now);
}

void CanCondition::on_stop(core::Stamp now) {
  open_ = false;
  condition_.set_stopped(now);
}

}  // namespace bmsgw::driver
