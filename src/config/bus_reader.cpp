#include "config/bus_reader.hpp"

#include <array>
#include <map>

#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::array<const char*, 4> kFamilies{"serial", "can", "modbus", "snmp"};

}  // namespace

BusSettings read_bus(const JsonView& bus, std::string name) {
  BusSettings settings;
  settings.enabled = bus["enabled"].boolean().value_or(true);
  settings.name = bus["name"].text().value_or(std::move(name));
  settings.protocol = bus["protocol"].text().value_or("");
  settings.profiles = read_texts(bus["profile"]);
  settings.read_write = bus["access"].text() == "read_write";
  settings.as_device = bus["as_device"].text().value_or("");
  settings.key_prefix = bus["key_prefix"].text().value_or("");
  return settings;
}

void check_unit_names(const Settings& settings, const JsonView& root, ProblemList& problems) {
  std::map<std::string, std::string> owners;  // of the names: their bus
  for (const auto& modbus : settings.modbus) {
    for (const auto& unit : modbus.units) owners.try_emplace(unit.name, modbus.bus.name);
  }
  for (const auto* family : kFamilies) {
    for (const auto& bus : root[family].entries()) {
      const auto owner = owners.find(bus["name"].text().value_or(""));
      if (owner == owners.end()) continue;
      problems.error(bus["name"], "a unit of the bus " + in_quotes(owner->second) + " is called " +
                                      in_quotes(owner->first) + " already");
    }
  }
}

void check_bus_names(const JsonView& root, ProblemList& problems) {
  std::map<std::string, std::string> taken;  // name -> where
  for (const auto* family : kFamilies) {
    std::size_t number = 0;
    for (const auto& bus : root[family].entries()) {
      const auto name = read_bus(bus, family + std::to_string(number++)).name;
      const auto [entry, is_new] = taken.try_emplace(name, bus.location());
      if (is_new) continue;
      const auto at = bus["name"].given() ? bus["name"] : bus;
      problems.error(at, "the bus name " + in_quotes(name) + " is taken by the bus at " + entry->second);
    }
  }
}

std::vector<std::string> read_texts(const JsonView& view) {
  std::vector<std::string> texts;
  for (const auto& entry : view.entries()) {
    if (auto text = entry.text()) texts.push_back(std::move(*text));
  }
  return texts;
}

}  // namespace bmsgw::config
