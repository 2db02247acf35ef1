#pragma once

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

namespace bmsgw::driver {

/// The point of a device that is called so, by param or packet/param; the reason when there isn't exactly
/// one. `Spec`: has a `name` packet/param. Thread: any.
template <typename Spec>
std::variant<const Spec*, std::string> find_point(const std::vector<Spec>& points, const std::string& name,
                                                  const std::string& device) {
  const auto is_named = [&name](const Spec& point) {
    return point.name == name || point.name.ends_with("/" + name);
  };
  const auto point = std::ranges::find_if(points, is_named);
  if (point == points.end()) return device + " has no point " + name + " that can be written";
  if (point->name != name && std::ranges::count_if(points, is_named) > 1) {
    return device + " has several points " + name + ": say packet/param";
  }
  return &*point;
}

}  // namespace bmsgw::driver
