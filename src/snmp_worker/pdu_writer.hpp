#pragma once

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "bmsgw/core/snmp.hpp"

namespace bmsgw::snmp_worker {

/// The request as Net-SNMP sends it; whoever gets it frees it or sends it. nullptr: an object identifier
/// isn't one, nothing is asked, or too much at once.
[[nodiscard]] netsnmp_pdu* make_pdu(const core::SnmpRequest& request);
/// What asks an agent for its engine id: anything without a user and an engine (RFC 3414, 4).
[[nodiscard]] netsnmp_pdu* make_discovery();

}  // namespace bmsgw::snmp_worker
