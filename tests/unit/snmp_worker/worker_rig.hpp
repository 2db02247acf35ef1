#pragma once

#include <string>
#include <vector>

#include "support/snmp_worker_client.hpp"
#include "support/snmpd.hpp"

/// What the tests of bms-snmp-worker share.
namespace bmsgw::snmp_worker {

inline const std::string kModel = "1.3.6.1.4.1.3808.1.1.7.1.1.0";
inline const std::string kColumn = "1.3.6.1.4.1.3808.1.1.7.5.5.1.7";
inline const std::string kNothing = "1.3.6.1.4.1.3808.9.9.9.0";
inline constexpr auto kPassword = "authpassword1234";
inline constexpr auto kSecret = "privpassword1234";

inline test::SnmpdUser user(const std::string& auth = "SHA", const std::string& priv = "AES",
                            const std::string& password = kPassword, const std::string& secret = kSecret) {
  return {"operator", auth, password, priv, secret};
}

inline test::SnmpdOptions objects(std::vector<test::SnmpdUser> users = {},
                                  const std::string& engine = "80001f8803aabbccddeeff") {
  test::SnmpdOptions options;
  options.engine_id = engine;
  options.users = std::move(users);
  options.more = {"override " + kModel + " octet_str \"BM100\""};
  for (int row = 1; row <= 40; ++row) {
    options.more.push_back("override -rw " + kColumn + "." + std::to_string(row) + " integer " +
                           std::to_string(1320 + row));
  }
  return options;
}

inline codec::snmp::OpenAgent community_agent(std::uint16_t port,
                                              core::SnmpVersion version = core::SnmpVersion::v2c,
                                              std::uint32_t number = 1) {
  codec::snmp::OpenAgent agent;
  agent.agent = number;
  agent.address = "127.0.0.1";
  agent.port = port;
  agent.version = version;
  agent.community = "private";
  agent.trap_community = "traps";
  agent.timeout_ms = 1000;
  agent.retries = 2;
  return agent;
}

inline codec::snmp::OpenAgent user_agent(std::uint16_t port, std::uint32_t number = 1) {
  auto agent = community_agent(port, core::SnmpVersion::v3, number);
  agent.user = "operator";
  agent.auth = core::SnmpAuth::sha1;
  agent.auth_password = kPassword;
  agent.priv = core::SnmpPriv::aes128;
  agent.priv_password = kSecret;
  return agent;
}

}  // namespace bmsgw::snmp_worker
