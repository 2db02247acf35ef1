#include "config/route_reader.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "config/names.hpp"
#include "config/param_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::array<const char*, 3> kBusKeys{"bus", "sentence", "packet"};
constexpr const char* kNotToModbus = "routes can't write to Modbus yet, only to g1, can and mqtt";
constexpr const char* kNotToSnmp = "routes can't write to SNMP yet, only to g1, can and mqtt";
constexpr const char* kWithoutEffect = "routes of this kind have no effect yet in this version";

class RouteReader {
 public:
  RouteReader(const RouteScope& scope, ProblemList& problems) : end_(scope, problems), problems_(problems) {}

  void read(const JsonView& route);
  [[nodiscard]] ResolvedRoutes take() { return std::move(routes_); }

 private:
  using Ends = std::vector<ParamRef>;

  [[nodiscard]] std::optional<std::string> target_family(const JsonView& prot);
  void connect_server(const JsonView& route, const Ends& sources, const core::ReportPolicy& report);
  void connect_bus(const JsonView& route, const Ends& sources, const core::ReportPolicy& report);
  [[nodiscard]] const ParamRef* only_target(const Ends& targets, const JsonView& to);

  RouteEnd end_;
  ProblemList& problems_;
  ResolvedRoutes routes_;
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
  const auto target = target_family(to["prot"]);
  const auto report = read_report(route, problems_);
  const bool is_source = source && is_bus_family(*source);
  const bool to_server = target && *target == "mqtt";
  const bool to_map = target && is_map_family(*target);
  const bool to_bus = target && is_bus_family(*target) && !to_map;
  if (source && !is_source) problems_.note(from["prot"], kWithoutEffect);
  if (to_map) problems_.error(to["prot"], *target == kSnmpFamily ? kNotToSnmp : kNotToModbus);
  if (target && !to_server && !to_bus && !to_map) problems_.note(to["prot"], kWithoutEffect);
  const auto sources = is_source ? end_.find(from) : Ends{};
  if (to_server) connect_server(route, sources, report);
  if (to_bus) connect_bus(route, sources, report);
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
