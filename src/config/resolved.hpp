#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bmsgw/config/params.hpp"

#include "config/json_view.hpp"

/// What params.hpp has, with the places that it was read from, for cross-checks.
namespace bmsgw::config {

struct ResolvedParam {
  ParamConfig config;
  JsonView source;
  bool is_placed = true;              ///< Modbus: its address is known
  std::optional<JsonView> address{};  ///< Modbus: where its number is written
};

struct ResolvedPacket {
  PacketConfig config;  ///< without its params
  JsonView source;
  std::vector<ResolvedParam> params;
};

/// An entry of `addresses`.
struct NamedAddress {
  JsonView source;
  bool is_used = false;
  std::string nearest;  ///< one that is used and called nearly so; empty: none
};

/// A command of a Modbus map.
struct ResolvedCommand {
  core::ModbusCommandSpec config;
  JsonView source;
  bool is_placed = true;  ///< its addresses are known
};

struct ResolvedBus {
  std::string name;  ///< empty: a protocol that no bus uses; Modbus: a unit's
  std::string family;
  std::string protocol;
  std::string key_prefix;
  bool is_apart = false;  ///< has a key_prefix or as_device
  bool from_serial = false;
  JsonView source;      ///< the bus in settings.json, a unit of a Modbus bus, or the protocol
  std::string reading;  ///< protocol and profiles: what it reads, as a text to compare
  std::string line{};   ///< of a Modbus unit: name of its bus
  std::vector<ResolvedPacket> packets;
  std::vector<ResolvedCommand> commands{};  ///< of a Modbus map
  core::ModbusLimits limits{};              ///< of a Modbus map
  core::SnmpMap snmp{};                     ///< of an SNMP map
  std::vector<std::string> open{};          ///< addresses that it needs and that are not known: it rests
  std::vector<NamedAddress> addresses{};    ///< of a Modbus map
  /// Params (`param`, `packet/param`) and commands that this device doesn't have.
  std::vector<std::string> left_out{};

  [[nodiscard]] const ResolvedPacket* find(const std::string& packet) const;
};

/// `found` or nullptr: by name.
[[nodiscard]] const ResolvedParam* find_param(const ResolvedPacket& packet, const std::string& name);

}  // namespace bmsgw::config
