#include "config/modbus_reader.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "bmsgw/core/modbus_speeds.hpp"

#include "config/allow_reader.hpp"
#include "config/bus_reader.hpp"
#include "config/host_check.hpp"
#include "config/names.hpp"
#include "config/port_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

void check_speed(const ModbusBus& modbus, const JsonView& speed, ProblemList& problems) {
  const auto& speeds = core::kModbusSpeeds;
  const auto* const above = std::ranges::lower_bound(speeds, modbus.speed);
  if (above == speeds.end() || *above == modbus.speed) return;
  auto nearest = std::to_string(*above);
  if (above != speeds.begin()) nearest = std::to_string(*(above - 1)) + " and " + nearest;
  problems.error(speed, "no serial port is set to " + std::to_string(modbus.speed) +
                            " bit/s; the nearest speeds are " + nearest);
}

template <typename Number>
Number number_or(const JsonView& value, Number standard) {
  return static_cast<Number>(value.integer().value_or(standard));
}

void read_line(const JsonView& bus, ModbusBus& modbus) {
  modbus.speed = number_or(bus["speed"], modbus.speed);
  const auto parity = bus["parity"].text().value_or("N");
  modbus.parity = parity == "E" || parity == "e" ? 'E' : parity == "O" || parity == "o" ? 'O' : 'N';
  modbus.stop_bits = number_or(bus["stop_bits"], modbus.stop_bits);
  modbus.rs485 = bus["rs485"].boolean().value_or(modbus.rs485);
  modbus.local_echo = bus["local_echo"].boolean().value_or(modbus.local_echo);
}

void read_times(const JsonView& bus, ModbusBus& modbus) {
  modbus.response_timeout_ms = number_or(bus["response_timeout"], modbus.response_timeout_ms);
  modbus.request_gap_ms = number_or(bus["request_gap"], modbus.request_gap_ms);
  modbus.idle_close_s = number_or(bus["idle_close"], modbus.idle_close_s);
}

void check_other_side(const JsonView& bus, const ModbusBus& modbus, ProblemList& problems) {
  const ModbusBus usual;
  const auto warn = [&bus, &problems](bool is_set, const char* key, const char* where) {
    if (is_set) problems.warning(bus[key], where);
  };
  if (!modbus.host.empty()) {
    constexpr const char* kOverTcp = "means nothing over TCP";
    warn(modbus.speed != usual.speed, "speed", kOverTcp);
    warn(modbus.parity != usual.parity, "parity", kOverTcp);
    warn(modbus.stop_bits != usual.stop_bits, "stop_bits", kOverTcp);
    warn(modbus.rs485, "rs485", kOverTcp);
    warn(modbus.local_echo, "local_echo", kOverTcp);
  } else {
    constexpr const char* kOnALine = "means nothing without a \"host\"";
    warn(modbus.port != usual.port, "port", kOnALine);
    warn(modbus.idle_close_s != usual.idle_close_s, "idle_close", kOnALine);
  }
}

/// What two buses can't have both.
std::string line_of(const ModbusBus& modbus) {
  return modbus.host.empty() ? modbus.device : modbus.host + ":" + std::to_string(modbus.port);
}

}  // namespace

ModbusBus read_modbus_bus(const JsonView& bus, std::string name, const std::string& by_id,
                          ProblemList& problems) {
  ModbusBus modbus;
  modbus.bus = read_bus(bus, std::move(name));
  modbus.bus.allow = read_allow(bus["allow"], kModbusFamily);
  modbus.host = bus["host"].text().value_or("");
  modbus.port = number_or(bus["port"], modbus.port);
  read_line(bus, modbus);
  read_times(bus, modbus);
  const bool is_tcp = bus["host"].given();
  if (is_tcp && bus["device"].given()) {
    problems.error(bus["device"], "a bus is a serial line or a \"host\", not both: leave one of them out");
  } else if (!is_tcp) {
    modbus.device = read_port(bus, modbus.bus.enabled, by_id, problems);
    check_speed(modbus, bus["speed"], problems);
  }
  check_other_side(bus, modbus, problems);
  check_host(bus["host"], problems);
  return modbus;
}

void check_modbus_lines(const Settings& settings, const std::vector<JsonView>& places,
                        ProblemList& problems) {
  std::map<std::string, std::string> serial;
  for (const auto& each : settings.serial) {
    if (each.bus.enabled) serial.try_emplace(each.device, each.bus.name);
  }
  std::map<std::string, std::string> owners;
  for (std::size_t i = 0; i < settings.modbus.size(); ++i) {
    const auto& modbus = settings.modbus[i];
    const auto line = line_of(modbus);
    if (!modbus.bus.enabled || line.empty()) continue;
    const auto at = places[i][modbus.host.empty() ? "device" : "host"];
    const auto [owner, is_new] = owners.try_emplace(line, modbus.bus.name);
    const auto other = serial.find(line);
    if (other != serial.end()) {
      problems.error(at, "the port " + in_quotes(line) + " is used by " + other->second + " already");
    } else if (!is_new) {
      problems.error(at, in_quotes(line) + " is used by " + owner->second +
                             " already: put the units of both into one bus, under its \"units\"");
    }
  }
}

}  // namespace bmsgw::config
