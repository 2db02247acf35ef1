#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bmsgw/core/ids.hpp"

namespace bmsgw::core {

/// Names of points (`serial0/BV1/MinCellVoltage`) to ids. Append-only: an id is never reused.
/// Thread: loop.
class PointRegistry {
 public:
  PointId intern(std::string_view name);
  [[nodiscard]] const std::string& name_of(PointId point) const { return names_[index_of(point)]; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, PointId> ids_;
};

}  // namespace bmsgw::core
