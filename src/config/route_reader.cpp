#include "config/route_reader.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "config/method_names_check.hpp"
#include "config/names.hpp"
#include "config/param_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr const char* kServer = "mqtt";
constexpr std::array<const char*, 3> kBusKeys{"bus", "sentence", "packet"};
constexpr std::array<const char*, 1> kMethodKeys{"attribute"};
constexpr std::array<const char*, 3> kReportKeys{"deadband", "min_interval", "max_interval"};
constexpr const char* kNotToModbus = "routes can't write to Modbus yet, only to g1, can and mqtt";
constexpr const char* kNotToSnmp = "routes can't write to SNMP yet, only to g1, can and mqtt";
constexpr const char* kFromServer = "the server's values go to buses: g1, can, modbus or snmp";

class RouteReader {
 public:
  RouteReader(const RouteScope& scope, ProblemList& problems) : end_(scope, problems), problems_(problems) {}

  void read(const JsonView& route);
  [[nodiscard]] ResolvedRoutes take() { return std::move(routes_); }

 private:
  using Ends = std::vector<ParamRef>;

  [[nodiscard]] std::optional<std::string> target_family(const JsonView& prot);
  void connect_server(const JsonView& route, const Ends& sources, const core::ReportPolicy& report);
  void read_bus_route(const JsonView& route, bool has_source);
  void read_method(const JsonView& route, const std::string& target);
  void connect_bus(const JsonView& route, const Ends& sources, const core::ReportPolicy& report);
  [[nodiscard]] const ParamRef* only_target(const Ends& targets, const JsonView& to);

  RouteEnd end_;
  ProblemList& problems_;
  ResolvedRoutes routes_;
  MethodNames names_;
};

void RouteReader::read(const JsonView& route) {
  const auto from = route["from"];
  const auto to = route["to"];
  for (const auto& part : {from, to}) {
    if (!part.given()) problems_.error(route, in_quotes(part.name()) + " is missing");
  }
  if (!from.is_object() || !to.is_object()) return;
  const bool has_source = end_.need(from, "prot").has_value();
  const bool has_target = end_.need(to, "prot").has_value();
  check_key(to["param"], problems_);
  if (!has_source || !has_target) return;
  const auto source = end_.family_of(from["prot"]);
  if (source && *source == kServer) {
    const auto target = end_.family_of(to["prot"]);
    if (target) read_method(route, *target);
  } else {
    read_bus_route(route, source && is_bus_family(*source));
  }
}

void RouteReader::read_bus_route(const JsonView& route, bool has_source) {
  const auto to = route["to"];
  const auto target = target_family(to["prot"]);
  const auto report = read_report(route, problems_);
  warn_of(route["from"], kMethodKeys, "only means something for \"prot\": \"mqtt\"", problems_);
  const auto sources = has_source ? end_.find(route["from"]) : Ends{};
  if (!target) return;
  if (*target == kServer) {
    connect_server(route, sources, report);
  } else if (is_map_family(*target)) {
    problems_.error(to["prot"], *target == kSnmpFamily ? kNotToSnmp : kNotToModbus);
  } else {
    connect_bus(route, sources, report);
  }
}

/// `{"prot":"mqtt","param":"X"}`: a method X, and when asked for a shared attribute.
void RouteReader::read_method(const JsonView& route, const std::string& target) {
  const auto from = route["from"];
  warn_of(from, kBusKeys, "means nothing for mqtt", problems_);
  warn_of(route, kReportKeys, "means nothing for what the server asks for", problems_);
  const auto name = end_.need(from, "param");
  if (name) names_.check(from["param"], *name, route, problems_);
  if (target == kServer) return problems_.error(route["to"]["prot"], kFromServer);
  const auto targets = end_.find(route["to"]);
  const auto* const place = only_target(targets, route["to"]);
  if (!name || place == nullptr) return;
  routes_.methods.push_back({*name, *place, from["attribute"].boolean().value_or(false), route});
}

/// Modbus and SNMP are no targets, whether there is a map or not.
std::optional<std::string> RouteReader::target_family(const JsonView& prot) {
  const auto named = family_named(prot.text().value_or(""));
  return is_map_family(named) ? named : end_.family_of(prot);
}

void RouteReader::connect_server(const JsonView& route, const Ends& sources,
                                 const core::ReportPolicy& report) {
  const auto key = end_.need(route["to"], "param");
  warn_of(route["to"], kBusKeys, "means nothing for mqtt", problems_);
  for (const auto& [bus, packet, param] : sources) {
    if (!key || bus->name.empty()) continue;
    routes_.to_server.push_back(
        {{bus->name, packet->config.name, param->config.name, *key, report}, route["to"]["param"]});
  }
}

const ParamRef* RouteReader::only_target(const Ends& targets, const JsonView& to) {
  if (targets.empty()) return nullptr;
  const auto& first = targets.front();
  if (first.bus->name.empty()) {
    problems_.note(to["prot"],
                   "no enabled bus reads " + in_quotes(first.bus->protocol) + ": this route rests");
    return nullptr;
  }
  if (targets.size() == 1) return &first;
  problems_.error(to, "several buses read " + in_quotes(first.bus->protocol) +
                          ": name one, as in \"bus\": " + in_quotes(first.bus->name));
  return nullptr;
}

void RouteReader::connect_bus(const JsonView& route, const Ends& sources, const core::ReportPolicy& report) {
  const auto targets = end_.find(route["to"]);
  const auto* target = only_target(targets, route["to"]);
  for (const auto& source : sources) {
    if (target == nullptr || source.bus->name.empty()) continue;
    routes_.bridges.push_back({source, *target, report, route});
  }
}

}  // namespace

ResolvedRoutes read_routes(const JsonView& routes, const RouteScope& scope, ProblemList& problems) {
  RouteReader reader(scope, problems);
  for (const auto& route : routes.entries()) {
    if (route.is_object()) reader.read(route);
  }
  return reader.take();
}

}  // namespace bmsgw::config
