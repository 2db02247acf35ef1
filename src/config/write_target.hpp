#pragma once

#include "bmsgw/config/settings.hpp"

#include "config/problem_list.hpp"
#include "config/route_end.hpp"

namespace bmsgw::config {

/// Whether the param is one value, not a list or a text; it stands at `end`, an end of a route.
void check_single_value(const ParamRef& ref, const JsonView& end, ProblemList& problems);

/// Whether a route can and may write into what `to`, its end `end`, names: a single value, of a packet that
/// can be sent, on a bus that lets it out.
void check_write_target(const ParamRef& to, const JsonView& end, const Settings& settings,
                        ProblemList& problems);

/// Whether what is written without somebody who calls would have to be confirmed.
void check_unattended(const ParamRef& to, const JsonView& end, const Settings& settings,
                      ProblemList& problems);

}  // namespace bmsgw::config
