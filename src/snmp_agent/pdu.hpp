#pragma once

#include <optional>
#include <vector>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "bmsgw/simulator/snmp/request.hpp"

/// Net-SNMP's messages as the simulator has them, and back. Thread: any.
namespace bmsgw::snmp_agent {

using simulator::snmp::Answer;
using simulator::snmp::Oid;
using simulator::snmp::Request;
using simulator::snmp::Varbind;

[[nodiscard]] std::optional<core::SnmpVersion> version_of(const netsnmp_pdu& pdu);
/// What it asks; nothing: it is no request.
[[nodiscard]] std::optional<Request> request_of(const netsnmp_pdu& pdu);
/// Behind the varbinds that are there. False: no memory, or a value too long.
bool add_varbinds(const std::vector<Varbind>& varbinds, netsnmp_pdu& pdu);

}  // namespace bmsgw::snmp_agent
