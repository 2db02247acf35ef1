#include "config/bus_resolver.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "config/bus_layers.hpp"
#include "config/condition_reader.hpp"
#include "config/line_load_check.hpp"
#include "config/map_allow_check.hpp"
#include "config/modbus_map_reader.hpp"
#include "config/names.hpp"
#include "config/params_reader.hpp"
#include "config/poll_check.hpp"
#include "config/profile_fit.hpp"
#include "config/quoting.hpp"
#include "config/snmp_map_reader.hpp"
#include "config/snmp_scale_reader.hpp"

namespace bmsgw::config {
namespace {

/// Protocol and profiles as one text.
std::string reading_of(const std::string& protocol, const std::vector<std::string>& profiles) {
  auto text = protocol;
  for (const auto& profile : profiles) text += "\n" + profile;
  return text;
}

ReadingPlace place_of(const char* family, const JsonView& bus) {
  return {family, bus, bus["protocol"], bus["profile"]};
}

class BusResolver {
 public:
  BusResolver(BusLayerFinder finder, ProblemList& problems) : finder_(finder), problems_(problems) {}

  [[nodiscard]] ResolvedBus resolve(const char* family, BusSettings& settings, const JsonView& bus);
  /// A unit of a Modbus bus; it rests when its map isn't complete.
  [[nodiscard]] ResolvedBus resolve(ModbusUnit& unit, const JsonView& place, const ModbusBus& modbus,
                                    const JsonView& bus);
  [[nodiscard]] ResolvedBus resolve(SnmpBus& snmp, const JsonView& bus);
  /// A CAN bus as RMS writes it into settings.json, which nothing describes: that was no error before CAN
  /// took part, so it is none now. It is said.
  [[nodiscard]] bool has_to_rest(const BusSettings& settings, const JsonView& bus);

 private:
  [[nodiscard]] ResolvedBus map_of(const std::string& reading, const BusLayers& layers, const JsonView& bus);
  void let_rest(ModbusUnit& unit, const ResolvedBus& resolved);

