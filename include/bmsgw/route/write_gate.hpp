#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bmsgw/core/command.hpp"

namespace bmsgw::route {

/// A command that may go out. Only WriteGate makes one, and drivers take nothing else.
class PermittedCommand {
 public:
  [[nodiscard]] const core::Command& command() const { return command_; }

 private:
  friend class WriteGate;
  explicit PermittedCommand(core::Command command) : command_(std::move(command)) {}
  core::Command command_;
};

struct Refusal {
  std::string reason;
};

/// The form in which a CAN packet is asked for: ids id ... id + range - 1.
struct CanPoll {
  core::CanId id;
  std::uint32_t range = 1;
  std::vector<std::uint8_t> data;  ///< exactly these; empty: length 0
  bool remote = false;
};

/// A write to a Modbus unit that the bus's "allow" lists.
struct ModbusPermit {
  std::string name;  ///< of the map's command, or of the point as packet/param
  std::uint8_t unit = 1;
  core::ModbusFunction function = core::ModbusFunction::write_register;
  std::uint16_t address = 0;
  std::uint16_t count = 1;
  std::vector<std::optional<std::uint16_t>> values;  ///< by item: exactly this; nothing: any
};

/// What may be set in one request to an SNMP agent, as the bus's "allow" lists it.
struct SnmpPermit {
  struct Set {
    std::string oid;
    std::optional<std::int64_t> value;  ///< exactly this; nothing: any whole number
  };
  std::string name;  ///< of the map's command, or of the point as packet/param
  std::vector<Set> sets;
};

/// What the configuration lets out on one bus.
struct BusPolicy {
  bool read_write = false;
  std::vector<std::string> sentences;   ///< G1: that may be sent, when read_write
  std::vector<core::CanId> ids;         ///< CAN: whose data frames may be sent, when read_write
  std::vector<CanPoll> polls;           ///< CAN: requests to read
  std::vector<ModbusPermit> permits{};  ///< Modbus: writes, when read_write
  std::vector<SnmpPermit> snmp{};       ///< SNMP: sets, when read_write
};

/// The one door between every command and every bus. A bus without a policy can only be read, and a CAN bus
/// only by its polls, a Modbus bus by the functions that read, an SNMP agent by anything but a set. What
/// would make a unit believe in a charger (core::kNeverSent) never passes. Thread: any (const).
class WriteGate {
 public:
  WriteGate() = default;
  /// `policies` by BusId.
  explicit WriteGate(std::vector<BusPolicy> policies) : policies_(std::move(policies)) {}

  [[nodiscard]] std::variant<PermittedCommand, Refusal> judge(core::Command command) const;

 private:
  [[nodiscard]] const BusPolicy& policy_of(core::BusId bus) const;

  std::vector<BusPolicy> policies_;
};

}  // namespace bmsgw::route
