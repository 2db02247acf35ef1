#include "config/required_states.hpp"

#include <algorithm>
#include <string>

#include "config/allow_reader.hpp"
#include "config/edit_distance.hpp"
#include "config/param_finder.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

/// A bus and what its conditions mean when they name none.
struct Owner {
  BusSettings& settings;
  JsonView source;
  std::vector<std::string> devices;
};

class StateResolver {
 public:
  StateResolver(const std::vector<ResolvedBus>& buses, const std::vector<RestingBus>& resting,
                ProblemList& problems)
      : buses_(buses), resting_(resting), problems_(problems) {}

  void resolve(const Owner& owner);

 private:
  void resolve(AllowCondition& condition, const JsonView& at, const Owner& owner);
  [[nodiscard]] const ResolvedBus* named_bus(const JsonView& at);
  [[nodiscard]] const ResolvedBus* own_bus(const JsonView& at, const Owner& owner);
  [[nodiscard]] const ResolvedBus* find(const std::string& name) const;
  void check_kind(const ParamConfig& param, const JsonView& at);
  void check_wish(const AllowCondition& condition, const JsonView& at);

  const std::vector<ResolvedBus>& buses_;
  const std::vector<RestingBus>& resting_;
  ProblemList& problems_;
};

const ResolvedBus* StateResolver::find(const std::string& name) const {
  const auto found = std::ranges::find(buses_, name, &ResolvedBus::name);
  return found == buses_.end() ? nullptr : &*found;
}

const ResolvedBus* StateResolver::named_bus(const JsonView& at) {
  const auto name = at.text().value_or("");
  const auto* const bus = find(name);
  if (bus != nullptr || !at.exists()) return bus;
  if (std::ranges::find(resting_, name, &RestingBus::name) != resting_.end()) {
    problems_.error(at, "the bus " + in_quotes(name) +
                            " is not enabled: its values are never known, so nothing could be written");
    return nullptr;
  }
  std::vector<std::string> names;
  for (const auto& each : buses_) names.push_back(each.name);
  problems_.error(at, "there is no bus " + in_quotes(name) + hint_for(name, names));
  return nullptr;
}

/// Nothing without a word: the bus itself rests.
const ResolvedBus* StateResolver::own_bus(const JsonView& at, const Owner& owner) {
  if (owner.devices.size() == 1) return find(owner.devices.front());
  if (!owner.devices.empty()) {
    problems_.error(at, "this bus has several units: name the one that has the value, as in \"bus\": " +
                            in_quotes(owner.devices.front()));
  }
  return nullptr;
}

void StateResolver::check_kind(const ParamConfig& param, const JsonView& at) {
  const auto encoding = param.format.encoding;
  const bool is_text = encoding == core::Encoding::str || encoding == core::Encoding::hex_code;
  if (!param.list && !is_text) return;
  problems_.error(at["param"], in_quotes(param.name) + " is " + (param.list ? "a list" : "a text") +
                                   ": only a single number or flag can be a required state");
}

void StateResolver::check_wish(const AllowCondition& condition, const JsonView& at) {
  const bool has_range = at["min"].given() || at["max"].given();
  if (!at["is"].given() && !has_range) {
    problems_.error(at, "doesn't say what the value has to be: give \"is\", or \"min\" and \"max\"");
  } else if (at["is"].given() && has_range) {
    problems_.error(at, "give \"is\", or \"min\" and \"max\", not both");
  } else if (condition.min && condition.max && *condition.max < *condition.min) {
    problems_.error(at["max"],
                    number_text(*condition.max) + " is below \"min\", " + number_text(*condition.min));
  }
}

void StateResolver::resolve(AllowCondition& condition, const JsonView& at, const Owner& owner) {
  check_wish(condition, at);
  const auto* const bus = at["bus"].given() ? named_bus(at["bus"]) : own_bus(at, owner);
  if (bus == nullptr) return;
  const auto* const param = find_named(*bus, at, problems_);
  if (param == nullptr) return;
  check_kind(param->config, at);
  condition.bus = bus->name;
  condition.packet = bus->find(condition.packet)->config.name;
}

void StateResolver::resolve(const Owner& owner) {
  auto& allow = owner.settings.allow;
  auto entry = allow.begin();
  for (const auto& source : owner.source["allow"].entries()) {
    if (!allowed_name(source).text() || entry == allow.end()) continue;
    const auto conditions = source.is_object() ? source["only_if"].entries() : std::vector<JsonView>{};
    for (std::size_t i = 0; i < conditions.size() && i < entry->only_if.size(); ++i)
      resolve(entry->only_if[i], conditions[i], owner);
    ++entry;
  }
}

std::vector<std::string> units_of(const ModbusBus& modbus) {
  std::vector<std::string> names;
  for (const auto& unit : modbus.units) names.push_back(unit.name);
  return names;
}

}  // namespace

void resolve_required_states(SettingsReading& reading, const std::vector<ResolvedBus>& buses,
                             const std::vector<RestingBus>& resting, ProblemList& problems) {
  auto& settings = reading.settings;
  std::vector<Owner> owners;
  const auto add = [&owners](BusSettings& bus, const JsonView& source, std::vector<std::string> devices) {
    if (bus.enabled) owners.push_back({bus, source, std::move(devices)});
  };
  for (std::size_t i = 0; i < settings.serial.size(); ++i)
    add(settings.serial[i].bus, reading.serial[i], {settings.serial[i].bus.name});
  for (std::size_t i = 0; i < settings.can.size(); ++i)
    add(settings.can[i].bus, reading.can[i], {settings.can[i].bus.name});
  for (std::size_t i = 0; i < settings.modbus.size(); ++i)
    add(settings.modbus[i].bus, reading.modbus[i].bus, units_of(settings.modbus[i]));
  for (std::size_t i = 0; i < settings.snmp.size(); ++i)
    add(settings.snmp[i].bus, reading.snmp[i], {settings.snmp[i].bus.name});
  StateResolver resolver(buses, resting, problems);
  for (const auto& owner : owners) resolver.resolve(owner);
}

}  // namespace bmsgw::config
