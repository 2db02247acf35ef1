#pragma once

namespace bmsgw::simulator::snmp {

/// This process becomes bms-snmp-agent, from beside its own program, else from the PATH, with the arguments
/// behind `argv[1]`. Comes back only by an exception: std::runtime_error.
int become_agent(char* const* argv);

}  // namespace bmsgw::simulator::snmp
