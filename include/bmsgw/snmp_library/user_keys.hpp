#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/types.h>

#include "bmsgw/core/snmp.hpp"

namespace bmsgw::snmp_library {

/// The object identifier of a way to sign or encrypt, as Net-SNMP wants it. Of `none` usmNoAuthProtocol,
/// usmNoPrivProtocol. Thread: any.
[[nodiscard]] std::span<const oid> auth_protocol(core::SnmpAuth auth);
[[nodiscard]] std::span<const oid> priv_protocol(core::SnmpPriv priv);
/// SNMP_SEC_LEVEL_NOAUTH, ..._AUTHNOPRIV, ..._AUTHPRIV.
[[nodiscard]] int security_level(core::SnmpAuth auth, core::SnmpPriv priv);

/// The key of a password (RFC 3414, A.2), not yet localized: takes some milliseconds. Nothing: the password
/// is shorter than 8 characters, or the library has no such way.
[[nodiscard]] std::optional<std::vector<unsigned char>> make_key(core::SnmpAuth auth,
                                                                 const std::string& password);

}  // namespace bmsgw::snmp_library
