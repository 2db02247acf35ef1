// What methods command of devices: the Gateway as rpc::CommandHost.
#include <algorithm>

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
  return {"unknown_bus", "there is no Modbus or SNMP device \"" + name.substr(0, 64) +
                             "\"; they are called as in modbus0u1, snmp0"};
}

}  // namespace

driver::CommandTaker* Gateway::taker_of(const std::string& device) const {
  const auto has_device = [&device](const driver::CommandTaker* taker) { return taker->has_device(device); };
  const auto taker = std::ranges::find_if(takers_, has_device);
  return taker == takers_.end() ? nullptr : *taker;
}

Gateway::Answer Gateway::answer_of(const driver::CommandTaker& taker,
                                   const driver::CommandTaker::Accepted& taken, core::Stamp now) {
  if (const auto* const refusal = std::get_if<driver::CommandTaker::NotTaken>(&taken)) {
    return CommandRefusal{core::to_string(refusal->outcome).data(), refusal->reason};
  }
  return report_of(*taker.command_state(std::get<std::uint64_t>(taken)), now.mono);
}

Gateway::Answer Gateway::start_command(const std::string& bus, const std::string& command,
                                       std::optional<double> argument, core::Stamp now) {
  auto* const taker = taker_of(bus);
  if (taker == nullptr) return no_such_device(bus);
  return answer_of(*taker, taker->request(bus, {core::MapRequest::Kind::command, command, argument}, now),
                   now);
}

Gateway::Answer Gateway::write_point(const std::string& bus, const std::string& point, double value,
                                     core::Stamp now) {
  auto* const taker = taker_of(bus);
  if (taker == nullptr) return no_such_device(bus);
  return answer_of(*taker, taker->request(bus, {core::MapRequest::Kind::write, point, value}, now), now);
}

Gateway::Answer Gateway::command_state(const std::string& bus, std::uint64_t id, core::Stamp now) const {
  const auto* const taker = taker_of(bus);
  if (taker == nullptr) return no_such_device(bus);
  const auto state = taker->command_state(id);
  if (!state) return CommandRefusal{"unknown_id", fmt::format("{} knows no command {} any more", bus, id)};
  return report_of(*state, now.mono);
}

}  // namespace bmsgw::app
