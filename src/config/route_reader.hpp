#pragma once

#include <string>
#include <vector>

#include "bmsgw/config/params.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/protocol_book.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

struct ResolvedRoute {
  RouteConfig config;
  JsonView source;  ///< `to.param`
};

/// What a route may name.
struct RouteScope {
  const ProtocolBook& book;
  const std::vector<ResolvedBus>& buses;
  const std::vector<ResolvedBus>& unused;         ///< protocols without a bus
  const std::vector<std::string>& resting_buses;  ///< names of those that are not enabled
};

/// `routes`; one that holds for several buses becomes several.
[[nodiscard]] std::vector<ResolvedRoute> read_routes(const JsonView& routes, const RouteScope& scope,
                                                     ProblemList& problems);

}  // namespace bmsgw::config
