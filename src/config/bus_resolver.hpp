#pragma once

#include <vector>

#include "config/problem_list.hpp"
#include "config/profile_store.hpp"
#include "config/protocol_book.hpp"
#include "config/resolved.hpp"
#include "config/settings_reader.hpp"

namespace bmsgw::config {

/// What each enabled bus reads, serial ones first, of Modbus each unit. A bus's protocol gets the spelling of
/// params_config.json; a CAN bus that nothing describes, and a unit whose map isn't complete, is no longer
/// enabled.
[[nodiscard]] std::vector<ResolvedBus> resolve_buses(SettingsReading& reading, const ProtocolBook& book,
                                                     ProfileStore& profiles, ProblemList& problems);

}  // namespace bmsgw::config
