// What a user commands of an agent: found in its map, judged by the gate before anything is sent.
#include <algorithm>
#include <utility>

#include "bmsgw/core/log.hpp"
#include "bmsgw/driver/snmp_session.hpp"

#include "driver/argument_check.hpp"
#include "driver/find_point.hpp"

namespace bmsgw::driver {

using core::Command;
using core::Outcome;
using Kind = core::MapRequest::Kind;

/// What the map says of it; the reason when it says nothing.
SnmpSession::Found SnmpSession::find_order(const std::string& device, const core::MapRequest& request) const {
  if (!has_device(device)) return "there is no SNMP agent " + device;
  SnmpCommands::Order order{request.kind, {}, request.argument};
  if (request.kind == Kind::command) {
    const auto spec = std::ranges::find(plan_.commands, request.name, &core::SnmpCommandSpec::name);
    if (spec == plan_.commands.end()) return device + " has no command " + request.name;
    order.spec = *spec;
    return order;
  }
  const bool writes = request.kind == Kind::write;
  auto place = writes ? find_point(plan_.writables, request.name, device, " that can be written",
                                   &core::SnmpCommandSpec::name)
                      : find_point(plan_.point_names, request.name, device, "");
  if (auto* const reason = std::get_if<std::string>(&place)) return std::move(*reason);
  const auto index = std::get<std::size_t>(place);
  if (writes) {
    order.spec = plan_.writables[index];
    return order;
  }
  order.spec.name = plan_.point_names[index];
  const auto& point = plan_.map.points[index];
  if (point.list) return order.spec.name + " is a list: only single values can be read anew";
  if (point.place.is_text) return order.spec.name + " is a text: only numbers can be read anew";
  order.point = static_cast<std::uint32_t>(index);
  return order;
}

std::string SnmpSession::full_name(const std::string& device, const core::MapRequest& request) const {
  const auto found = find_order(device, request);
  const auto* const order = std::get_if<SnmpCommands::Order>(&found);
  return order == nullptr ? request.name : order->spec.name;
}

std::string SnmpSession::prepare_set(SnmpCommands::Order& order) const {
  auto set = make_set(order.spec, order.argument);
  if (auto* const reason = std::get_if<std::string>(&set)) return std::move(*reason);
  order.set = std::move(std::get<core::SnmpRequest>(set));
  const auto verdict = gate_.judge({0, plan_.bus, Command::Kind::write, order.set, order.spec.name});
  const auto* const refusal = std::get_if<route::Refusal>(&verdict);
  return refusal == nullptr ? "" : refusal->reason;
}

SnmpSession::Ready SnmpSession::ready_order(const std::string& device,
                                            const core::MapRequest& request) const {
  auto found = find_order(device, request);
  if (auto* const reason = std::get_if<std::string>(&found)) {
    return NotTaken{Outcome::refused, std::move(*reason)};
  }
  auto& order = std::get<SnmpCommands::Order>(found);
  auto reason = argument_fault(order.spec.name, order.spec.argument, order.argument);
  if (reason.empty() && order.kind != Kind::read) reason = prepare_set(order);
  if (!reason.empty()) return NotTaken{Outcome::refused, std::move(reason)};
  if (!open_) return NotTaken{Outcome::bus_down, "the agent can't be asked: " + condition_.detail()};
  if (auto refusal = commands_.refusal_of(order)) return std::move(*refusal);
  return std::move(order);
}

std::optional<CommandTaker::NotTaken> SnmpSession::judge(const std::string& device,
                                                         const core::MapRequest& request,
                                                         core::Stamp /*now*/) const {
  auto ready = ready_order(device, request);
  if (auto* const refusal = std::get_if<NotTaken>(&ready)) return std::move(*refusal);
  return std::nullopt;
}

CommandTaker::Accepted SnmpSession::request(const std::string& device, const core::MapRequest& request,
                                            core::Stamp now) {
  auto ready = ready_order(device, request);
  if (auto* const refusal = std::get_if<NotTaken>(&ready)) {
    core::log_warning("{}: {} refused: {}", plan_.name, request.name, refusal->reason);
    return std::move(*refusal);
  }
  const auto id = commands_.start(std::move(std::get<SnmpCommands::Order>(ready)), now.mono);
  send_next(now);
  return id;
}

void SnmpSession::submit(const route::PermittedCommand& permitted, core::Stamp /*now*/) {
  ++dropped_commands_;
  reply({permitted.command().id, Outcome::refused,
         "what is asked of an SNMP agent goes by its map: a command, or a point"});
}

}  // namespace bmsgw::driver
