#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace bmsgw::driver {

/// Which point of a device is called so, by param or packet/param: its index; the reason when there isn't
/// exactly one. `name_of`: of an entry packet/param; `which`: said of those that there are. Thread: any.
template <typename Entry, typename Name = std::identity>
std::variant<std::size_t, std::string> find_point(const std::vector<Entry>& points, const std::string& name,
                                                  const std::string& device, const std::string& which,
                                                  Name name_of = {}) {
  const auto is_named = [&name](const std::string& full) {
    return full == name || full.ends_with("/" + name);
  };
  const auto exact = std::ranges::find(points, name, name_of);
  const auto point = exact != points.end() ? exact : std::ranges::find_if(points, is_named, name_of);
  if (point == points.end()) return device + " has no point " + name + which;
  if (exact == points.end() && std::ranges::count_if(points, is_named, name_of) > 1) {
    return device + " has several points " + name + ": say packet/param";
  }
  return static_cast<std::size_t>(point - points.begin());
}

}  // namespace bmsgw::driver
