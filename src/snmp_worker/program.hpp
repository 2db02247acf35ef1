#pragma once

#include <span>

namespace bmsgw::snmp_worker {

/// bms-snmp-worker --state-dir DIR, with the gateway's socketpair as descriptor 3. Gives the exit status.
[[nodiscard]] int run_program(std::span<char* const> arguments);

}  // namespace bmsgw::snmp_worker
