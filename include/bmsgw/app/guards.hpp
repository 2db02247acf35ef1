#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/point_table.hpp"

namespace bmsgw::app {

/// What "allow" wants besides of something that is written, compiled.
struct Guard {
  struct Condition {
    core::PointId point{};
    std::string name;  ///< bus/packet/param, for the reason
    std::vector<double> is;
    std::optional<double> min;
    std::optional<double> max;
  };
  core::BusId bus{};
  std::string name;  ///< as route::names_of() has it; of a point also without its packet
  std::vector<Condition> conditions;
  bool confirm = false;
};

/// The required states of commands. Pure. Thread: loop.
class Guards {
 public:
  /// `points` outlives it.
  Guards(std::vector<Guard> guards, const core::PointTable& points)
      : guards_(std::move(guards)), points_(points) {}

  /// Why what is called so may not be written now; empty: it may. A value that isn't good now is a reason.
  [[nodiscard]] std::string complaint(core::BusId bus, const std::vector<std::string>& names) const;
  [[nodiscard]] bool wants_confirmation(core::BusId bus, const std::vector<std::string>& names) const;

 private:
  std::vector<Guard> guards_;
  const core::PointTable& points_;
};

}  // namespace bmsgw::app
