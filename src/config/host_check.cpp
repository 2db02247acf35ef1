#include "config/host_check.hpp"

#include <algorithm>
#include <string>

#include "config/quoting.hpp"

namespace bmsgw::config {

/// An IPv6 address has more than one colon.
void check_host(const JsonView& host, ProblemList& problems) {
  const auto text = host.text().value_or("");
  const bool has_port = std::ranges::count(text, ':') == 1;
  if (!has_port && text.find_first_of("/ []") == std::string::npos) return;
  problems.error(host, "must be a name or an address without anything else, not " + in_quotes(text) +
                           "; the port has a key of its own, \"port\"");
}

}  // namespace bmsgw::config
