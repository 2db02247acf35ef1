#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/app/compile.hpp"
#include "bmsgw/config/loader.hpp"
#include "bmsgw/core/point_registry.hpp"
#include "bmsgw/route/route_table.hpp"

namespace bmsgw::app {

[[nodiscard]] core::milliseconds milliseconds_of(double seconds);

/// What every family of buses adds to when a configuration is compiled: devices, points, rules, routes. Lives
/// for one compile().
class Assembly {
 public:
  explicit Assembly(core::PointRegistry& registry) : registry_(registry) {}

  /// A device of the server's, that of the bus.
  core::DeviceId add_device(const config::BusSettings& bus);
  /// The point of a param, with its rule and its telemetry key. `period`: its packet is polled.
  core::PointId add_param(core::DeviceId device, const config::PacketConfig& packet,
                          const config::ParamConfig& param);
  /// The flag that makes a param valid: a point of its own without a route. `place`: how it is called within
  /// the packet. Nothing new the second time.
  struct Gate {
    core::PointId point{};
    bool is_new = false;
  };
  Gate add_gate(core::DeviceId device, const config::PacketConfig& packet, const std::string& place,
                std::uint32_t field);
  void set_gate(core::PointId point, core::PointId gate);
  /// A point of the device's that no packet has; its text is JSON, and holds until the next.
  core::PointId add_json_point(core::DeviceId device, const std::string& key);

  void add_route(const config::RouteConfig& route);
  /// From a param to a slot; false: there is no such param.
  bool add_bridge(const config::BridgeConfig& bridge, route::SlotId slot);
  [[nodiscard]] std::optional<core::PointId> point_of(const config::ParamPlace& place) const;

  [[nodiscard]] std::vector<PointInfo> take_points();
  [[nodiscard]] std::unique_ptr<route::RouteTable> make_table();

 private:
  struct KnownParam {
    core::PointId point{};
    core::DeviceId device{};
    const config::PacketConfig* packet = nullptr;
    const config::ParamConfig* param = nullptr;
  };
  core::PointId intern(const std::string& name);
  [[nodiscard]] const KnownParam* find(const std::string& bus, const std::string& packet,
                                       const std::string& param) const;
  [[nodiscard]] route::Route make_route(const KnownParam& known, const std::string& key,
                                        const core::ReportPolicy& report) const;

  core::PointRegistry& registry_;
  std::vector<PointInfo> points_;
  std::vector<route::PointRule> rules_;
  std::vector<route::Route> routes_;
  std::vector<std::string> devices_;
  std::vector<std::string> prefixes_;
  std::vector<KnownParam> params_;
};

}  // namespace bmsgw::app
