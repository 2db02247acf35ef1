#include "config/write_target.hpp"

#include <algorithm>
#include <string>

#include "bmsgw/core/can_frame.hpp"

#include "config/allow_reader.hpp"
#include "config/names.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::Encoding;

template <typename Buses>
const BusSettings* find_bus(const Buses& buses, const std::string& name) {
  const auto found = std::ranges::find_if(buses, [&name](const auto& bus) { return bus.bus.name == name; });
  return found == buses.end() ? nullptr : &found->bus;
}

const BusSettings* settings_of(const ResolvedBus& bus, const Settings& settings) {
  if (bus.family == kModbusFamily) return find_bus(settings.modbus, bus.line);
  if (bus.family == kSnmpFamily) return find_bus(settings.snmp, bus.name);
  if (bus.family == kCanFamily) return find_bus(settings.can, bus.name);
  return find_bus(settings.serial, bus.name);
}

/// What an entry of `allow` has to be called.
std::vector<std::string> names_of(const ParamRef& to) {
  const auto& packet = to.packet->config;
  if (packet.can) return {core::to_string(packet.can->id)};
  if (!is_map_family(to.bus->family)) return {packet.id};
  return {packet.name + "/" + to.param->config.name, to.param->config.name};
}

bool means(const AllowEntry& entry, const std::vector<std::string>& names) {
  return std::ranges::find(names, entry.name) != names.end();
}

bool is_allowed(const BusSettings& bus, const std::vector<std::string>& names) {
  return std::ranges::any_of(bus.allow, [&names](const AllowEntry& entry) { return means(entry, names); });
}

void check_access(const ParamRef& to, const JsonView& at, const Settings& settings, ProblemList& problems) {
  const auto* const bus = settings_of(*to.bus, settings);
  if (bus == nullptr) return;
  const auto names = names_of(to);
  const auto entry = "\"allow\": [" + in_quotes(names.front()) + "]";
  if (!bus->read_write) {
    problems.error(at, "the bus " + in_quotes(bus->name) + " is read only; in settings.json it needs " +
                           "\"access\": \"read_write\" and " + entry);
  } else if (!is_allowed(*bus, names)) {
    problems.error(at, "the bus " + in_quotes(bus->name) + " doesn't allow " + names.front() +
                           "; in settings.json it needs " + entry);
  }
}

void check_can_packet(const ParamRef& to, const JsonView& at, const Settings& settings,
                      ProblemList& problems) {
  const auto& can = *to.packet->config.can;
  if (can.id == core::kNeverSent) return problems.error(at, kNeverSentReason);
  if (to.bus->from_serial && !to.bus->source["interface"].given()) {
    return problems.error(at, "the bus " + in_quotes(to.bus->name) +
                                  " has no \"interface\", only what comes from_serial: nothing can be "
                                  "written to it");
  }
  check_access(to, at, settings, problems);
  if (can.range > 1)
    problems.error(at, "has " + std::to_string(can.range) + " ids: only a packet of one can be written");
}

bool is_byte_alone(const ResolvedPacket& packet) {
  if (packet.params.size() != 1) return false;
  const auto& param = packet.params.front().config;
  const bool is_hex = param.format.encoding == Encoding::hex_dec;
  return param.field == 1 && is_hex && param.format.bits == 8;
}

/// Of most commands to a unit the fields are no values. The gate lets only the form of the manual pass.
void check_sentence(const ParamRef& to, const JsonView& at, const Settings& settings, ProblemList& problems) {
  const auto& id = to.packet->config.id;
  const bool is_number = id == "SC1" || id == "TC1";
  if (is_command_sentence(id) && !is_number) {
    problems.error(at, id + " can't be filled by a route; a method of the group g1 sends it");
  } else if (is_number && !is_byte_alone(*to.packet)) {
    problems.error(at,
                   id + " has one field of two hexadecimal digits: to be written its packet has one param, "
                        "of field 1 and 8 bits");
  } else {
    check_access(to, at, settings, problems);
  }
}

void check_map_param(const ParamRef& to, const JsonView& end, const Settings& settings,
                     ProblemList& problems) {
  const auto& param = to.param->config;
  const bool is_writable =
      param.modbus ? param.modbus->write.has_value() : param.snmp && param.snmp->writable;
  if (is_writable) return check_access(to, end["param"], settings, problems);
  problems.error(end["param"], in_quotes(param.name) + " can't be written: its param has no \"write\"");
}

}  // namespace

void check_single_value(const ParamRef& ref, const JsonView& end, ProblemList& problems) {
  const auto& param = ref.param->config;
  const bool is_text = param.format.encoding == Encoding::str || param.format.encoding == Encoding::hex_code;
  if (!param.list && !is_text) return;
  problems.error(end["param"], in_quotes(param.name) + " is " + (param.list ? "a list" : "a text") +
                                   ": only single numbers and flags go to a bus");
}

void check_write_target(const ParamRef& to, const JsonView& end, const Settings& settings,
                        ProblemList& problems) {
  check_single_value(to, end, problems);
  if (to.packet->config.can) {
    check_can_packet(to, packet_key(end), settings, problems);
  } else if (is_map_family(to.bus->family)) {
    check_map_param(to, end, settings, problems);
  } else {
    check_sentence(to, packet_key(end), settings, problems);
  }
}

void check_unattended(const ParamRef& to, const JsonView& end, const Settings& settings,
                      ProblemList& problems) {
  const auto* const bus = settings_of(*to.bus, settings);
  const auto names = names_of(to);
  const auto has_to_be_confirmed = [&names](const AllowEntry& entry) {
    return entry.confirm && means(entry, names);
  };
  if (bus == nullptr || std::ranges::none_of(bus->allow, has_to_be_confirmed)) return;
  problems.error(end["param"], "the bus " + in_quotes(bus->name) + " wants " + names.front() +
                                   " to be confirmed, and here nobody is asked");
}

}  // namespace bmsgw::config
