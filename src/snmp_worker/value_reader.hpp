#pragma once

#include <deque>
#include <span>
#include <string>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/types.h>

#include "bmsgw/core/snmp.hpp"

namespace bmsgw::snmp_worker {

/// Texts that Net-SNMP doesn't have itself; they stay where they are until it is cleared.
using TextStore = std::deque<std::string>;

/// Views into the varbind or `texts`. What has no meaning as a value (a broken Opaque) is its bytes.
[[nodiscard]] core::SnmpValue value_of(const netsnmp_variable_list& varbind, TextStore& texts);
/// The name of the varbind, dotted; a view into `texts`.
[[nodiscard]] std::string_view name_of(const netsnmp_variable_list& varbind, TextStore& texts);
[[nodiscard]] std::span<const oid> arcs_of(const netsnmp_variable_list& varbind);

}  // namespace bmsgw::snmp_worker
