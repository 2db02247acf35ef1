#include "bmsgw/app/command_port.hpp"

#include <algorithm>

#include "bmsgw/config/g1_parameters.hpp"

namespace bmsgw::app {
namespace {

using core::Command;
using core::MapRequest;
using rpc::Refusal;

Refusal no_device(const std::string& name) {
  return {"unknown_device", "there is no device " + name};
}

Refusal refusal_of(const driver::CommandTaker::NotTaken& not_taken) {
  return {std::string(core::to_string(not_taken.outcome)), not_taken.reason};
}

}  // namespace

CommandPort::CommandPort(const route::WriteGate& gate, const Guards& guards, const MethodPlan& methods,
                         HostActions actions)
    : gate_(gate),
      guards_(guards),
      routes_(methods),
      actions_(std::move(actions)),
      firmware_book_(actions_.state_dir) {}

void CommandPort::add_bus(core::BusId bus, rpc::Family family, const std::vector<std::string>& devices,
                          driver::BusSession& session, driver::CommandTaker* taker) {
  session.set_reply_sink(*this);
  buses_.push_back({bus, devices, &session, taker});
  for (const auto& name : devices) devices_.push_back({name, family});
}

const CommandPort::Bus* CommandPort::bus_of(const std::string& device) const {
  const auto place = std::ranges::find_if(buses_, [&device](const Bus& bus) {
    return std::ranges::find(bus.devices, device) != bus.devices.end();
  });
  return place == buses_.end() ? nullptr : &*place;
}

rpc::Verdict CommandPort::judge_guards(const Bus& bus, const std::vector<std::string>& names) const {
  rpc::Verdict verdict;
  auto complaint = guards_.complaint(bus.id, names);
  if (!complaint.empty()) verdict.refusal = Refusal{"refused", std::move(complaint)};
  verdict.confirm = guards_.wants_confirmation(bus.id, names);
  return verdict;
}

rpc::Verdict CommandPort::judge(const rpc::Ask& ask, core::Stamp now) const {
  const auto* const bus = bus_of(ask.device);
  if (bus == nullptr) return {no_device(ask.device), false};
  if (const auto* const map = std::get_if<MapRequest>(&ask.what)) {
    if (bus->taker == nullptr) return {Refusal{"refused", ask.device + " has no map"}, false};
    if (const auto not_taken = bus->taker->judge(ask.device, *map, now))
      return {refusal_of(*not_taken), false};
    if (map->kind == MapRequest::Kind::read) return {};
    return judge_guards(*bus, {bus->taker->full_name(ask.device, *map)});
  }
  const auto command = command_of(ask, *bus);
  const auto verdict = gate_.judge(command);
  if (const auto* const refused = std::get_if<route::Refusal>(&verdict))
    return {Refusal{"refused", refused->reason}, false};
  if (ask.kind == Command::Kind::read) return {};
  return judge_guards(*bus, route::names_of(command));
}

/// Of a raw request the unit is the device's.
Command CommandPort::command_of(const rpc::Ask& ask, const Bus& bus) {
  Command command{0, bus.id, ask.kind, std::get<Command::What>(ask.what)};
  auto* const modbus = std::get_if<core::ModbusRequest>(&command.what);
  if (modbus != nullptr && bus.taker != nullptr)
    modbus->unit = bus.taker->unit_of(ask.device).value_or(modbus->unit);
  return command;
}

std::optional<Refusal> CommandPort::submit(std::uint64_t id, const rpc::Ask& ask, core::Stamp now) {
  auto verdict = judge(ask, now);
  if (verdict.refusal) return std::move(*verdict.refusal);
  const auto& bus = *bus_of(ask.device);
  if (const auto* const map = std::get_if<MapRequest>(&ask.what)) {
    const auto accepted = bus.taker->request(ask.device, *map, now);
    if (const auto* const not_taken = std::get_if<driver::CommandTaker::NotTaken>(&accepted))
      return refusal_of(*not_taken);
    pending_.push_back({bus.taker, std::get<std::uint64_t>(accepted), id});
    return std::nullopt;
  }
  auto command = command_of(ask, bus);
  command.id = id;
  command.expires = now.mono + kExpiry;
  auto judged = gate_.judge(std::move(command));
  if (auto* const permitted = std::get_if<route::PermittedCommand>(&judged))
    bus.session->submit(*permitted, now);
  return std::nullopt;
}

void CommandPort::collect_ended(driver::CommandTaker& taker) {
  for (auto& ended : taker.take_ended()) {
    const auto place = std::ranges::find_if(pending_, [&taker, &ended](const Pending& pending) {
      return pending.taker == &taker && pending.theirs == ended.id;
    });
    if (place == pending_.end()) continue;
    replies_.push_back({place->ours, ended.outcome, std::move(ended.reason), {}, ended.before, ended.after});
    pending_.erase(place);
  }
}

std::vector<core::Reply> CommandPort::take_replies() {
  for (const auto& bus : buses_) {
    if (bus.taker != nullptr) collect_ended(*bus.taker);
  }
  return std::exchange(replies_, {});
}

const std::vector<core::G1Parameter>& CommandPort::g1_parameters() const {
  return config::g1_parameters();
}

void CommandPort::set_log_level(const std::string& level, core::milliseconds duration, core::Stamp now) {
  if (actions_.set_log_level) actions_.set_log_level(level);
  log_level_until_ = now.mono + duration;
}

void CommandPort::restart(core::Stamp /*now*/) {
  if (actions_.restart) actions_.restart();
}

std::optional<std::string> CommandPort::reboot(core::Stamp /*now*/) {
  return actions_.reboot ? actions_.reboot() : "there is nobody who could do it";
}

void CommandPort::on_time(core::Stamp now) {
  if (now.mono < log_level_until_) return;
  log_level_until_ = core::kNever;
  if (actions_.set_log_level) actions_.set_log_level("");
}

}  // namespace bmsgw::app
