#pragma once

#include "bmsgw/config/settings.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// version, community, user and passwords of an SNMP bus. Nothing that is said quotes a community or a
/// password.
void read_snmp_security(const JsonView& bus, SnmpBus& snmp, ProblemList& problems);

}  // namespace bmsgw::config
