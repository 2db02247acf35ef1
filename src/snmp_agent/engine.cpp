#include "snmp_agent/engine.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "bmsgw/snmp_library/user_keys.hpp"

namespace bmsgw::snmp_agent {
namespace {

using simulator::snmp::User;

/// RFC 3411, SnmpEngineID: the vendor's enterprise with the first bit set, 5: the rest is as one likes.
std::vector<std::uint8_t> random_id() {
  std::vector<std::uint8_t> id{0x80, 0x00, 0x0E, 0xE0, 5};
  std::random_device random;
  for (int i = 0; i < 8; ++i) id.push_back(static_cast<std::uint8_t>(random()));
  return id;
}

std::vector<std::uint8_t> key_of(core::SnmpAuth auth, const std::string& password) {
  auto key = snmp_library::make_key(auth, password);
  if (!key) throw std::runtime_error("--auth " + std::string("isn't known to this Net-SNMP"));
  return *key;
}

template <std::size_t Room>
void copy_key(const std::vector<std::uint8_t>& key, u_char (&into)[Room], std::size_t& size) {
  size = std::min(key.size(), Room);
  std::copy_n(key.begin(), size, into);
}

}  // namespace

Engine::Engine(const simulator::snmp::AgentOptions& options)
    : options_(options), id_(options.engine_id.empty() ? random_id() : options.engine_id) {
  if (options.user) {
    const auto& user = *options.user;
    level_ = snmp_library::security_level(user.auth, user.priv);
    if (user.auth != core::SnmpAuth::none) auth_key_ = key_of(user.auth, user.auth_password);
    if (user.priv != core::SnmpPriv::none) priv_key_ = key_of(user.auth, user.priv_password);
  }
  install();
}

void Engine::renew() {
  forget();
  id_ = random_id();
  install();
}

/// What is still known is answered.
void Engine::forget() {
  free_enginetime(id_.data(), id_.size());
  auto* const user =
      options_.user ? usm_get_user(id_.data(), id_.size(), options_.user->name.c_str()) : nullptr;
  if (user == nullptr) return;
  usm_remove_user(user);
  user->next = user->prev = nullptr;
  usm_free_user(user);
}

std::string Engine::id_text() const {
  return fmt::format("{:02x}", fmt::join(id_, ""));
}

void Engine::install() {
  if (set_exact_engineID(id_.data(), id_.size()) != SNMPERR_SUCCESS)
    throw std::runtime_error("Net-SNMP doesn't take the engine id");
  const auto before = std::to_string(options_.boots - 1);
  engineBoots_conf("engineBoots", const_cast<char*>(before.c_str()));  // one more than it is told
  set_enginetime(id_.data(), static_cast<u_int>(id_.size()),
                 static_cast<u_int>(snmpv3_local_snmpEngineBoots()),
                 static_cast<u_int>(snmpv3_local_snmpEngineTime()), TRUE);
  if (options_.user) install_user();
}

/// As a session would bring it.
void Engine::install_user() {
  auto user = *options_.user;
  netsnmp_session session;
  snmp_sess_init(&session);
  session.version = SNMP_VERSION_3;
  session.securityModel = SNMP_SEC_MODEL_USM;
  session.securityName = user.name.data();
  session.securityNameLen = user.name.size();
  session.securityEngineID = id_.data();
  session.securityEngineIDLen = id_.size();
  const auto auth = snmp_library::auth_protocol(user.auth);
  const auto priv = snmp_library::priv_protocol(user.priv);
  session.securityAuthProto = const_cast<oid*>(auth.data());
  session.securityAuthProtoLen = auth.size();
  session.securityPrivProto = const_cast<oid*>(priv.data());
  session.securityPrivProtoLen = priv.size();
  copy_key(auth_key_, session.securityAuthKey, session.securityAuthKeyLen);
  copy_key(priv_key_, session.securityPrivKey, session.securityPrivKeyLen);
  if (usm_create_user_from_session(&session) != SNMPERR_SUCCESS)
    throw std::runtime_error("Net-SNMP doesn't take the user '" + user.name + "'");
}

}  // namespace bmsgw::snmp_agent
