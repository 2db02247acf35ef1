#pragma once

#include <string>
#include <string_view>

#include "bmsgw/codec/snmp/worker_message.hpp"

namespace bmsgw::snmp_worker {

/// Why a v3 agent refuses a message: its Report (RFC 3414, 3.2), put into a line with the remedy. `report`:
/// what snmpv3_get_report_type() gives. No secret is part of it. Thread: any.
[[nodiscard]] std::string refusal_text(int report, const codec::snmp::OpenAgent& agent);
/// Why a v3 trap isn't taken: what its parsing gave (SNMPERR_USM_...), as the one who configures it needs it.
[[nodiscard]] std::string_view trap_refusal_text(int fault, bool is_encrypted);

}  // namespace bmsgw::snmp_worker
