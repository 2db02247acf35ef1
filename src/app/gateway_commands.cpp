// What methods command of devices: the Gateway as rpc::CommandHost.
#include <fmt/core.h>

#include "bmsgw/app/gateway.hpp"

#include "bus_report.hpp"

namespace bmsgw::app {
namespace {

using rpc::CommandRefusal;

std::string_view to_string(driver::CommandState::Phase phase) {
  switch (phase) {
    case driver::CommandState::Phase::running:
      return "running";
    case driver::CommandState::Phase::done:
      return "done";
    case driver::CommandState::Phase::failed:
      return "failed";
  }
  return "failed";
}

rpc::CommandReport report_of(const driver::CommandState& state, core::MonoTime now) {
  return {state.id,     state.unit,
          state.name,   std::string(to_string(state.phase)),
          state.reason, seconds_between(state.started, std::min(now, state.ended))};
}

CommandRefusal no_such_device(const std::string& name) {
  return {"unknown_bus",
          "there is no Modbus device \"" + name.substr(0, 64) + "\"; they are called as in modbus0u1"};
}

}  // namespace

Gateway::ModbusDevice Gateway::find_device(const std::string& name) const {
  for (auto* const session : modbus_) {
    for (const auto& unit : session->plan().units) {
      if (unit.name == name) return {session, &unit};
    }
  }
  return {};
}

Gateway::Answer Gateway::answer_of(const ModbusDevice& device, const driver::ModbusSession::Taken& taken,
                                   core::Stamp now) {
  if (const auto* const reason = std::get_if<std::string>(&taken)) return CommandRefusal{"refused", *reason};
  return report_of(*device.session->command_state(std::get<std::uint64_t>(taken)), now.mono);
}

Gateway::Answer Gateway::start_command(const std::string& bus, const std::string& command,
                                       std::optional<double> argument, core::Stamp now) {
  const auto device = find_device(bus);
  if (device.session == nullptr) return no_such_device(bus);
  return answer_of(device, device.session->start_command(*device.unit, command, argument, now), now);
}

Gateway::Answer Gateway::write_point(const std::string& bus, const std::string& point, double value,
                                     core::Stamp now) {
  const auto device = find_device(bus);
  if (device.session == nullptr) return no_such_device(bus);
  return answer_of(device, device.session->write_point(*device.unit, point, value, now), now);
}

Gateway::Answer Gateway::command_state(const std::string& bus, std::uint64_t id, core::Stamp now) const {
  const auto device = find_device(bus);
  if (device.session == nullptr) return no_such_device(bus);
  const auto state = device.session->command_state(id);
  if (!state) return CommandRefusal{"unknown_id", fmt::format("{} knows no command {} any more", bus, id)};
  return report_of(*state, now.mono);
}

}  // namespace bmsgw::app
