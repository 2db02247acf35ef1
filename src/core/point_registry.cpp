#include "bmsgw/core/point_registry.hpp"

namespace bmsgw::core {

PointId PointRegistry::intern(std::string_view name) {
  const auto [place, is_new] = ids_.try_emplace(std::string(name), static_cast<PointId>(names_.size()));
  if (is_new) names_.emplace_back(name);
  return place->second;
}

}  // namespace bmsgw::core
