#pragma once

#include <string>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "bmsgw/codec/snmp/worker_message.hpp"

namespace bmsgw::snmp_worker {

/// The keys of a v3 user, before an engine is known. Empty where the level wants none.
struct UserKeys {
  std::string name;
  core::SnmpAuth auth = core::SnmpAuth::none;
  core::SnmpPriv priv = core::SnmpPriv::none;
  std::vector<unsigned char> auth_key;
  std::vector<unsigned char> priv_key;
};
/// Takes some milliseconds. `refusal` says in one line what is wrong with the configured user, else is empty.
[[nodiscard]] UserKeys make_keys(const codec::snmp::OpenAgent& agent, std::string& refusal);

/// A user of one engine in Net-SNMP's list of users. That list is global and has one user of a name and an
/// engine id; when two agents claim the same ones with other passwords, it is the one installed last that
/// Net-SNMP works with: use() goes before whatever sends or receives. Thread: the one of Net-SNMP.
class UsmUser {
 public:
  UsmUser(const UserKeys& keys, const std::string& engine_id);  ///< engine_id: bytes
  ~UsmUser();
  UsmUser(const UsmUser&) = delete;
  UsmUser& operator=(const UsmUser&) = delete;

  void use();
  [[nodiscard]] bool is_good() const { return user_ != nullptr; }

 private:
  usmUser* user_ = nullptr;
};

}  // namespace bmsgw::snmp_worker
