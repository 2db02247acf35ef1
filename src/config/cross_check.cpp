#include "config/cross_check.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "config/names.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

/// A telemetry key and who sends it.
struct Claim {
  std::string key;
  std::string why;  ///< for a key that nobody wrote down: what it goes with
  const ResolvedBus* bus;
  JsonView source;
};

/// `cellVolt` of `cellVolt_17`; empty: another kind of key.
std::string series_of(const std::string& key) {
  const auto last = key.find_last_not_of("0123456789");
  const bool is_element = last != std::string::npos && last + 1 < key.size() && key[last] == '_';
  return is_element ? key.substr(0, last) : "";
}

bool has_alarms(const ResolvedBus& bus) {
  const auto is_alarm = [](const ResolvedParam& param) {
    return param.config.snmp && param.config.snmp->alarm;
  };
  return !bus.snmp.traps.traps.empty() ||
         std::ranges::any_of(bus.packets, [&is_alarm](const ResolvedPacket& packet) {
           return std::ranges::any_of(packet.params, is_alarm);
         });
}

/// All buses are one device at the server as long as as_device has no effect.
class KeyRegister {
 public:
  explicit KeyRegister(ProblemList& problems) : problems_(problems) {}

  void add_bus(const ResolvedBus& bus);
  void add_output(const ResolvedBus& bus, const ParamConfig& param, const std::string& key,
                  const JsonView& source);
  /// They clash as wholes: it has been said.
  void know_clash(const ResolvedBus& a, const ResolvedBus& b) { clashing_.insert({&a, &b}); }
  void check();

 private:
  void add(Claim claim) { claims_.push_back(std::move(claim)); }
  void report(const Claim& first, const Claim& second);

  ProblemList& problems_;
  std::vector<Claim> claims_;
  std::map<std::string, const Claim*> taken_;
  std::map<std::string, Claim> series_;
  std::set<std::pair<const ResolvedBus*, const ResolvedBus*>> clashing_;
};

void KeyRegister::add_bus(const ResolvedBus& bus) {
  for (const auto* ending : {"Online", "Stale"}) add({bus.name + ending, "of each bus", &bus, bus.source});
  if (!has_alarms(bus)) return;
  for (const auto* key : {"event", "alarms"}) add({bus.key_prefix + key, "of its alarms", &bus, bus.source});
}

void KeyRegister::add_output(const ResolvedBus& bus, const ParamConfig& param, const std::string& key,
                             const JsonView& source) {
  const auto full = bus.key_prefix + key;
  add({full, "", &bus, source});
  if (!param.names.empty()) add({full + "Code", "of a value with names", &bus, source});
  if (param.send_invalid) add({full + "Quality", "of a value with send_invalid", &bus, source});
  if (param.expand) series_.try_emplace(full, Claim{full, "of an expanded list", &bus, source});
}

void KeyRegister::report(const Claim& first, const Claim& second) {
  const auto& at = second.why.empty() || !first.why.empty() ? second : first;
  const auto& other = &at == &second ? first : second;
  auto what = "the key " + in_quotes(at.key) + (at.why.empty() ? "" : " (" + at.why + ")") + " is that of " +
              other.source.location() + (other.why.empty() ? "" : " (" + other.why + ")") + " already";
  if (first.bus == second.bus) {
    problems_.error(at.source, what);
    return;
  }
  const bool is_said =
      first.bus->name == second.bus->name || !clashing_.insert({first.bus, second.bus}).second;
  if (is_said) return;
  problems_.error(at.source, what + ": give one of the buses " + in_quotes(first.bus->name) + " and " +
                                 in_quotes(second.bus->name) +
                                 " a \"key_prefix\" (\"as_device\" has no effect yet)");
}

void KeyRegister::check() {
  for (const auto& claim : claims_) {
    const auto [taken, is_new] = taken_.try_emplace(claim.key, &claim);
    if (!is_new) report(*taken->second, claim);
    const auto series = series_.find(series_of(claim.key));
    if (series != series_.end()) report(series->second, claim);
  }
}

bool repeats(const ResolvedRoute& route, const ResolvedPacket& packet, const ResolvedParam& param) {
  return route.config.packet == packet.config.name && route.config.param == param.config.name &&
         route.config.to_param == param.config.route_to_mqtt;
}

void add_outputs(const ResolvedBus& bus, std::vector<ResolvedRoute>& routes, KeyRegister& keys,
                 ProblemList& problems) {
  for (const auto& packet : bus.packets) {
    for (const auto& param : packet.params) {
      const auto& key = param.config.route_to_mqtt;
      if (!key.empty()) keys.add_output(bus, param.config, key, param.source["route_to_mqtt"]);
    }
  }
  std::erase_if(routes, [&bus, &keys, &problems](const ResolvedRoute& route) {
    if (route.config.bus != bus.name) return false;
    const auto& packet = *bus.find(route.config.packet);
    const auto& param = *find_param(packet, route.config.param);
    const bool is_repeated = repeats(route, packet, param);
    if (is_repeated) problems.warning(route.source, "says again what the param's route_to_mqtt says");
    if (!is_repeated) keys.add_output(bus, param.config, route.config.to_param, route.source);
    return is_repeated;
  });
}

/// Two buses for which this is the same send the same keys; nothing: it has keys of its own.
std::optional<std::string> keys_of(const ResolvedBus& bus) {
  if (is_map_family(bus.family)) return bus.key_prefix + "\n" + bus.reading;
  return bus.is_apart ? std::nullopt : std::optional("\n" + bus.reading);
}

void report_same(const ResolvedBus& bus, const ResolvedBus& first, ProblemList& problems) {
  const bool is_one_line = !bus.line.empty() && bus.line == first.line;
  const auto* const remedy = is_one_line ? "tell their keys apart, as with \"key_prefix\": \"u{unit}_\""
                                         : "give one of them a \"key_prefix\"";
  problems.error(bus.source, in_quotes(bus.name) + " and " + in_quotes(first.name) + " both read " +
                                 in_quotes(bus.protocol) + ": " + remedy);
}

/// Two buses of one protocol and the same profiles send the same keys. Of the units of a Modbus bus that is
/// said once.
void check_same_protocol(const std::vector<ResolvedBus>& buses, KeyRegister& keys, ProblemList& problems) {
  std::map<std::string, std::vector<const ResolvedBus*>> alike;
  std::set<std::pair<std::string, std::string>> said;
  for (const auto& bus : buses) {
    const auto own = keys_of(bus);
    if (!own) continue;
    auto& others = alike[*own];
    for (const auto* other : others) keys.know_clash(*other, bus);
    others.push_back(&bus);
    if (others.size() == 1) continue;
    const bool is_new = bus.line.empty() || said.insert({bus.line, *own}).second;
    if (is_new) report_same(bus, *others.front(), problems);
  }
}

}  // namespace

void check_keys(const std::vector<ResolvedBus>& buses, std::vector<ResolvedRoute>& routes,
                ProblemList& problems) {
  KeyRegister keys(problems);
  check_same_protocol(buses, keys, problems);
  for (const auto& bus : buses) keys.add_bus(bus);
  for (const auto& bus : buses) add_outputs(bus, routes, keys, problems);
  keys.check();
}

}  // namespace bmsgw::config
