#include "config/serial_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "config/bus_reader.hpp"
#include "config/edit_distance.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

std::vector<std::string> entries_of(const std::string& directory) {
  std::vector<std::string> paths;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    paths.push_back(entry->path().string());
  }
  std::ranges::sort(paths);
  return paths;
}

std::string only_device(const JsonView& bus, const std::string& by_id, ProblemList& problems) {
  const auto paths = entries_of(by_id);
  if (paths.size() == 1) return paths.front();
  if (paths.empty()) return "";
  std::string list;
  for (const auto& path : paths) list += (list.empty() ? "" : ", ") + path;
  problems.warning(bus["device"],
                   "no device is given and there are several ports: " + list + "; the bus stays absent");
  return "";
}

std::string read_device(const JsonView& bus, const std::string& by_id, ProblemList& problems) {
  auto given = bus["device"].text().value_or("");
  if (given.starts_with("/dev/ttyUSB") || given.starts_with("/dev/ttyACM")) {
    problems.note(bus["device"], in_quotes(given) + " may be another port after a restart; the names in " +
                                     by_id + " always mean the same one");
  }
  return given;
}

}  // namespace

SerialBus read_serial_bus(const JsonView& bus, std::string name, const std::string& by_id,
                          ProblemList& problems) {
  SerialBus serial;
  serial.bus = read_bus(bus, std::move(name));
  serial.device = read_device(bus, by_id, problems);
  const bool is_looked_for = serial.bus.enabled && serial.device.empty() && !bus["device"].given();
  if (is_looked_for) serial.device = only_device(bus, by_id, problems);
  serial.speed = static_cast<std::uint32_t>(bus["speed"].integer().value_or(serial.speed));
  serial.rs485 = is_same_word(bus["type"].text().value_or(""), "RS485");
  serial.max_line = static_cast<std::uint32_t>(bus["max_line"].integer().value_or(serial.max_line));
  return serial;
}

void check_serial_devices(const std::vector<SerialBus>& buses, const std::vector<JsonView>& places,
                          ProblemList& problems) {
  std::map<std::string, std::string> owners;
  for (std::size_t i = 0; i < buses.size(); ++i) {
    const auto& [bus, device, speed, rs485, max_line] = buses[i];
    if (!bus.enabled || device.empty()) continue;
    const auto [owner, is_new] = owners.try_emplace(device, bus.name);
    if (is_new) continue;
    problems.error(places[i]["device"],
                   "the port " + in_quotes(device) + " is used by " + owner->second + " already");
  }
}

}  // namespace bmsgw::config
