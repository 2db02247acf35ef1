#pragma once

#include <vector>

#include "bmsgw/config/settings.hpp"

#include "config/problem_list.hpp"
#include "config/protocol_book.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// The protocols that no bus uses, read for what is wrong with them.
[[nodiscard]] std::vector<ResolvedBus> resolve_unused(const Settings& settings,
                                                      const std::vector<ResolvedBus>& buses,
                                                      const ProtocolBook& book, ProblemList& problems);

}  // namespace bmsgw::config
