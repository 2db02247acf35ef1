#include "config/route_end.hpp"

#include <algorithm>

#include "config/edit_distance.hpp"
#include "config/names.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {

JsonView packet_key(const JsonView& end) {
  return end["sentence"].given() ? end["sentence"] : end["packet"];
}

std::optional<std::string> RouteEnd::need(const JsonView& object, const char* key) {
  const auto value = object[key];
  if (!value.given()) problems_.error(object, in_quotes(key) + " is missing");
  return value.text();
}

bool RouteEnd::is_read(const std::string& protocol) const {
  const auto reads = [&protocol](const auto& bus) { return is_same_word(bus.protocol, protocol); };
  return std::ranges::any_of(scope_.buses, reads) || std::ranges::any_of(scope_.resting, reads);
}

std::optional<std::string> RouteEnd::family_of(const JsonView& prot) {
  const auto name = prot.text().value_or("");
  const auto* protocol = scope_.book.find(name);
  if (protocol != nullptr) return protocol->family;
  auto family = family_named(name);
  if (is_read(name) || (!family.empty() && !is_bus_family(family))) return family;
  auto names = scope_.book.names();
  names.emplace_back("mqtt");
  problems_.error(prot, "there is no protocol " + in_quotes(name) + hint_for(name, names));
  return std::nullopt;
}

const ResolvedBus* RouteEnd::named_bus(const JsonView& bus) {
  const auto name = bus.text().value_or("");
  std::vector<std::string> names;
  for (const auto& each : scope_.buses) {
    if (each.name == name) return &each;
    names.push_back(each.name);
  }
  if (std::ranges::find(scope_.resting, name, &RestingBus::name) != scope_.resting.end()) {
    problems_.note(bus, "the bus " + in_quotes(name) + " is not enabled: this route rests");
  } else if (bus.exists()) {
    problems_.error(bus, "there is no bus " + in_quotes(name) + hint_for(name, names));
  }
  return nullptr;
}

/// The buses that an end stands for; without any, the protocol itself stands for them.
RouteEnd::Buses RouteEnd::buses_of(const JsonView& end) {
  const auto prot = end["prot"].text().value_or("");
  if (end["bus"].given()) {
    const auto* bus = named_bus(end["bus"]);
    if (bus == nullptr) return {};
    if (is_same_word(bus->protocol, prot)) return {bus};
    problems_.error(end["bus"], "the bus " + in_quotes(bus->name) + " reads " + in_quotes(bus->protocol) +
                                    ", not " + in_quotes(prot));
    return {};
  }
  Buses found;
  for (const auto* buses : {&scope_.buses, &scope_.unused}) {
    for (const auto& bus : *buses) {
      if (is_same_word(bus.protocol, prot)) found.push_back(&bus);
    }
    if (!found.empty()) break;
  }
  return found;
}

void RouteEnd::refuse(const JsonView& end, const ResolvedBus& bus) {
  std::vector<std::string> names;
  const auto packet_name = packet_key(end).text().value_or("");
  const auto* packet = bus.find(packet_name);
  if (packet == nullptr) {
    for (const auto& each : bus.packets) names.push_back(each.config.name);
    problems_.error(packet_key(end), "there is no packet " + in_quotes(packet_name) + " in " +
                                         in_quotes(bus.protocol) + hint_for(packet_name, names));
    return;
  }
  for (const auto& each : packet->params) names.push_back(each.config.name);
  const auto param = end["param"].text().value_or("");
  problems_.error(end["param"], "there is no param " + in_quotes(param) + " in " + in_quotes(packet_name) +
                                    hint_for(param, names));
}

std::vector<ParamRef> RouteEnd::find(const JsonView& end) {
  const auto packet_name = packet_key(end);
  if (!packet_name.given()) problems_.error(end, "\"sentence\" (or \"packet\") is missing");
  const auto param_name = need(end, "param");
  std::vector<ParamRef> found;
  if (!packet_name.text() || !param_name) return found;
  const auto buses = buses_of(end);
  for (const auto* bus : buses) {
    const auto* packet = bus->find(*packet_name.text());
    const auto* param = packet != nullptr ? find_param(*packet, *param_name) : nullptr;
    if (param != nullptr) found.push_back({bus, packet, param});
  }
  if (found.empty() && !buses.empty()) refuse(end, *buses.front());
  return found;
}

}  // namespace bmsgw::config
