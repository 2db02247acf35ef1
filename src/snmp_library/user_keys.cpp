#include "bmsgw/snmp_library/user_keys.hpp"

#include <net-snmp/library/scapi.h>
#include <net-snmp/library/transform_oids.h>
#include <net-snmp/net-snmp-includes.h>

namespace bmsgw::snmp_library {
namespace {

int usm_number(core::SnmpAuth auth) {
  switch (auth) {
    case core::SnmpAuth::none:
      return NETSNMP_USMAUTH_NOAUTH;
    case core::SnmpAuth::md5:
      return NETSNMP_USMAUTH_HMACMD5;
    case core::SnmpAuth::sha1:
      return NETSNMP_USMAUTH_HMACSHA1;
    case core::SnmpAuth::sha224:
      return NETSNMP_USMAUTH_HMAC128SHA224;
    case core::SnmpAuth::sha256:
      return NETSNMP_USMAUTH_HMAC192SHA256;
    case core::SnmpAuth::sha384:
      return NETSNMP_USMAUTH_HMAC256SHA384;
    case core::SnmpAuth::sha512:
      return NETSNMP_USMAUTH_HMAC384SHA512;
  }
  return NETSNMP_USMAUTH_NOAUTH;
}

int usm_number(core::SnmpPriv priv) {
  switch (priv) {
    case core::SnmpPriv::none:
      return USM_CREATE_USER_PRIV_NONE;
    case core::SnmpPriv::des:
      return USM_CREATE_USER_PRIV_DES;
    case core::SnmpPriv::aes128:
      return USM_CREATE_USER_PRIV_AES;
    case core::SnmpPriv::aes192:
      return USM_CREATE_USER_PRIV_AES192;
    case core::SnmpPriv::aes256:
      return USM_CREATE_USER_PRIV_AES256;
  }
  return USM_CREATE_USER_PRIV_NONE;
}

}  // namespace

std::span<const oid> auth_protocol(core::SnmpAuth auth) {
  std::size_t size = 0;
  const oid* const found = sc_get_auth_oid(usm_number(auth), &size);
  return {found, found == nullptr ? 0 : size};
}

std::span<const oid> priv_protocol(core::SnmpPriv priv) {
  std::size_t size = 0;
  const oid* const found = sc_get_priv_oid(usm_number(priv), &size);
  return {found, found == nullptr ? 0 : size};
}

int security_level(core::SnmpAuth auth, core::SnmpPriv priv) {
  if (auth == core::SnmpAuth::none) return SNMP_SEC_LEVEL_NOAUTH;
  return priv == core::SnmpPriv::none ? SNMP_SEC_LEVEL_AUTHNOPRIV : SNMP_SEC_LEVEL_AUTHPRIV;
}

std::optional<std::vector<unsigned char>> make_key(core::SnmpAuth auth, const std::string& password) {
  if (password.size() < USM_LENGTH_P_MIN) return std::nullopt;
  const auto protocol = auth_protocol(auth);
  std::vector<unsigned char> key(USM_LENGTH_KU_HASHBLOCK);
  std::size_t size = key.size();
  const auto* const bytes = reinterpret_cast<const unsigned char*>(password.data());
  if (generate_Ku(protocol.data(), static_cast<unsigned>(protocol.size()), bytes, password.size(), key.data(),
                  &size) != SNMPERR_SUCCESS) {
    return std::nullopt;
  }
  key.resize(size);
  return key;
}

}  // namespace bmsgw::snmp_library
