#pragma once

#include <string>
#include <vector>

#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/core/value.hpp"

namespace bmsgw::core {

/// The present value of one point.
struct PointCell {
  Value value;  ///< views show the cell's own memory
  Quality quality = Quality::unavailable;
  bool heard = false;            ///< a sample came since the start
  MonoTime captured{};           ///< of the last sample, monotonic
  std::int64_t captured_ms = 0;  ///< of the last sample, Unix
  milliseconds max_age{10'000};
};

/// Current values live here and nowhere else. Only the router writes.
/// Thread: loop.
class PointTable {
 public:
  void resize(std::size_t points);
  [[nodiscard]] std::size_t size() const { return cells_.size(); }
  [[nodiscard]] const PointCell& cell(PointId point) const { return cells_[index_of(point)]; }
  [[nodiscard]] PointCell& cell(PointId point) { return cells_[index_of(point)]; }
  /// Stores a copy of the value, with what it shows.
  void set_value(PointId point, const Value& value) {
    if (is_view(value)) {
      keep_content(point, value);
    } else {
      cells_[index_of(point)].value = value;
    }
  }

 private:
  void keep_content(PointId point, const Value& value);

  struct Store {
    std::string text;
    std::vector<ListElement> list;
  };
  std::vector<PointCell> cells_;
  std::vector<Store> stores_;
};

}  // namespace bmsgw::core
