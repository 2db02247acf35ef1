#include "config/serial_reader.hpp"

#include <map>

#include "config/allow_reader.hpp"
#include "config/bus_reader.hpp"
#include "config/edit_distance.hpp"
#include "config/names.hpp"
#include "config/port_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {

SerialBus read_serial_bus(const JsonView& bus, std::string name, const std::string& by_id,
                          ProblemList& problems) {
  SerialBus serial;
  serial.bus = read_bus(bus, std::move(name));
  serial.bus.allow = read_allow(bus["allow"], kG1Family);
  serial.device = read_port(bus, serial.bus.enabled, by_id, problems);
  serial.speed = static_cast<std::uint32_t>(bus["speed"].integer().value_or(serial.speed));
  serial.rs485 = is_same_word(bus["type"].text().value_or(""), "RS485");
  serial.max_line = static_cast<std::uint32_t>(bus["max_line"].integer().value_or(serial.max_line));
  serial.event_log_period_s =
      static_cast<std::uint32_t>(bus["event_log"].integer().value_or(serial.event_log_period_s));
  return serial;
}

void check_serial_devices(const std::vector<SerialBus>& buses, const std::vector<JsonView>& places,
                          ProblemList& problems) {
  std::map<std::string, std::string> owners;
  for (std::size_t i = 0; i < buses.size(); ++i) {
    const auto& bus = buses[i].bus;
    const auto& device = buses[i].device;
    if (!bus.enabled || device.empty()) continue;
    const auto [owner, is_new] = owners.try_emplace(device, bus.name);
    if (is_new) continue;
    problems.error(places[i]["device"],
                   "the port " + in_quotes(device) + " is used by " + owner->second + " already");
  }
}

}  // namespace bmsgw::config
