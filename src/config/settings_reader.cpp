#include "config/settings_reader.hpp"

#include "config/allow_check.hpp"
#include "config/bus_reader.hpp"
#include "config/can_reader.hpp"
#include "config/modbus_reader.hpp"
#include "config/modbus_units_reader.hpp"
#include "config/mqtt_reader.hpp"
#include "config/names.hpp"
#include "config/serial_reader.hpp"
#include "config/snmp_reader.hpp"

namespace bmsgw::config {
namespace {

void read_serial(const JsonView& root, const std::string& by_id, SettingsReading& reading,
                 ProblemList& problems) {
  auto& buses = reading.settings.serial;
  for (const auto& bus : root["serial"].entries()) {
    buses.push_back(read_serial_bus(bus, "serial" + std::to_string(buses.size()), by_id, problems));
    if (buses.back().bus.enabled) check_allow(bus, kG1Family, problems);
    reading.serial.push_back(bus);
  }
  check_serial_devices(buses, reading.serial, problems);
}

void read_can(const JsonView& root, SettingsReading& reading, ProblemList& problems) {
  auto& buses = reading.settings.can;
  for (const auto& bus : root["can"].entries()) {
    buses.push_back(read_can_bus(bus, "can" + std::to_string(buses.size())));
    check_can_name(buses.back(), bus, problems);
    if (buses.back().bus.enabled) check_allow(bus, kCanFamily, problems);
    reading.can.push_back(bus);
  }
  check_can_interfaces(buses, reading.can, problems);
  check_from_serial(reading.settings, reading.can, problems);
}

void read_modbus(const JsonView& root, const std::string& by_id, SettingsReading& reading,
                 ProblemList& problems) {
  auto& buses = reading.settings.modbus;
  std::vector<JsonView> places;
  for (const auto& bus : root["modbus"].entries()) {
    buses.push_back(read_modbus_bus(bus, "modbus" + std::to_string(buses.size()), by_id, problems));
    auto units = read_modbus_units(bus, buses.back(), problems);
    buses.back().units = std::move(units.units);
    if (buses.back().bus.enabled) check_allow(bus, kModbusFamily, problems);
    reading.modbus.push_back({bus, std::move(units.places)});
    places.push_back(bus);
  }
  check_modbus_lines(reading.settings, places, problems);
}

void read_snmp(const JsonView& root, SettingsReading& reading, ProblemList& problems) {
  auto& buses = reading.settings.snmp;
  for (const auto& bus : root["snmp"].entries()) {
    buses.push_back(read_snmp_bus(bus, "snmp" + std::to_string(buses.size()), problems));
    if (buses.back().bus.enabled) check_allow(bus, kSnmpFamily, problems);
    reading.snmp.push_back(bus);
  }
  check_snmp_agents(buses, reading.snmp, problems);
  reading.settings.snmp_traps = read_snmp_traps(root["snmp_traps"], reading.settings, problems);
  check_trap_senders(reading.settings, reading.snmp, problems);
}

CommandSettings read_commands(const JsonView& commands) {
  CommandSettings settings;
  settings.rate = static_cast<std::uint32_t>(commands["rate"].integer().value_or(settings.rate));
  const auto write_rate = commands["write_rate"].integer().value_or(settings.write_rate);
  settings.write_rate = static_cast<std::uint32_t>(write_rate);
  settings.answer_within_s = commands["answer_within"].number().value_or(settings.answer_within_s);
  settings.dry_run = commands["dry_run"].boolean().value_or(settings.dry_run);
  settings.allow = commands["allow"].texts();
  return settings;
}

}  // namespace

SettingsReading read_settings(const JsonView& root, const std::string& serial_by_id, ProblemList& problems) {
  SettingsReading reading;
  auto& settings = reading.settings;
  read_serial(root, serial_by_id, reading, problems);
  read_can(root, reading, problems);
  read_modbus(root, serial_by_id, reading, problems);
  read_snmp(root, reading, problems);
  check_bus_names(root, problems);
  check_unit_names(reading.settings, root, problems);
  settings.mqtt = read_mqtt(root["mqtt"], problems);
  settings.commands = read_commands(root["commands"]);
  settings.log_level = root["log"]["level"].text().value_or("");
  return reading;
}

}  // namespace bmsgw::config
