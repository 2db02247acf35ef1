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

/// A parameter of a G1 unit that the bus's "allow" lists, and the raw values that may be written.
struct ParameterPermit {
  std::uint16_t id = 0;
  std::uint8_t digits = 2;  ///< of the value: 2, 4 or 8
  bool is_signed = false;
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::string range{};  ///< in the parameter's units, for the reason: 90 to 110 Ah
};

/// The range that "allow" gives for the number that is a sentence's first field (SC1, TC1), raw.
struct SentenceRange {
  std::string sentence;
  std::int64_t least = 0;
  std::int64_t most = 0;
};

/// What the configuration lets out on one bus.
struct BusPolicy {
  bool read_write = false;
  std::vector<std::string> sentences;   ///< G1: that may be sent, when read_write
  std::vector<core::CanId> ids;         ///< CAN: whose data frames may be sent, when read_write
  std::vector<CanPoll> polls;           ///< CAN: requests to read
  std::vector<ModbusPermit> permits{};  ///< Modbus: writes, when read_write
  std::vector<SnmpPermit> snmp{};       ///< SNMP: sets, when read_write
  // G1, when read_write:
  std::vector<ParameterPermit> parameters{};  ///< CF2; those beside a "CF2" that allows every one
  std::vector<SentenceRange> ranges{};
  bool master_clear = false;
  bool firmware = false;
};

/// What an entry of "allow" may call the command: of G1 the sentence, of CF2 besides the parameter's id in
/// four digits (0102); g1.masterClear, g1.upgradeFirmware; of CAN and of CN1 the id (X18FF0001); of a map the
/// command, or the point as packet/param. Nothing: it is never a question of a state (FirmwareAbort).
[[nodiscard]] std::vector<std::string> names_of(const core::Command& command);

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
