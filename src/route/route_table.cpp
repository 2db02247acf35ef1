#include "bmsgw/route/route_table.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace bmsgw::route {
namespace {

constexpr double kUnbounded = std::numeric_limits<double>::infinity();

RouteTable::Rule compiled(const PointRule& rule) {
  RouteTable::Rule made;
  made.bounded = rule.valid_bot || rule.valid_top;
  made.valid_bot = rule.valid_bot.value_or(-kUnbounded);
  made.valid_top = rule.valid_top.value_or(kUnbounded);
  made.send_invalid = rule.send_invalid;
  made.max_age = rule.max_age.value_or(core::milliseconds(0));
  made.outlives_device = rule.outlives_device;
  made.gate = rule.gate;
  return made;
}

}  // namespace

RouteTable::RouteTable(std::size_t points, const std::vector<PointRule>& rules, std::vector<Route> routes,
                       const std::vector<std::string>& device_names)
    : rules_(points), routes_(std::move(routes)) {
  for (const auto& rule : rules) rules_[core::index_of(rule.point)] = compiled(rule);
  std::ranges::stable_sort(routes_, {}, &Route::point);
  for (const auto& route : routes_) {
    auto& rule = rules_[core::index_of(route.point)];
    if (rule.output_count++ == 0) rule.first_output = static_cast<std::uint32_t>(outputs_.size());
    outputs_.push_back(route.output);
  }
  for (const auto& name : device_names) add_device(name);
}

void RouteTable::add_device(const std::string& name) {
  Device device{name, static_cast<core::OutputId>(outputs_.size()),
                static_cast<core::OutputId>(outputs_.size() + 1)};
  outputs_.push_back({name + "Online", -1, false, false, {}});
  outputs_.push_back({name + "Stale", -1, false, false, {}});
  devices_.push_back(std::move(device));
}

}  // namespace bmsgw::route
