// What a user commands of a device: found in its map, judged by the gate before anything is sent.
#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"
#include "bmsgw/driver/modbus_session.hpp"

#include "driver/argument_check.hpp"
#include "driver/find_point.hpp"
#include "write_plan.hpp"

namespace bmsgw::driver {

using core::Command;
using core::Outcome;
using Kind = core::MapRequest::Kind;

const ModbusUnitPlan* ModbusSession::find_unit(const std::string& name) const {
  const auto unit = std::ranges::find(plan_.units, name, &ModbusUnitPlan::name);
  return unit == plan_.units.end() ? nullptr : &*unit;
}

std::optional<std::uint8_t> ModbusSession::unit_of(const std::string& device) const {
  const auto* const unit = find_unit(device);
  return unit == nullptr ? std::nullopt : std::optional(unit->unit);
}

/// What the map says of it; the reason when it says nothing.
ModbusSession::Found ModbusSession::find_order(const std::string& device,
                                               const core::MapRequest& request) const {
  const auto* const unit = find_unit(device);
  if (unit == nullptr) return plan_.name + " has no unit " + device;
  ModbusCommands::Order order{request.kind, unit, {}, request.argument};
  if (request.kind == Kind::command) {
    const auto spec = std::ranges::find(unit->commands, request.name, &core::ModbusCommandSpec::name);
    if (spec == unit->commands.end()) return device + " has no command " + request.name;
    order.spec = *spec;
    return order;
  }
  const bool writes = request.kind == Kind::write;
  auto place = writes ? find_point(unit->writables, request.name, device, " that can be written",
                                   &core::ModbusCommandSpec::name)
                      : find_point(unit->point_names, request.name, device, "");
  if (auto* const reason = std::get_if<std::string>(&place)) return std::move(*reason);
  const auto index = std::get<std::size_t>(place);
  if (writes) {
    order.spec = unit->writables[index];
    return order;
  }
  const auto& point = unit->map.points[index];
  if (point.list) return unit->point_names[index] + " is a list: only single values can be read anew";
  if (point.place.kind == core::ModbusKind::text) {
    return unit->point_names[index] + " is a text: only numbers can be read anew";
  }
  order.point = static_cast<std::uint32_t>(index);
  order.spec.name = unit->point_names[index];
  return order;
}

std::string ModbusSession::full_name(const std::string& device, const core::MapRequest& request) const {
  const auto found = find_order(device, request);
  const auto* const order = std::get_if<ModbusCommands::Order>(&found);
  return order == nullptr ? request.name : order->spec.name;
}

std::string ModbusSession::gate_refusal_of(const ModbusCommands::Order& order, core::Stamp now) const {
  for (const auto& write : plan_writes(order.spec)) {
    auto request = make_write(order.spec, write, order.unit->unit, order.argument, now.unix_ms);
    if (auto* const reason = std::get_if<std::string>(&request)) return std::move(*reason);
    const auto verdict = gate_.judge({0, plan_.bus, Command::Kind::write,
                                      std::move(std::get<core::ModbusRequest>(request)), order.spec.name});
    if (const auto* const refusal = std::get_if<route::Refusal>(&verdict)) return refusal->reason;
  }
  return "";
}

CommandTaker::NotTaken ModbusSession::not_open() const {
  return {Outcome::bus_down, "the line is not open: " + condition_.detail()};
}

std::optional<CommandTaker::NotTaken> ModbusSession::refusal_of(const ModbusCommands::Order& order,
                                                                core::Stamp now) const {
  auto reason = argument_fault(order.spec.name, order.spec.argument, order.argument);
  if (reason.empty()) reason = gate_refusal_of(order, now);
  if (!reason.empty()) return NotTaken{Outcome::refused, std::move(reason)};
  if (!open_) return not_open();
  return commands_.refusal_of(order);
}

std::optional<CommandTaker::NotTaken> ModbusSession::judge(const std::string& device,
                                                           const core::MapRequest& request,
                                                           core::Stamp now) const {
  const auto found = find_order(device, request);
  if (const auto* const reason = std::get_if<std::string>(&found)) {
    return NotTaken{Outcome::refused, *reason};
  }
  return refusal_of(std::get<ModbusCommands::Order>(found), now);
}

CommandTaker::Accepted ModbusSession::request(const std::string& device, const core::MapRequest& request,
                                              core::Stamp now) {
  auto found = find_order(device, request);
  if (auto* const reason = std::get_if<std::string>(&found)) {
    return NotTaken{Outcome::refused, std::move(*reason)};
  }
  auto& order = std::get<ModbusCommands::Order>(found);
  if (auto refusal = refusal_of(order, now)) {
    core::log_warning("{}: {} refused: {}", device, request.name, refusal->reason);
    return std::move(*refusal);
  }
  const auto id = commands_.start(std::move(order), now);
  send_next(now);
  tell_replies();
  return id;
}

/// Why a raw request isn't made; empty: it can be.
std::string ModbusSession::raw_refusal_of(const Command& command) const {
  const auto* const read = std::get_if<core::ModbusRequest>(&command.what);
  if (read == nullptr || command.kind != Command::Kind::read || !core::is_read(read->function)) {
    return "what is written to a Modbus device goes by its map: by a command, or to a point";
  }
  const auto unit = std::ranges::find(plan_.units, read->unit, &ModbusUnitPlan::unit);
  if (unit == plan_.units.end()) return fmt::format("{} has no unit {}", plan_.name, read->unit);
  const auto& limits = unit->map.limits;
  const auto most = std::min(core::is_of_bits(read->function) ? limits.bits : limits.registers,
                             core::most_items(read->function));
  if (read->count < 1 || read->count > most) {
    return fmt::format("{} gives 1 to {} items at once, not {}", unit->name, most, read->count);
  }
  const auto last = read->address + read->count - 1;
  if (last > 0xFFFF) return fmt::format("the last item would be at {}, and 65535 is the highest", last);
  const auto is_touched = [read, last](const core::ModbusLimits::Range& range) {
    return range.function == read->function && range.first <= last && range.last >= read->address;
  };
  const auto forbidden = std::ranges::find_if(limits.forbidden, is_touched);
  if (forbidden == limits.forbidden.end()) return "";
  return fmt::format("{} to {} are \"forbidden\" in the map of {}", forbidden->first, forbidden->last,
                     unit->name);
}

void ModbusSession::submit(const route::PermittedCommand& permitted, core::Stamp now) {
  const auto& command = permitted.command();
  std::optional<NotTaken> refusal;
  if (auto reason = raw_refusal_of(command); !reason.empty() || command.id == 0) {
    refusal = NotTaken{Outcome::refused, std::move(reason)};
  } else if (!open_) {
    refusal = not_open();
  } else {
    refusal = commands_.start_raw(command, now.mono);
  }
  if (refusal) {
    ++dropped_commands_;
    return reply({command.id, refusal->outcome, std::move(refusal->reason)});
  }
  send_next(now);
  tell_replies();
}

void ModbusSession::tell_replies() {
  for (auto& one : commands_.take_replies()) reply(std::move(one));
}

}  // namespace bmsgw::driver
