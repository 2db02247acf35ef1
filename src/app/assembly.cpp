#include "assembly.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::app {

using config::PacketConfig;
using config::ParamConfig;

core::milliseconds milliseconds_of(double seconds) {
  return core::milliseconds(static_cast<std::int64_t>(seconds * 1000.0));
}

namespace {

constexpr core::milliseconds kHoldsUntilTheNext = std::chrono::hours(24 * 365 * 100);

/// How long a value of a polled packet stays fresh, unless it says so itself.
std::optional<core::milliseconds> polled_age(const PacketConfig& packet) {
  if (!packet.request_period_s) return std::nullopt;
  return milliseconds_of(3 * *packet.request_period_s);
}

}  // namespace

core::DeviceId Assembly::add_device(const config::BusSettings& bus) {
  devices_.push_back(bus.name);
  prefixes_.push_back(bus.key_prefix);
  return static_cast<core::DeviceId>(devices_.size() - 1);
}

core::PointId Assembly::intern(const std::string& name) {
  const auto point = registry_.intern(name);
  if (points_.size() < registry_.size()) points_.resize(registry_.size());
  return point;
}

core::PointId Assembly::add_param(core::DeviceId device, const PacketConfig& packet,
                                  const ParamConfig& param) {
  const auto& bus = devices_[core::index_of(device)];
  const auto point = intern(bus + "/" + packet.name + "/" + param.name);
  points_[core::index_of(point)] = {bus, packet.name, param.name, param.format.units, param.field};
  route::PointRule rule;
  rule.point = point;
  rule.valid_bot = param.valid_bot;
  rule.valid_top = param.valid_top;
  rule.send_invalid = param.send_invalid;
  rule.max_age = param.max_age_s ? milliseconds_of(*param.max_age_s) : polled_age(packet);
  rule.outlives_device = param.max_age_s.has_value();
  rules_.push_back(rule);
  params_.push_back({point, device, &packet, &param});
  if (!param.route_to_mqtt.empty()) {
    routes_.push_back(make_route(params_.back(), param.route_to_mqtt, param.report));
  }
  return point;
}

Assembly::Gate Assembly::add_gate(core::DeviceId device, const PacketConfig& packet, const std::string& place,
                                  std::uint32_t field) {
  const auto& bus = devices_[core::index_of(device)];
  const auto point = intern(bus + "/" + packet.name + "/" + place);
  if (std::ranges::find(rules_, point, &route::PointRule::point) != rules_.end()) return {point, false};
  points_[core::index_of(point)] = {bus, packet.name, "", "", field};
  route::PointRule rule;
  rule.point = point;
  rule.max_age = polled_age(packet);
  rules_.push_back(rule);
  return {point, true};
}

core::PointId Assembly::add_json_point(core::DeviceId device, const std::string& key) {
  const auto& bus = devices_[core::index_of(device)];
  const auto point = intern(bus + "//" + key);
  points_[core::index_of(point)] = {bus, "", key, "", 0};
  route::PointRule rule;
  rule.point = point;
  rule.max_age = kHoldsUntilTheNext;
  rule.outlives_device = true;
  rules_.push_back(rule);
  core::OutputDescription output{prefixes_[core::index_of(device)] + key, -1, false, false, {}};
  output.json = true;
  routes_.push_back({point, device, std::move(output), {}, route::kNoSlot});
  return point;
}

void Assembly::set_gate(core::PointId point, core::PointId gate) {
  std::ranges::find(rules_, point, &route::PointRule::point)->gate = gate;
}

route::Route Assembly::make_route(const KnownParam& known, const std::string& key,
                                  const core::ReportPolicy& report) const {
  const auto& format = known.param->format;
  return {known.point,
          known.device,
          {prefixes_[core::index_of(known.device)] + key, format.decimals, format.fixed, known.param->expand,
           known.param->names},
          report,
          route::kNoSlot};
}

const Assembly::KnownParam* Assembly::find(const std::string& bus, const std::string& packet,
                                           const std::string& param) const {
  const auto place = std::ranges::find_if(params_, [&](const KnownParam& known) {
    return devices_[core::index_of(known.device)] == bus && known.packet->name == packet &&
           known.param->name == param;
  });
  return place == params_.end() ? nullptr : &*place;
}

void Assembly::add_route(const config::RouteConfig& route) {
  if (const auto* known = find(route.bus, route.packet, route.param)) {
    routes_.push_back(make_route(*known, route.to_param, route.report));
  }
}

bool Assembly::add_bridge(const config::BridgeConfig& bridge, route::SlotId slot) {
  const auto* known = find(bridge.from.bus, bridge.from.packet, bridge.from.param);
  if (known == nullptr) return false;
  routes_.push_back({known->point, known->device, {}, bridge.report, slot});
  return true;
}

std::optional<core::PointId> Assembly::point_of(const config::ParamPlace& place) const {
  const auto* known = find(place.bus, place.packet, place.param);
  if (known == nullptr) return std::nullopt;
  return known->point;
}

std::vector<PointInfo> Assembly::take_points() {
  points_.resize(registry_.size());
  return std::exchange(points_, {});
}

std::unique_ptr<route::RouteTable> Assembly::make_table() {
  return std::make_unique<route::RouteTable>(registry_.size(), rules_, std::move(routes_), devices_);
}

}  // namespace bmsgw::app
