#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bmsgw/simulator/snmp/options.hpp"

namespace bmsgw::snmp_agent {

/// The v3 engine that this process is (RFC 3414), with its one user; Net-SNMP has one for the process.
/// Thread: the one of Net-SNMP.
class Engine {
 public:
  /// Throws std::runtime_error: the library doesn't take the id or the user.
  explicit Engine(const simulator::snmp::AgentOptions& options);

  /// Another id, as that of another device.
  void renew();
  [[nodiscard]] const std::vector<std::uint8_t>& id() const { return id_; }
  [[nodiscard]] std::string id_text() const;
  /// Of the user; SNMP_SEC_LEVEL_...
  [[nodiscard]] int level() const { return level_; }

 private:
  void forget();
  void install();
  void install_user();

  const simulator::snmp::AgentOptions& options_;
  std::vector<std::uint8_t> id_;
  std::vector<std::uint8_t> auth_key_, priv_key_;  ///< not localized
  int level_ = 0;
};

}  // namespace bmsgw::snmp_agent
