#include "config/can_reader.hpp"

#include <algorithm>
#include <map>

#include "config/allow_reader.hpp"
#include "config/bus_reader.hpp"
#include "config/names.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr const char* kUsualInterface = "can0";

}  // namespace

CanBus read_can_bus(const JsonView& bus, std::string name) {
  CanBus can;
  can.bus = read_bus(bus, std::move(name));
  can.bus.allow = read_allow(bus["allow"], kCanFamily);
  can.speed = static_cast<std::uint32_t>(bus["speed"].integer().value_or(can.speed));
  can.manage = bus["manage"].boolean().value_or(can.manage);
  can.listen_only = bus["listen_only"].boolean().value_or(can.listen_only);
  can.from_serial = bus["from_serial"].boolean().value_or(can.from_serial);
  can.interface = bus["interface"].text().value_or("");
  if (can.interface.empty() && !can.from_serial) can.interface = kUsualInterface;
  return can;
}

void check_can_name(const CanBus& can, const JsonView& bus, ProblemList& problems) {
  const bool is_numbered = can.interface.starts_with("can") &&
                           can.interface.find_first_not_of("0123456789", 3) == std::string::npos;
  if (!can.bus.enabled || bus["name"].given() || !is_numbered || can.interface == can.bus.name) return;
  problems.warning(bus["interface"], "this bus is called " + in_quotes(can.bus.name) +
                                         ", by its place in the list, and its interface " +
                                         in_quotes(can.interface) + ": give it a \"name\"");
}

void check_can_interfaces(const std::vector<CanBus>& buses, const std::vector<JsonView>& places,
                          ProblemList& problems) {
  std::map<std::string, std::string> owners;
  for (std::size_t i = 0; i < buses.size(); ++i) {
    const auto& can = buses[i];
    if (!can.bus.enabled || can.interface.empty()) continue;
    const auto [owner, is_new] = owners.try_emplace(can.interface, can.bus.name);
    if (is_new) continue;
    const auto at = places[i]["interface"].given() ? places[i]["interface"] : places[i];
    problems.error(at, "the interface " + in_quotes(can.interface) + " is used by " + owner->second +
                           " already: give one of them another \"interface\"");
  }
}

void check_from_serial(const Settings& settings, const std::vector<JsonView>& places, ProblemList& problems) {
  const auto is_enabled = [](const SerialBus& serial) { return serial.bus.enabled; };
  if (std::ranges::any_of(settings.serial, is_enabled)) return;
  for (std::size_t i = 0; i < settings.can.size(); ++i) {
    const auto& can = settings.can[i];
    if (!can.bus.enabled || !can.from_serial) continue;
    problems.warning(places[i]["from_serial"], "there is no enabled serial bus that could report anything");
  }
}

}  // namespace bmsgw::config
