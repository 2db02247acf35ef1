#include "bmsgw/app/guards.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "allow_ranges.hpp"

namespace bmsgw::app {
namespace {

using core::PointCell;
using core::Quality;

/// 0.1 x 3 is 0.3.
bool is_same(double a, double b) {
  constexpr double kRounding = 1e-9;
  return std::abs(a - b) <= kRounding * std::max({1.0, std::abs(a), std::abs(b)});
}

bool is_met(const Guard::Condition& condition, double value) {
  if (std::isnan(value)) return false;
  const auto is_it = [value](double wanted) { return is_same(value, wanted); };
  if (!condition.is.empty()) return std::ranges::any_of(condition.is, is_it);
  return value >= condition.min.value_or(value) && value <= condition.max.value_or(value);
}

/// "1 or 2", "at least 10 and at most 20".
std::string wish_of(const Guard::Condition& condition) {
  std::string text;
  for (const auto value : condition.is) text += fmt::format("{}{}", text.empty() ? "" : " or ", value);
  if (!text.empty()) return text;
  if (condition.min) text = fmt::format("at least {}", *condition.min);
  if (condition.max) text += fmt::format("{}at most {}", text.empty() ? "" : " and ", *condition.max);
  return text;
}

/// Why the value isn't known now; empty: it is.
std::string doubt_about(const PointCell& cell) {
  if (!cell.heard) return "it has not been heard since the start";
  if (cell.quality != Quality::good) return fmt::format("its last value is {}", to_string(cell.quality));
  return core::number_of(cell.value) ? "" : "it is no number";
}

std::string state_of(const Guard::Condition& condition, const core::PointTable& points) {
  if (core::index_of(condition.point) >= points.size()) return "it isn't known";
  const auto& cell = points.cell(condition.point);
  if (auto doubt = doubt_about(cell); !doubt.empty()) return doubt;
  const auto value = *core::number_of(cell.value);
  return is_met(condition, value) ? "" : fmt::format("it is {}", value);
}

/// Of a point either may lack the packet: rather one condition too many than one too few.
bool means(const Guard& guard, core::BusId bus, const std::vector<std::string>& names) {
  const auto is_it = [&guard](const std::string& name) {
    return is_named(name, guard.name) || is_named(guard.name, name);
  };
  return guard.bus == bus && std::ranges::any_of(names, is_it);
}

}  // namespace

std::string Guards::complaint(core::BusId bus, const std::vector<std::string>& names) const {
  for (const auto& guard : guards_) {
    if (!means(guard, bus, names)) continue;
    for (const auto& condition : guard.conditions) {
      const auto state = state_of(condition, points_);
      if (!state.empty())
        return fmt::format("{} is allowed only while {} is {}, and {}", guard.name, condition.name,
                           wish_of(condition), state);
    }
  }
  return "";
}

bool Guards::wants_confirmation(core::BusId bus, const std::vector<std::string>& names) const {
  return std::ranges::any_of(
      guards_, [bus, &names](const Guard& guard) { return guard.confirm && means(guard, bus, names); });
}

}  // namespace bmsgw::app
