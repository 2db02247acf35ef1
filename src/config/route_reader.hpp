#pragma once

#include <string>
#include <vector>

#include "bmsgw/config/params.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/route_end.hpp"

namespace bmsgw::config {

/// A value that goes to the server.
struct ResolvedRoute {
  RouteConfig config;
  JsonView source;  ///< `to.param`
};

/// A value that is written to a bus.
struct ResolvedBridge {
  ParamRef from;
  ParamRef to;
  core::ReportPolicy report;
  JsonView source;  ///< the route
};

/// A method that writes one value.
struct ResolvedMethod {
  std::string name;
  ParamRef to;
  bool attribute = false;
  JsonView source;  ///< the route
};

struct ResolvedRoutes {
  std::vector<ResolvedRoute> to_server;
  std::vector<ResolvedBridge> bridges;
  std::vector<ResolvedMethod> methods;
};

/// `routes`; one that holds for several buses becomes several.
[[nodiscard]] ResolvedRoutes read_routes(const JsonView& routes, const RouteScope& scope,
                                         ProblemList& problems);

}  // namespace bmsgw::config
