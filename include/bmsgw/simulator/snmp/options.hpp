#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bmsgw/core/snmp.hpp"

namespace bmsgw::simulator::snmp {

/// Of v3.
struct User {
  std::string name;
  core::SnmpAuth auth = core::SnmpAuth::none;
  std::string auth_password;
  core::SnmpPriv priv = core::SnmpPriv::none;
  std::string priv_password;
};

/// How the agent is reached, and who may.
struct AgentOptions {
  std::string listen;  ///< ADDRESS:PORT, [ADDRESS]:PORT
  bool v2c = false;
  bool bulk = false;  ///< GETBULK is answered
  std::string community = "public";
  bool community_writes = false;
  std::optional<std::string> write_community;
  std::optional<User> user;             ///< none: no v3
  std::vector<std::uint8_t> engine_id;  ///< empty: a random one
  std::uint32_t boots = 1;
  std::size_t max_message = 1472;
  std::vector<std::string> traps;  ///< HOST:PORT
  core::SnmpVersion trap_version = core::SnmpVersion::v1;
  std::string trap_community;
  std::string control;  ///< a pipe's file, "-": stdin; empty: none
  std::optional<double> duration_s;
};

struct DeviceOptions;  ///< the simulator's own

/// What `bms-simulator snmp` was asked for.
struct Options {
  AgentOptions agent;
  std::shared_ptr<const DeviceOptions> device;
};

/// Or the exit status when there is nothing to run: help was shown (0) or an option was wrong (2), which has
/// then been said on stderr.
[[nodiscard]] std::variant<Options, int> parse_command_line(int argc, const char* const* argv);

}  // namespace bmsgw::simulator::snmp
