#include "bmsgw/route/write_gate.hpp"

#include <algorithm>
#include <span>

#include "route/g1_forms.hpp"

namespace bmsgw::route {
namespace {

using core::CanFrame;
using core::Command;
using core::ModbusRequest;
using core::SentenceCommand;

constexpr const char* kReadOnly = "the bus is read-only";
constexpr const char* kMasterClear = "g1.masterClear";
constexpr const char* kFirmware = "g1.upgradeFirmware";

/// Why it may not go out; empty: it may.
std::string complaint_about(const SentenceCommand& what, const Command& command, const BusPolicy& policy) {
  if (command.kind == Command::Kind::read) return fault_of_read(what);
  if (!policy.read_write)
    return std::string(kReadOnly) + ": " + what.sentence + " is a command to the device";
  return fault_of_write(what, policy);
}

bool asks_for(const CanPoll& poll, const CanFrame& frame) {
  if (!frame.id.is_among(poll.id, poll.range)) return false;
  if (poll.remote) return frame.remote;
  const std::span data(frame.data.data(), frame.length);
  return !frame.remote && !frame.fd && std::ranges::equal(data, poll.data);
}

std::string complaint_about(const CanFrame& frame, const Command& command, const BusPolicy& policy) {
  const auto id = to_string(frame.id);
  if (frame.id == core::kNeverSent) return id + " would make the unit believe that a charger is connected";
  if (command.kind == Command::Kind::read) {
    const bool is_poll =
        std::ranges::any_of(policy.polls, [&frame](const CanPoll& poll) { return asks_for(poll, frame); });
    return is_poll ? "" : id + " isn't asked for in this way by any packet with a request_period";
  }
  if (!policy.read_write) return std::string(kReadOnly) + ": " + id + " would be written";
  const bool is_allowed = std::ranges::find(policy.ids, frame.id) != policy.ids.end();
  return is_allowed ? "" : id + " isn't in the bus's \"allow\"";
}

bool permits(const ModbusPermit& permit, const ModbusRequest& request) {
  if (permit.unit != request.unit || permit.function != request.function) return false;
  if (permit.address != request.address || permit.count != request.count) return false;
  if (permit.values.size() != request.values.size()) return false;
  for (std::size_t i = 0; i < permit.values.size(); ++i) {
    if (permit.values[i] && *permit.values[i] != request.values[i]) return false;
  }
  return true;
}

std::string complaint_about(const ModbusRequest& request, const Command& command, const BusPolicy& policy) {
  if (command.kind == Command::Kind::read) {
    return core::is_read(request.function) ? "" : "a function that writes is no request to read";
  }
  if (!policy.read_write) return std::string(kReadOnly) + ": " + command.name + " would write";
  const auto is_named = [&command](const ModbusPermit& permit) { return permit.name == command.name; };
  if (std::ranges::none_of(policy.permits, is_named)) return command.name + " isn't in the bus's \"allow\"";
  const bool is_permitted = std::ranges::any_of(policy.permits, [&](const ModbusPermit& permit) {
    return is_named(permit) && permits(permit, request);
  });
  return is_permitted ? "" : command.name + " would write something else than its map says";
}

bool permits(const SnmpPermit& permit, const core::SnmpRequest& request) {
  const auto is_so = [](const SnmpPermit::Set& allowed, const core::SnmpSet& set) {
    const auto* const number = std::get_if<std::int64_t>(&set.value);
    return allowed.oid == set.oid && number != nullptr && (!allowed.value || *allowed.value == *number);
  };
  return std::ranges::equal(permit.sets, request.sets, is_so);
}

std::string complaint_about(const core::SnmpRequest& request, const Command& command,
                            const BusPolicy& policy) {
  const bool sets = request.kind == core::SnmpRequest::Kind::set;
  if (command.kind == Command::Kind::read) return sets ? "a request that sets is no request to read" : "";
  if (!sets || request.sets.empty()) return command.name + " would set nothing";
  if (!policy.read_write) return std::string(kReadOnly) + ": " + command.name + " would write";
  const auto is_named = [&command](const SnmpPermit& permit) { return permit.name == command.name; };
  if (std::ranges::none_of(policy.snmp, is_named)) return command.name + " isn't in the bus's \"allow\"";
  const bool is_permitted = std::ranges::any_of(
      policy.snmp, [&](const SnmpPermit& permit) { return is_named(permit) && permits(permit, request); });
  return is_permitted ? "" : command.name + " would write something else than its map says";
}

/// Whether the policy allows what isn't a sentence.
std::string complaint_about_method(bool is_allowed, const char* method, const BusPolicy& policy) {
  if (!policy.read_write) return std::string(kReadOnly) + ": " + method + " would write";
  return is_allowed ? "" : std::string(method) + " isn't in the bus's \"allow\"";
}

std::string complaint_about(const core::MasterClear& /*what*/, const Command& /*command*/,
                            const BusPolicy& policy) {
  return complaint_about_method(policy.master_clear, kMasterClear, policy);
}

std::string complaint_about(const core::FirmwareUpgrade& what, const Command& /*command*/,
                            const BusPolicy& policy) {
  if (what.image == nullptr) return "there is no firmware to send";
  return complaint_about_method(policy.firmware, kFirmware, policy);
}

std::string complaint_about(const core::FirmwareAbort& /*what*/, const Command& /*command*/,
                            const BusPolicy& policy) {
  return complaint_about_method(policy.firmware, kFirmware, policy);
}

}  // namespace

const BusPolicy& WriteGate::policy_of(core::BusId bus) const {
  static const BusPolicy kNone;
  return core::index_of(bus) < policies_.size() ? policies_[core::index_of(bus)] : kNone;
}

std::variant<PermittedCommand, Refusal> WriteGate::judge(Command command) const {
  const auto& policy = policy_of(command.bus);
  auto complaint = std::visit(
      [&command, &policy](const auto& what) { return complaint_about(what, command, policy); }, command.what);
  if (!complaint.empty()) return Refusal{std::move(complaint)};
  return PermittedCommand(std::move(command));
}

}  // namespace bmsgw::route
