#pragma once

#include <string>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/types.h>

#include "bmsgw/core/snmp.hpp"

#include "snmp_worker/value_reader.hpp"

namespace bmsgw::snmp_worker {

/// A v1 trap, SNMPv2 trap or inform as SNMPv2 has it (RFC 3584, 3.1); views into the PDU and `texts`. False:
/// it doesn't say which trap it is. Thread: any.
[[nodiscard]] bool read_trap(const netsnmp_pdu& pdu, TextStore& texts, core::SnmpTrap& trap);

}  // namespace bmsgw::snmp_worker
