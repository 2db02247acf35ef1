#include "config/settings_reader.hpp"

#include "config/bus_reader.hpp"
#include "config/mqtt_reader.hpp"
#include "config/serial_reader.hpp"

namespace bmsgw::config {

SettingsReading read_settings(const JsonView& root, const std::string& serial_by_id, ProblemList& problems) {
  SettingsReading reading;
  auto& settings = reading.settings;
  for (const auto& bus : root["serial"].entries()) {
    auto name = "serial" + std::to_string(settings.serial.size());
    settings.serial.push_back(read_serial_bus(bus, std::move(name), serial_by_id, problems));
    reading.serial.push_back(bus);
  }
  check_bus_names(root, problems);
  check_serial_devices(settings.serial, reading.serial, problems);
  settings.mqtt = read_mqtt(root["mqtt"], problems);
  settings.log_level = root["log"]["level"].text().value_or("");
  return reading;
}

}  // namespace bmsgw::config
