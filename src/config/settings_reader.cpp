#include "config/settings_reader.hpp"

#include "config/allow_check.hpp"
#include "config/bus_reader.hpp"
#include "config/can_reader.hpp"
#include "config/mqtt_reader.hpp"
#include "config/names.hpp"
#include "config/serial_reader.hpp"

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

}  // namespace

SettingsReading read_settings(const JsonView& root, const std::string& serial_by_id, ProblemList& problems) {
  SettingsReading reading;
  auto& settings = reading.settings;
  read_serial(root, serial_by_id, reading, problems);
  read_can(root, reading, problems);
  check_bus_names(root, problems);
  settings.mqtt = read_mqtt(root["mqtt"], problems);
  settings.log_level = root["log"]["level"].text().value_or("");
  return reading;
}

}  // namespace bmsgw::config
