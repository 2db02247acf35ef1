#pragma once

#include <string>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// The param of the same device that `at` names by `packet` and `param`; nullptr: there is none, and that has
/// been said.
[[nodiscard]] const ResolvedParam* find_named(const ResolvedBus& bus, const JsonView& at,
                                              ProblemList& problems);

/// The same, when it is a single number whose scale isn't to be found out: only such a one `does` (tells how
/// many there are ...); what it is else is said.
const ResolvedParam* find_number(const ResolvedBus& bus, const JsonView& at, const char* does,
                                 ProblemList& problems);

/// Whether `then_read` of a command or of traps names packets.
void check_then_read(const JsonView& then_read, const ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
