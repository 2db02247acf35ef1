#pragma once

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "bmsgw/config/settings.hpp"

/// What a bus's `allow` says of commands and points of a map. Thread: any.
namespace bmsgw::app {

/// By its name, or without the packet.
[[nodiscard]] inline bool is_named(const std::string& name, const std::string& entry) {
  return name == entry || name.ends_with("/" + entry);
}

[[nodiscard]] inline bool is_allowed(const config::BusSettings& bus, const std::string& name) {
  return std::ranges::any_of(bus.allow, [&name](const auto& entry) { return is_named(name, entry.name); });
}

/// Their own bounds, and those of `allow`. `Spec`: a command or a point, with its argument.
template <typename Spec>
void narrow_all(const config::BusSettings& bus, std::vector<Spec>& specs) {
  constexpr double kUnlimited = std::numeric_limits<double>::max();
  for (auto& spec : specs) {
    for (const auto& entry : bus.allow) {
      if (!spec.argument || !is_named(spec.name, entry.name)) continue;
      spec.argument->least = std::max(spec.argument->least, entry.min.value_or(-kUnlimited));
      spec.argument->most = std::min(spec.argument->most, entry.max.value_or(kUnlimited));
    }
  }
}

}  // namespace bmsgw::app
