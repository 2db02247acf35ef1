#include <algorithm>

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"
#include "bmsgw/driver/snmp_session.hpp"

#include "driver/find_point.hpp"

namespace bmsgw::driver {

using core::Command;

std::string SnmpSession::refusal_of(const core::SnmpCommandSpec& spec, std::optional<double> argument) const {
  auto request = make_set(spec, argument);
  if (auto* const reason = std::get_if<std::string>(&request)) return std::move(*reason);
  const auto verdict = gate_.judge(
      {0, plan_.bus, Command::Kind::write, std::move(std::get<core::SnmpRequest>(request)), spec.name});
  const auto* const refusal = std::get_if<route::Refusal>(&verdict);
  return refusal == nullptr ? "" : refusal->reason;
}

SnmpSession::Taken SnmpSession::start(const core::SnmpCommandSpec& spec, std::optional<double> argument,
                                      core::Stamp now) {
  if (spec.argument.has_value() != argument.has_value()) {
    return spec.name + (argument ? " takes no argument" : " needs an argument");
  }
  if (argument && !(*argument >= spec.argument->least && *argument <= spec.argument->most)) {
    return fmt::format("{} is {} to {}, not {}", spec.name, spec.argument->least, spec.argument->most,
                       *argument);
  }
  if (auto reason = refusal_of(spec, argument); !reason.empty()) {
    core::log_warning("{}: command {} refused: {}", plan_.name, spec.name, reason);
    return reason;
  }
  if (!open_) return "the agent can't be asked: " + condition_.detail();
  auto taken = commands_.start(spec, argument, now.mono);
  send_next(now);
  return taken;
}

SnmpSession::Taken SnmpSession::start_command(const std::string& device, const std::string& name,
                                              std::optional<double> argument, core::Stamp now) {
  const auto spec = std::ranges::find(plan_.commands, name, &core::SnmpCommandSpec::name);
  if (spec == plan_.commands.end()) return device + " has no command " + name;
  return start(*spec, argument, now);
}

SnmpSession::Taken SnmpSession::write_point(const std::string& device, const std::string& name, double value,
                                            core::Stamp now) {
  const auto found = find_point(plan_.writables, name, device);
  if (const auto* const reason = std::get_if<std::string>(&found)) return *reason;
  return start(*std::get<const core::SnmpCommandSpec*>(found), value, now);
}

}  // namespace bmsgw::driver
