#include "config/bus_layers.hpp"

#include <string_view>

#include "config/edit_distance.hpp"
#include "config/names.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

const char* kind_of(std::string_view family) {
  if (family == kCanFamily) return "a CAN";
  if (family == kSnmpFamily) return "an SNMP";
  return family == kModbusFamily ? "a Modbus" : "a serial";
}

}  // namespace

const JsonView& place_of_protocol(const ReadingPlace& place) {
  return place.protocol.given() ? place.protocol : place.bus;
}

void BusLayerFinder::refuse_unknown(const std::string& protocol, const ReadingPlace& place) {
  const bool wants_profile = is_map_family(place.family) && !place.protocol.given() && !place.profile.given();
  problems_.error(place_of_protocol(place),
                  "there is no protocol " + in_quotes(protocol) + " in params_config.json" +
                      (wants_profile ? ", nor does the bus name a \"profile\"" : "") +
                      hint_for(protocol, book_.names()));
}

void BusLayerFinder::refuse_family(const Protocol& protocol, const ReadingPlace& place) {
  problems_.error(place_of_protocol(place), std::string(kind_of(place.family)) + " bus speaks " +
                                                place.family + "; " + in_quotes(protocol.name) +
                                                " is a protocol of " + protocol.family);
}

Layers BusLayerFinder::protocol_of(const ReadingPlace& place, std::string& protocol, bool has_profile) {
  const auto* found = book_.find(protocol);
  if (found == nullptr) {
    const bool is_in_profiles = has_profile && family_named(protocol) == place.family;
    const bool is_usable = place.protocol.exists() || !place.protocol.given();
    if (!is_in_profiles && is_usable) refuse_unknown(protocol, place);
    return {};
  }
  protocol = found->name;
  if (found->family.empty() || found->family == place.family) return found->layers;
  refuse_family(*found, place);
  return {};
}

BusLayers BusLayerFinder::find(const ReadingPlace& place, std::string& protocol) {
  BusLayers found;
  found.profiles = profiles_.profiles_of(place.profile);
  found.layers = protocol_of(place, protocol, !found.profiles.empty());
  for (const auto& profile : found.profiles) found.layers.push_back(profile.source);
  return found;
}

}  // namespace bmsgw::config