  BusLayerFinder finder_;
  ProblemList& problems_;
  std::map<std::string, ResolvedBus> maps_;  ///< of Modbus, by what is read
};

ResolvedBus BusResolver::resolve(const char* family, BusSettings& settings, const JsonView& bus) {
  const auto found = finder_.find(place_of(family, bus), settings.protocol);
  ResolvedBus resolved{.name = settings.name,
                       .family = family,
                       .protocol = settings.protocol,
                       .key_prefix = settings.key_prefix,
                       .source = bus,
                       .reading = reading_of(settings.protocol, settings.profiles),
                       .packets = {}};
  resolved.is_apart = !settings.key_prefix.empty() || !settings.as_device.empty();
  ProfileFit fit(bus, found.profiles, problems_);
  resolved.packets = read_packets(family, found.layers, fit, problems_);
  resolve_conditions(resolved, problems_);
  return resolved;
}

ResolvedBus BusResolver::resolve(ModbusUnit& unit, const JsonView& place, const ModbusBus& modbus,
                                 const JsonView& bus) {
  const auto& protocol = place["protocol"].given() ? place : bus;
  const auto& profile = place["profile"].given() ? place : bus;
  const auto found =
      finder_.find({kModbusFamily, place, protocol["protocol"], profile["profile"]}, unit.protocol);
  auto resolved = map_of(reading_of(unit.protocol, unit.profiles), found, bus);
  resolved.name = unit.name;
  resolved.protocol = unit.protocol;
  resolved.key_prefix = unit.key_prefix;
  resolved.source = place;
  resolved.line = modbus.bus.name;
  if (!resolved.open.empty()) let_rest(unit, resolved);
  return resolved;
}

ResolvedBus BusResolver::resolve(SnmpBus& snmp, const JsonView& bus) {
  const auto found = finder_.find(place_of(kSnmpFamily, bus), snmp.bus.protocol);
  ResolvedBus resolved{.name = snmp.bus.name,
                       .family = kSnmpFamily,
                       .protocol = snmp.bus.protocol,
                       .key_prefix = snmp.bus.key_prefix,
                       .source = bus,
                       .reading = reading_of(snmp.bus.protocol, snmp.bus.profiles),
                       .packets = {}};
  const ProfileFit fit(bus, found.profiles, problems_);
  read_snmp_map(found.layers, fit, resolved, problems_);
  return resolved;
}

/// Read once, however many units have it.
ResolvedBus BusResolver::map_of(const std::string& reading, const BusLayers& layers, const JsonView& bus) {
  const auto known = maps_.find(reading);
  if (known != maps_.end()) return known->second;
  ResolvedBus map{.name = "",
                  .family = kModbusFamily,
                  .protocol = "",
                  .key_prefix = "",
                  .source = bus,
                  .reading = reading,
                  .packets = {}};
  const ProfileFit fit(bus, layers.profiles, problems_);
  read_modbus_map(layers.layers, fit, map, problems_);
  return maps_.emplace(reading, std::move(map)).first->second;
}

void BusResolver::let_rest(ModbusUnit& unit, const ResolvedBus& resolved) {
  unit.enabled = false;
  std::string names;
  for (const auto& name : resolved.open) names += (names.empty() ? "" : ", ") + in_quotes(name);
  problems_.warning(resolved.source, in_quotes(unit.name) +
                                         " rests: its map isn't complete; not known yet: " + names +
                                         "; give them under \"addresses\" of the protocol " +
                                         in_quotes(unit.protocol) + " in params_config.json");
}

bool BusResolver::has_to_rest(const BusSettings& settings, const JsonView& bus) {
  const bool is_described = !settings.profiles.empty() || finder_.knows(settings.protocol);
  if (is_described || family_named(settings.protocol) != kCanFamily) return false;
  problems_.warning(
      place_of_protocol(place_of(kCanFamily, bus)),
      "there is no protocol " + in_quotes(settings.protocol) +
          " in params_config.json, and the bus has no \"profile\": nothing says what its frames "
          "mean, and the bus rests");
  return true;
}

/// Every packet is only listened to, whatever its request_period says.
void ask_nothing(ResolvedBus& bus) {
  for (auto& packet : bus.packets) packet.config.request_period_s.reset();
}

void resolve_can(SettingsReading& reading, BusResolver& resolver, std::vector<ResolvedBus>& buses,
                 ProblemList& problems) {
  for (std::size_t i = 0; i < reading.can.size(); ++i) {
    auto& can = reading.settings.can[i];
    if (can.bus.enabled && resolver.has_to_rest(can.bus, reading.can[i])) can.bus.enabled = false;
    if (!can.bus.enabled) continue;
    buses.push_back(resolver.resolve(kCanFamily, can.bus, reading.can[i]));
    buses.back().from_serial = can.from_serial;
    if (can.listen_only) ask_nothing(buses.back());
    if (!can.interface.empty()) check_polls(buses.back(), problems);
  }
}

void resolve_modbus(SettingsReading& reading, BusResolver& resolver, std::vector<ResolvedBus>& buses,
                    ProblemList& problems) {
  for (std::size_t i = 0; i < reading.modbus.size(); ++i) {
    auto& modbus = reading.settings.modbus[i];
    const auto& [bus, places] = reading.modbus[i];
    if (!modbus.bus.enabled) continue;
    const auto first = buses.size();
    for (std::size_t unit = 0; unit < modbus.units.size(); ++unit)
      buses.push_back(resolver.resolve(modbus.units[unit], places[unit], modbus, bus));
    std::vector<const ResolvedBus*> units;
    for (auto unit = first; unit < buses.size(); ++unit) units.push_back(&buses[unit]);
    check_map_allow(bus, units, problems);
    check_line_load(modbus, units, bus, problems);
  }
}

void resolve_snmp(SettingsReading& reading, BusResolver& resolver, std::vector<ResolvedBus>& buses,
                  ProblemList& problems) {
  for (std::size_t i = 0; i < reading.snmp.size(); ++i) {
    auto& snmp = reading.settings.snmp[i];
    if (!snmp.bus.enabled) continue;
    buses.push_back(resolver.resolve(snmp, reading.snmp[i]));
    check_map_allow(reading.snmp[i], {&buses.back()}, problems);
    check_given_scale(snmp, reading.snmp[i], buses.back(), problems);
  }
}

}  // namespace

std::vector<ResolvedBus> resolve_buses(SettingsReading& reading, const ProtocolBook& book,
                                       ProfileStore& profiles, ProblemList& problems) {
  BusResolver resolver(BusLayerFinder(book, profiles, problems), problems);
  std::vector<ResolvedBus> buses;
  for (std::size_t i = 0; i < reading.serial.size(); ++i) {
    auto& settings = reading.settings.serial[i].bus;
    if (settings.enabled) buses.push_back(resolver.resolve(kG1Family, settings, reading.serial[i]));
  }
  resolve_can(reading, resolver, buses, problems);
  resolve_modbus(reading, resolver, buses, problems);
  resolve_snmp(reading, resolver, buses, problems);
  return buses;
}

}  // namespace bmsgw::config
