#pragma once

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// Whether a `host` is a name, an IPv4 address or an IPv6 one, and nothing else.
void check_host(const JsonView& host, ProblemList& problems);

}  // namespace bmsgw::config
