#include "config/address_use_check.hpp"

#include <map>
#include <string>

#include "config/quoting.hpp"

namespace bmsgw::config {

void check_address_use(const std::vector<ResolvedBus>& buses, const std::vector<ResolvedBus>& unused,
                       ProblemList& problems) {
  std::map<std::string, NamedAddress> entries;  // by place: several maps may share them
  for (const auto* all : {&buses, &unused}) {
    for (const auto& bus : *all) {
      for (const auto& address : bus.addresses) {
        auto& entry = entries.try_emplace(address.source.location(), address).first->second;
        entry.is_used = entry.is_used || address.is_used;
      }
    }
  }
  for (const auto& [place, entry] : entries) {
    if (entry.is_used) continue;
    const auto hint = entry.nearest.empty() ? "" : "; did you mean " + in_quotes(entry.nearest) + "?";
    problems.note(entry.source, "nothing uses this address" + hint);
  }
}

}  // namespace bmsgw::config
