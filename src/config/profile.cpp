#include "config/profile.hpp"

namespace bmsgw::config {

std::optional<Certainty> read_certainty(const JsonView& view) {
  const auto text = view["certainty"].text();
  if (!text) return std::nullopt;
  if (*text == "likely") return Certainty::likely;
  return *text == "unverified" ? Certainty::unverified : Certainty::certain;
}

}  // namespace bmsgw::config
