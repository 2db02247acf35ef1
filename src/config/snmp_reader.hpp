#pragma once

#include <string>
#include <vector>

#include "bmsgw/config/settings.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// One entry of `snmp`; `name` is the one for a bus without. Nothing that is said of it quotes a community or
/// a password.
[[nodiscard]] SnmpBus read_snmp_bus(const JsonView& bus, std::string name, ProblemList& problems);

/// Whether two enabled buses want one agent.
void check_snmp_agents(const std::vector<SnmpBus>& buses, const std::vector<JsonView>& places,
                       ProblemList& problems);

/// What agents of one host send is told apart by its community, or by the engine of version 3. `places` are
/// those of the buses.
void check_trap_senders(const Settings& settings, const std::vector<JsonView>& places, ProblemList& problems);

/// `snmp_traps`; `settings` has its SNMP buses already.
[[nodiscard]] SnmpTrapSettings read_snmp_traps(const JsonView& traps, const Settings& settings,
                                               ProblemList& problems);

}  // namespace bmsgw::config
