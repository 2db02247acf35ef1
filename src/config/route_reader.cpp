#include "config/route_reader.hpp"

#include <algorithm>
#include <optional>

#include "config/edit_distance.hpp"
#include "config/param_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr const char* kWithoutEffect = "routes of this kind have no effect yet in this version";

class RouteReader {
 public:
  RouteReader(const RouteScope& scope, ProblemList& problems) : scope_(scope), problems_(problems) {}

  void read(const JsonView& route);
  [[nodiscard]] std::vector<ResolvedRoute> take() { return std::move(routes_); }

 private:
  using Buses = std::vector<const ResolvedBus*>;

  [[nodiscard]] std::optional<std::string> need(const JsonView& object, const char* key);
  [[nodiscard]] std::optional<std::string> family_of(const JsonView& prot);
  [[nodiscard]] std::optional<Buses> sources(const JsonView& from);
  [[nodiscard]] const ResolvedBus* named_bus(const JsonView& bus);
  void connect(const JsonView& route, bool to_mqtt);
  void refuse(const JsonView& at, std::string what, bool to_mqtt);
  void refuse_source(const JsonView& from, const ResolvedBus& bus, const JsonView& packet, bool to_mqtt);

  const RouteScope& scope_;
  ProblemList& problems_;
  std::vector<ResolvedRoute> routes_;
};

JsonView packet_of(const JsonView& from) {
  return from["sentence"].given() ? from["sentence"] : from["packet"];
}

std::optional<std::string> RouteReader::need(const JsonView& object, const char* key) {
  const auto value = object[key];
  if (!value.given()) problems_.error(object, in_quotes(key) + " is missing");
  return value.text();
}

std::optional<std::string> RouteReader::family_of(const JsonView& prot) {
  const auto name = prot.text().value_or("");
  const auto* protocol = scope_.book.find(name);
  if (protocol != nullptr) return protocol->family;
  const auto reads = [&name](const ResolvedBus& bus) { return is_same_word(bus.protocol, name); };
  auto family = family_named(name);
  const bool is_known = std::ranges::any_of(scope_.buses, reads) || (!family.empty() && family != "g1");
  if (is_known) return family;
  auto names = scope_.book.names();
  names.emplace_back("mqtt");
  problems_.error(prot, "there is no protocol " + in_quotes(name) + hint_for(name, names));
  return std::nullopt;
}

void RouteReader::read(const JsonView& route) {
  const auto from = route["from"];
  const auto to = route["to"];
  for (const auto& part : {from, to}) {
    if (!part.given()) problems_.error(route, in_quotes(part.name()) + " is missing");
  }
  if (!from.is_object() || !to.is_object()) return;
  const bool has_source = need(from, "prot").has_value();
  const bool has_target = need(to, "prot").has_value();
  check_key(to["param"], problems_);
  if (!has_source || !has_target) return;
  const auto source = family_of(from["prot"]);
  const auto target = family_of(to["prot"]);
  const bool to_mqtt = target == "mqtt";
  if (target && !to_mqtt) problems_.note(to["prot"], kWithoutEffect);
  if (source && *source != "g1") problems_.note(from["prot"], kWithoutEffect);
  if (source && *source == "g1") connect(route, to_mqtt);
}

const ResolvedBus* RouteReader::named_bus(const JsonView& bus) {
  const auto name = bus.text().value_or("");
  std::vector<std::string> names;
  for (const auto& each : scope_.buses) {
    if (each.name == name) return &each;
    names.push_back(each.name);
  }
  if (std::ranges::find(scope_.resting_buses, name) != scope_.resting_buses.end()) {
    problems_.note(bus, "the bus " + in_quotes(name) + " is not enabled: this route rests");
  } else if (bus.exists()) {
    problems_.error(bus, "there is no bus " + in_quotes(name) + hint_for(name, names));
  }
  return nullptr;
}

/// The buses that a route reads from; without any bus, the protocol itself stands for them.
std::optional<RouteReader::Buses> RouteReader::sources(const JsonView& from) {
  const auto prot = from["prot"].text().value_or("");
  Buses found;
  if (from["bus"].given()) {
    const auto* bus = named_bus(from["bus"]);
    if (bus == nullptr) return std::nullopt;
    if (is_same_word(bus->protocol, prot)) return Buses{bus};
    problems_.error(from["bus"], "the bus " + in_quotes(bus->name) + " reads " + in_quotes(bus->protocol) +
                                     ", not " + in_quotes(prot));
    return std::nullopt;
  }
  for (const auto* buses : {&scope_.buses, &scope_.unused}) {
    for (const auto& bus : *buses) {
      if (is_same_word(bus.protocol, prot)) found.push_back(&bus);
    }
    if (!found.empty()) return found;
  }
  return std::nullopt;
}

void RouteReader::refuse(const JsonView& at, std::string what, bool to_mqtt) {
  if (to_mqtt) {
    problems_.error(at, std::move(what));
  } else {
    problems_.warning(at, std::move(what));
  }
}

void RouteReader::refuse_source(const JsonView& from, const ResolvedBus& bus, const JsonView& packet,
                                bool to_mqtt) {
  std::vector<std::string> names;
  const auto packet_name = packet.text().value_or("");
  const auto* found = bus.find(packet_name);
  if (found == nullptr) {
    for (const auto& each : bus.packets) names.push_back(each.config.name);
    const auto hint = hint_for(packet_name, names);
    refuse(packet, "there is no packet " + in_quotes(packet_name) + " in " + in_quotes(bus.protocol) + hint,
           to_mqtt);
    return;
  }
  for (const auto& each : found->params) names.push_back(each.config.name);
  const auto param = from["param"].text().value_or("");
  refuse(from["param"],
         "there is no param " + in_quotes(param) + " in " + in_quotes(packet_name) + hint_for(param, names),
         to_mqtt);
}

void RouteReader::connect(const JsonView& route, bool to_mqtt) {
  const auto from = route["from"];
  const auto packet = packet_of(from);
  const auto report = read_report(route, problems_);
  if (!packet.given()) problems_.error(from, "\"sentence\" (or \"packet\") is missing");
  const bool has_param = need(from, "param").has_value();
  const auto key = to_mqtt ? need(route["to"], "param") : std::nullopt;
  if (!packet.text() || !has_param) return;
  const auto buses = sources(from);
  if (!buses) return;
  bool is_found = false;
  for (const auto* bus : *buses) {
    const auto* found = bus->find(*packet.text());
    const auto* param = found != nullptr ? find_param(*found, *from["param"].text()) : nullptr;
    is_found = is_found || param != nullptr;
    if (param == nullptr || !key || bus->name.empty()) continue;
    routes_.push_back(
        {{bus->name, found->config.name, param->config.name, *key, report}, route["to"]["param"]});
  }
  if (!is_found) refuse_source(from, *buses->front(), packet, to_mqtt);
}

}  // namespace

std::vector<ResolvedRoute> read_routes(const JsonView& routes, const RouteScope& scope,
                                       ProblemList& problems) {
  RouteReader reader(scope, problems);
  for (const auto& route : routes.entries()) {
    if (route.is_object()) reader.read(route);
  }
  return reader.take();
}

}  // namespace bmsgw::config
