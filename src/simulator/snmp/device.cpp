#include "bmsgw/simulator/snmp/device.hpp"

#include <utility>

#include <fmt/core.h>

#include "simulator/snmp/control.hpp"
#include "simulator/snmp/device_options.hpp"
#include "simulator/snmp/device_state.hpp"
#include "simulator/snmp/guessed_objects.hpp"
#include "simulator/snmp/misbehaviour.hpp"
#include "simulator/snmp/profile.hpp"
#include "simulator/snmp/responder.hpp"

namespace bmsgw::simulator::snmp {

struct Device::Parts {
  explicit Parts(const DeviceOptions& options)
      : state(options),
        misbehaviour(options.misdeeds, options.battery.battery.battery.seed),
        switches{.web_user = options.web_user} {}

  DeviceState state;
  Misbehaviour misbehaviour;
  Switches switches;
  bool answers_bulk = false;
};

Device::Device(const DeviceOptions& options, bool answers_bulk) : parts_(std::make_unique<Parts>(options)) {
  parts_->answers_bulk = answers_bulk;
  if (!options.profile.empty()) add_guessed_objects(load_profile(options.profile), parts_->state);
}

Device::~Device() = default;

void Device::on_time(Elapsed now) {
  parts_->state.on_time(now);
}

Answer Device::answer(const Request& request) {
  const auto now = parts_->state.now();
  const AgentMood mood{parts_->answers_bulk, !parts_->misbehaviour.is_on(MisdeedKind::no_getnext, now),
                       parts_->switches.web_user};
  auto answer = answer_of(request, parts_->state.tree, mood);
  if (answer.status == 0) parts_->misbehaviour.spoil(answer, now);
  return answer;
}

Treatment Device::treatment() {
  auto treatment = parts_->misbehaviour.treatment(parts_->state.now());
  if (parts_->switches.silent) treatment.lost = true;
  return treatment;
}

std::vector<Trap> Device::take_traps() {
  return parts_->state.take_traps();
}

ControlResult Device::control(std::string_view line) {
  return obey(line, parts_->state, parts_->switches);
}

std::uint32_t Device::uptime_ticks() const {
  return static_cast<std::uint32_t>(parts_->state.ticks());
}

std::string Device::summary() const {
  const auto& state = parts_->state;
  return fmt::format("{} batteries in {} strings, {} objects", state.sensors.batteries(),
                     state.sensors.strings(), state.tree.size());
}

}  // namespace bmsgw::simulator::snmp
