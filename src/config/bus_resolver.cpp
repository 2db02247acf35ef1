#include "config/bus_resolver.hpp"

#include <algorithm>
#include <string_view>

#include "config/condition_reader.hpp"
#include "config/edit_distance.hpp"
#include "config/names.hpp"
#include "config/params_reader.hpp"
#include "config/poll_check.hpp"
#include "config/profile_fit.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

/// At the bus's protocol, or at the bus when it only has the default.
JsonView place_of_protocol(const JsonView& bus) {
  return bus["protocol"].given() ? bus["protocol"] : bus;
}

class BusResolver {
 public:
  BusResolver(const ProtocolBook& book, ProfileStore& profiles, ProblemList& problems)
      : book_(book), profiles_(profiles), problems_(problems) {}

  [[nodiscard]] ResolvedBus resolve(const char* family, BusSettings& settings, const JsonView& bus);
  /// A CAN bus as RMS writes it into settings.json, which nothing describes: that was no error before CAN
  /// took part, so it is none now. It is said.
  [[nodiscard]] bool has_to_rest(const BusSettings& settings, const JsonView& bus);

 private:
  [[nodiscard]] std::vector<JsonView> protocol_of(const char* family, BusSettings& settings,
                                                  const JsonView& bus, bool has_profile);
  void refuse_unknown(const std::string& protocol, const JsonView& bus);
  void refuse_family(const char* family, const Protocol& protocol, const JsonView& bus);

  const ProtocolBook& book_;
  ProfileStore& profiles_;
  ProblemList& problems_;
};

void BusResolver::refuse_unknown(const std::string& protocol, const JsonView& bus) {
  const auto hint = hint_for(protocol, book_.names());
  problems_.error(place_of_protocol(bus),
                  "there is no protocol " + in_quotes(protocol) + " in params_config.json" + hint);
}

void BusResolver::refuse_family(const char* family, const Protocol& protocol, const JsonView& bus) {
  const auto* const kind = family == std::string_view(kCanFamily) ? "a CAN" : "a serial";
  problems_.error(place_of_protocol(bus), std::string(kind) + " bus speaks " + family + "; " +
                                              in_quotes(protocol.name) + " is a protocol of " +
                                              protocol.family);
}

/// The layers of the bus's protocol; its name gets the spelling of the file.
std::vector<JsonView> BusResolver::protocol_of(const char* family, BusSettings& settings, const JsonView& bus,
                                               bool has_profile) {
  const auto* protocol = book_.find(settings.protocol);
  if (protocol == nullptr) {
    const bool is_in_profiles = has_profile && family_named(settings.protocol) == family;
    if (!is_in_profiles && (bus["protocol"].exists() || !bus["protocol"].given())) {
      refuse_unknown(settings.protocol, bus);
    }
    return {};
  }
  settings.protocol = protocol->name;
  if (protocol->family.empty() || protocol->family == family) return protocol->layers;
  refuse_family(family, *protocol, bus);
  return {};
}

ResolvedBus BusResolver::resolve(const char* family, BusSettings& settings, const JsonView& bus) {
  const auto profiles = profiles_.profiles_of(bus);
  auto layers = protocol_of(family, settings, bus, !profiles.empty());
  for (const auto& profile : profiles) layers.push_back(profile.source);
  ResolvedBus resolved{.name = settings.name,
                       .family = family,
                       .protocol = settings.protocol,
                       .key_prefix = settings.key_prefix,
                       .source = bus,
                       .packets = {}};
  resolved.is_apart = !settings.key_prefix.empty() || !settings.as_device.empty();
  ProfileFit fit(bus, profiles, problems_);
  resolved.packets = read_packets(family, layers, fit, problems_);
  resolve_conditions(resolved, problems_);
  return resolved;
}

bool BusResolver::has_to_rest(const BusSettings& settings, const JsonView& bus) {
  const bool is_described = !settings.profiles.empty() || book_.find(settings.protocol) != nullptr;
  if (is_described || family_named(settings.protocol) != kCanFamily) return false;
  problems_.warning(
      place_of_protocol(bus),
      "there is no protocol " + in_quotes(settings.protocol) +
          " in params_config.json, and the bus has no \"profile\": nothing says what its frames "
          "mean, and the bus rests");
  return true;
}

/// Every packet is only listened to, whatever its request_period says.
void ask_nothing(ResolvedBus& bus) {
  for (auto& packet : bus.packets) packet.config.request_period_s.reset();
}

}  // namespace

std::vector<ResolvedBus> resolve_buses(SettingsReading& reading, const ProtocolBook& book,
                                       ProfileStore& profiles, ProblemList& problems) {
  BusResolver resolver(book, profiles, problems);
  std::vector<ResolvedBus> buses;
  for (std::size_t i = 0; i < reading.serial.size(); ++i) {
    auto& settings = reading.settings.serial[i].bus;
    if (settings.enabled) buses.push_back(resolver.resolve(kG1Family, settings, reading.serial[i]));
  }
  for (std::size_t i = 0; i < reading.can.size(); ++i) {
    auto& can = reading.settings.can[i];
    if (can.bus.enabled && resolver.has_to_rest(can.bus, reading.can[i])) can.bus.enabled = false;
    if (!can.bus.enabled) continue;
    buses.push_back(resolver.resolve(kCanFamily, can.bus, reading.can[i]));
    buses.back().from_serial = can.from_serial;
    if (can.listen_only) ask_nothing(buses.back());
    if (!can.interface.empty()) check_polls(buses.back(), problems);
  }
  return buses;
}

std::vector<ResolvedBus> resolve_unused(const std::vector<ResolvedBus>& buses, const ProtocolBook& book,
                                        ProblemList& problems) {
  std::vector<ResolvedBus> unused;
  for (const auto& protocol : book.all()) {
    const bool takes_part = protocol.family == kG1Family || protocol.family == kCanFamily;
    const auto reads = [&protocol](const ResolvedBus& bus) { return bus.protocol == protocol.name; };
    if (!takes_part || std::ranges::any_of(buses, reads)) continue;
    ResolvedBus bus{.name = "",
                    .family = protocol.family,
                    .protocol = protocol.name,
                    .key_prefix = "",
                    .source = protocol.layers.front(),
                    .packets = {}};
    ProfileFit fit(JsonView(bus.source.document())["protocols"], {}, problems);
    bus.packets = read_packets(protocol.family, protocol.layers, fit, problems);
    resolve_conditions(bus, problems);
    unused.push_back(std::move(bus));
  }
  return unused;
}

}  // namespace bmsgw::config
