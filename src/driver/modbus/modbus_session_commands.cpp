// What a user commands of a device: found in its map, judged by the gate before anything is sent.
#include <algorithm>

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"
#include "bmsgw/driver/modbus_session.hpp"

#include "driver/find_point.hpp"
#include "write_plan.hpp"

namespace bmsgw::driver {

using core::Command;

std::string ModbusSession::refusal_of(const ModbusUnitPlan& unit, const core::ModbusCommandSpec& spec,
                                      std::optional<double> argument, core::Stamp now) const {
  for (const auto& write : plan_writes(spec)) {
    auto request = make_write(spec, write, unit.unit, argument, now.unix_ms);
    if (auto* const reason = std::get_if<std::string>(&request)) return std::move(*reason);
    const auto verdict = gate_.judge(
        {0, plan_.bus, Command::Kind::write, std::move(std::get<core::ModbusRequest>(request)), spec.name});
    if (const auto* const refusal = std::get_if<route::Refusal>(&verdict)) return refusal->reason;
  }
  return "";
}

ModbusSession::Taken ModbusSession::start(const ModbusUnitPlan& unit, const core::ModbusCommandSpec& spec,
                                          std::optional<double> argument, core::Stamp now) {
  if (spec.argument.has_value() != argument.has_value()) {
    return spec.name + (argument ? " takes no argument" : " needs an argument");
  }
  if (argument && (*argument < spec.argument->least || *argument > spec.argument->most)) {
    return fmt::format("{} is {} to {}, not {}", spec.name, spec.argument->least, spec.argument->most,
                       *argument);
  }
  if (auto reason = refusal_of(unit, spec, argument, now); !reason.empty()) {
    core::log_warning("{}: command {} refused: {}", unit.name, spec.name, reason);
    return reason;
  }
  if (!open_) return "the line is not open: " + condition_.detail();
  auto taken = commands_.start(unit, spec, argument, now);
  send_next(now);
  return taken;
}

const ModbusUnitPlan* ModbusSession::find_unit(const std::string& name) const {
  const auto unit = std::ranges::find(plan_.units, name, &ModbusUnitPlan::name);
  return unit == plan_.units.end() ? nullptr : &*unit;
}

ModbusSession::Taken ModbusSession::start_command(const std::string& device, const std::string& name,
                                                  std::optional<double> argument, core::Stamp now) {
  const auto* const unit = find_unit(device);
  if (unit == nullptr) return plan_.name + " has no unit " + device;
  const auto spec = std::ranges::find(unit->commands, name, &core::ModbusCommandSpec::name);
  if (spec == unit->commands.end()) return device + " has no command " + name;
  return start(*unit, *spec, argument, now);
}

ModbusSession::Taken ModbusSession::write_point(const std::string& device, const std::string& name,
                                                double value, core::Stamp now) {
  const auto* const unit = find_unit(device);
  if (unit == nullptr) return plan_.name + " has no unit " + device;
  const auto found = find_point(unit->writables, name, device);
  if (const auto* const reason = std::get_if<std::string>(&found)) return *reason;
  return start(*unit, *std::get<const core::ModbusCommandSpec*>(found), value, now);
}

}  // namespace bmsgw::driver
