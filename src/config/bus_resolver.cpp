#include "config/bus_resolver.hpp"

#include <algorithm>

#include "config/edit_distance.hpp"
#include "config/params_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr const char* kSerialFamily = "g1";

/// At the bus's protocol, or at the bus when it only has the default.
JsonView place_of_protocol(const JsonView& bus) {
  return bus["protocol"].given() ? bus["protocol"] : bus;
}

class BusResolver {
 public:
  BusResolver(const ProtocolBook& book, ProfileStore& profiles, ProblemList& problems)
      : book_(book), profiles_(profiles), problems_(problems) {}

  [[nodiscard]] ResolvedBus resolve(BusSettings& settings, const JsonView& bus);

 private:
  [[nodiscard]] std::vector<JsonView> layers_of(BusSettings& settings, const JsonView& bus);
  void refuse_unknown(const std::string& protocol, const JsonView& bus);

  const ProtocolBook& book_;
  ProfileStore& profiles_;
  ProblemList& problems_;
};

void BusResolver::refuse_unknown(const std::string& protocol, const JsonView& bus) {
  const auto hint = hint_for(protocol, book_.names());
  problems_.error(place_of_protocol(bus),
                  "there is no protocol " + in_quotes(protocol) + " in params_config.json" + hint);
}

std::vector<JsonView> BusResolver::layers_of(BusSettings& settings, const JsonView& bus) {
  auto layers = profiles_.profiles_of(bus);
  const auto* protocol = book_.find(settings.protocol);
  if (protocol == nullptr) {
    const bool is_in_profiles = !layers.empty() && family_named(settings.protocol) == kSerialFamily;
    if (!is_in_profiles && (bus["protocol"].exists() || !bus["protocol"].given())) {
      refuse_unknown(settings.protocol, bus);
    }
    return layers;
  }
  settings.protocol = protocol->name;
  if (!protocol->family.empty() && protocol->family != kSerialFamily) {
    problems_.error(place_of_protocol(bus), "a serial bus speaks g1; " + in_quotes(protocol->name) +
                                                " is a protocol of " + protocol->family);
    return {};
  }
  layers.insert(layers.begin(), protocol->layers.begin(), protocol->layers.end());
  return layers;
}

ResolvedBus BusResolver::resolve(BusSettings& settings, const JsonView& bus) {
  const auto layers = layers_of(settings, bus);
  const bool is_apart = !settings.key_prefix.empty() || !settings.as_device.empty();
  ResolvedBus resolved{settings.name, settings.protocol, settings.key_prefix, is_apart, bus, {}};
  resolved.packets = read_packets(layers, problems_);
  resolve_conditions(resolved, problems_);
  return resolved;
}

}  // namespace

std::vector<ResolvedBus> resolve_buses(SettingsReading& reading, const ProtocolBook& book,
                                       ProfileStore& profiles, ProblemList& problems) {
  BusResolver resolver(book, profiles, problems);
  std::vector<ResolvedBus> buses;
  for (std::size_t i = 0; i < reading.serial.size(); ++i) {
    auto& settings = reading.settings.serial[i].bus;
    if (settings.enabled) buses.push_back(resolver.resolve(settings, reading.serial[i]));
  }
  return buses;
}

std::vector<ResolvedBus> resolve_unused(const std::vector<ResolvedBus>& buses, const ProtocolBook& book,
                                        ProblemList& problems) {
  std::vector<ResolvedBus> unused;
  for (const auto& protocol : book.all()) {
    const auto reads = [&protocol](const ResolvedBus& bus) { return bus.protocol == protocol.name; };
    if (protocol.family != kSerialFamily || std::ranges::any_of(buses, reads)) continue;
    const auto packets = read_packets(protocol.layers, problems);
    unused.push_back({"", protocol.name, "", false, protocol.layers.front(), packets});
  }
  return unused;
}

}  // namespace bmsgw::config
