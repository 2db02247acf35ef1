#include "snmp_worker/usm_user.hpp"

#include <algorithm>

#include "bmsgw/snmp_library/user_keys.hpp"

namespace bmsgw::snmp_worker {
namespace {

usmUser* listed(const std::string& engine_id, const char* name) {
  const auto* const bytes = reinterpret_cast<const u_char*>(engine_id.data());
  return usm_get_user(bytes, engine_id.size(), name);
}

/// Takes it out of the list without freeing it.
void take_out(usmUser* user) {
  usm_remove_user(user);
  user->next = nullptr;
  user->prev = nullptr;
}

usmUser* listed_instead_of(const usmUser& user) {
  return usm_get_user(user.engineID, user.engineIDLen, user.name);
}

void copy_key(const std::vector<unsigned char>& key, u_char* into, std::size_t room, std::size_t& size) {
  size = std::min(key.size(), room);
  std::copy_n(key.begin(), size, into);
}

}  // namespace

UserKeys make_keys(const codec::snmp::OpenAgent& agent, std::string& refusal) {
  UserKeys keys{agent.user, agent.auth, agent.priv, {}, {}};
  if (agent.auth == core::SnmpAuth::none) {
    keys.priv = core::SnmpPriv::none;  // RFC 3414, 1.4.3: what isn't signed isn't encrypted
    return keys;
  }
  const auto auth_key = snmp_library::make_key(agent.auth, agent.auth_password);
  if (!auth_key) refusal = "auth_password has fewer than the 8 characters that SNMPv3 wants";
  if (auth_key) keys.auth_key = *auth_key;
  if (agent.priv == core::SnmpPriv::none) return keys;
  const auto priv_key = snmp_library::make_key(agent.auth, agent.priv_password);
  if (!priv_key) refusal = "priv_password has fewer than the 8 characters that SNMPv3 wants";
  if (priv_key) keys.priv_key = *priv_key;
  return keys;
}

UsmUser::UsmUser(const UserKeys& keys, const std::string& engine_id) {
  if (auto* const other = listed(engine_id, keys.name.c_str())) take_out(other);
  netsnmp_session session;
  snmp_sess_init(&session);
  session.version = SNMP_VERSION_3;
  session.securityModel = SNMP_SEC_MODEL_USM;
  auto name = keys.name;
  auto engine = engine_id;
  session.securityName = name.data();
  session.securityNameLen = name.size();
  session.securityEngineID = reinterpret_cast<u_char*>(engine.data());
  session.securityEngineIDLen = engine.size();
  const auto auth = snmp_library::auth_protocol(keys.auth);
  const auto priv = snmp_library::priv_protocol(keys.priv);
  session.securityAuthProto = const_cast<oid*>(auth.data());
  session.securityAuthProtoLen = auth.size();
  session.securityPrivProto = const_cast<oid*>(priv.data());
  session.securityPrivProtoLen = priv.size();
  copy_key(keys.auth_key, session.securityAuthKey, sizeof session.securityAuthKey,
           session.securityAuthKeyLen);
  copy_key(keys.priv_key, session.securityPrivKey, sizeof session.securityPrivKey,
           session.securityPrivKeyLen);
  if (usm_create_user_from_session(&session) == SNMPERR_SUCCESS) user_ = listed(engine_id, keys.name.c_str());
}

UsmUser::~UsmUser() {
  if (user_ == nullptr) return;
  if (listed_instead_of(*user_) == user_) take_out(user_);
  usm_free_user(user_);
}

void UsmUser::use() {
  if (user_ == nullptr) return;
  auto* const other = listed_instead_of(*user_);
  if (other == user_) return;
  if (other != nullptr) take_out(other);
  usm_add_user(user_);
}

}  // namespace bmsgw::snmp_worker
