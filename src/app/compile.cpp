#include "bmsgw/app/compile.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::app {
namespace {

using config::BusProtocol;
using config::PacketConfig;
using config::ParamConfig;

core::milliseconds milliseconds_of(double seconds) {
  return core::milliseconds(static_cast<std::int64_t>(seconds * 1000.0));
}

/// Builds one CompiledGateway; lives for one compile().
class Compiler {
 public:
  Compiler(const config::Config& config, core::PointRegistry& registry)
      : config_(config), registry_(registry) {}

  CompiledGateway run() {
    for (const auto& bus : config_.settings.serial) add_bus(bus);
    for (const auto& route : config_.params.routes) add_route(route);
    made_.points.resize(registry_.size());
    made_.routes =
        std::make_unique<route::RouteTable>(registry_.size(), rules_, std::move(routes_), devices_);
    return std::move(made_);
  }

 private:
  void add_bus(const config::SerialBus& serial) {
    const auto& name = serial.bus.name;
    const auto protocol = std::ranges::find(config_.params.buses, name, &BusProtocol::bus);
    if (!serial.bus.enabled || protocol == config_.params.buses.end()) return;
    driver::G1BusPlan plan;
    plan.bus = static_cast<core::BusId>(made_.buses.size());
    plan.device = static_cast<core::DeviceId>(devices_.size());
    plan.name = name;
    plan.where = serial.device;
    plan.max_line = serial.max_line;
    devices_.push_back(name);
    prefixes_.push_back(serial.bus.key_prefix);
    for (const auto& packet : protocol->packets) add_packet(plan, packet, protocol->packets);
    made_.buses.push_back(std::move(plan));
  }

  void add_packet(driver::G1BusPlan& plan, const PacketConfig& packet,
                  const std::vector<PacketConfig>& packets) {
    driver::G1BusPlan::Packet planned{packet.id, {}, false};
    if (packet.request_period_s) planned.period = milliseconds_of(*packet.request_period_s);
    for (const auto& param : packet.params) {
      planned.list = planned.list || param.list;
      add_param(plan, packet, param, packets);
    }
    plan.packets.push_back(std::move(planned));
  }

  void add_param(driver::G1BusPlan& plan, const PacketConfig& packet, const ParamConfig& param,
                 const std::vector<PacketConfig>& packets) {
    const auto point = intern(plan.name + "/" + packet.name + "/" + param.name);
    made_.points[core::index_of(point)] = {plan.name, packet.name, param.name, param.format.units,
                                           param.field};
    plan.points.push_back({point, packet.id, param.field, param.format, param.list, param.index_field});
    route::PointRule rule{point, param.valid_bot, param.valid_top, param.send_invalid, {}, core::kNoPoint};
    if (param.max_age_s) {
      rule.max_age = milliseconds_of(*param.max_age_s);
    } else if (packet.request_period_s) {
      rule.max_age = milliseconds_of(3 * *packet.request_period_s);
    }
    if (param.valid_if) rule.gate = add_gate(plan, *param.valid_if, packets);
    rules_.push_back(rule);
    if (!param.route_to_mqtt.empty()) {
      routes_.push_back(make_route(point, plan.device, param, param.route_to_mqtt, param.report));
    }
    params_.push_back({point, plan.device, &packet, &param});
  }

  /// The flag that makes a value valid, as a point of its own without a route.
  core::PointId add_gate(driver::G1BusPlan& plan, const config::FlagPlace& place,
                         const std::vector<PacketConfig>& packets) {
    const auto place_name =
        place.packet + "/" + std::to_string(place.field) + "." + std::to_string(place.bit);
    const auto point = intern(plan.name + "/" + place_name);
    const auto known = std::ranges::find(plan.points, point, &codec::g1::PointSpec::point);
    if (known != plan.points.end()) return point;
    const auto packet = std::ranges::find(packets, place.packet, &PacketConfig::name);
    core::FieldFormat flag;
    flag.encoding = core::Encoding::hex_bit_bool;
    flag.bit = static_cast<std::uint8_t>(place.bit);
    const auto& sentence = packet == packets.end() ? place.packet : packet->id;
    made_.points[core::index_of(point)] = {plan.name, place.packet, "", "", place.field};
    plan.points.push_back({point, sentence, place.field, flag, false, {}});
    route::PointRule rule{point, {}, {}, false, {}, core::kNoPoint};
    if (packet != packets.end() && packet->request_period_s)
      rule.max_age = milliseconds_of(3 * *packet->request_period_s);
    rules_.push_back(rule);
    return point;
  }

  void add_route(const config::RouteConfig& route) {
    for (const auto& known : params_) {
      const auto& bus = devices_[core::index_of(known.device)];
      if ((!route.bus.empty() && route.bus != bus) || route.packet != known.packet->name ||
          route.param != known.param->name) {
        continue;
      }
      routes_.push_back(make_route(known.point, known.device, *known.param, route.to_param, route.report));
    }
  }

  route::Route make_route(core::PointId point, core::DeviceId device, const ParamConfig& param,
                          const std::string& key, const core::ReportPolicy& report) {
    const auto& format = param.format;
    return {
        point,
        device,
        {prefixes_[core::index_of(device)] + key, format.decimals, format.fixed, param.expand, param.names},
        report};
  }

  core::PointId intern(const std::string& name) {
    const auto point = registry_.intern(name);
    if (made_.points.size() < registry_.size()) made_.points.resize(registry_.size());
    return point;
  }

  struct KnownParam {
    core::PointId point{};
    core::DeviceId device{};
    const PacketConfig* packet = nullptr;
    const ParamConfig* param = nullptr;
  };

  const config::Config& config_;
  core::PointRegistry& registry_;
  CompiledGateway made_;
  std::vector<route::PointRule> rules_;
  std::vector<route::Route> routes_;
  std::vector<std::string> devices_;
  std::vector<std::string> prefixes_;
  std::vector<KnownParam> params_;
};

}  // namespace

CompiledGateway compile(const config::Config& config, core::PointRegistry& registry) {
  return Compiler(config, registry).run();
}

}  // namespace bmsgw::app
