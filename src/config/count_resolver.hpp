#pragma once

#include <cstddef>
#include <vector>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// A list of a map whose length a value tells.
struct CountedList {
  std::size_t packet = 0;  ///< index in the bus's packets
  std::size_t param = 0;
  JsonView source;  ///< `count_from`
};

/// Whether what `count_from` names is there and is one number. A list whose number the device doesn't tell
/// (it was left out) has always its `count`.
void resolve_counts(ResolvedBus& bus, const std::vector<CountedList>& lists, ProblemList& problems);

}  // namespace bmsgw::config
