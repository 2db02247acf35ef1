#include "status_page.hpp"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <utility>
#include <vector>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace bmsgw::app {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
  const auto place = object.find(key);
  return place != object.end() && place->is_string() ? place->get<std::string>() : std::string();
}

std::string duration(std::int64_t seconds) {
  const auto days = seconds / 86'400;
  const auto text = fmt::format("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
  return days > 0 ? fmt::format("{} d {}", days, text) : text;
}

std::string age(const json& value) {
  return value.is_number() ? fmt::format("{:.1f} s", value.get<double>()) : "-";
}

struct Counted {
  const char* key;
  const char* what;
};

/// Those that are above 0, in a line of their own; usually there are none.
std::string counted_line(const json& counts, std::initializer_list<Counted> wanted) {
  std::string line;
  for (const auto& [key, what] : wanted) {
    const auto count = counts.value(key, 0ULL);
    if (count > 0) line += fmt::format("{}{} {}", line.empty() ? "\n               " : ", ", count, what);
  }
  return line;
}

std::string can_line(const json& can) {
  return counted_line(can, {{"errorFrames", "error frames"},
                            {"busOffs", "times off the bus"},
                            {"overflows", "frames lost in the kernel"},
                            {"droppedWrites", "frames not sent in time"}});
}

std::string modbus_line(const json& modbus) {
  const auto units = modbus.value("units", json::array());
  const auto answers =
      std::ranges::count_if(units, [](const json& unit) { return text_of(unit, "state") == "ok"; });
  std::uint64_t unanswered = 0;
  for (const auto& unit : units) unanswered += unit.value("unanswered", 0ULL);
  return fmt::format("\n               load {:.0f} %, {} of {} units answer, {} requests unanswered",
                     100 * modbus.value("load", 0.0), answers, units.size(), unanswered);
}

std::string snmp_line(const json& snmp) {
  return counted_line(snmp, {{"alarms", "alarms open"},
                             {"traps", "traps"},
                             {"unknownTraps", "traps that the map doesn't know"},
                             {"droppedEvents", "events not told, too many at once"},
                             {"absent", "values of the map that the device doesn't have"}});
}

std::string bus_line(const json& bus) {
  auto line = fmt::format("  {:<12} {:<7} {:<24} {:>9} frames {:>6} errors   last {}", text_of(bus, "name"),
                          text_of(bus, "state"), text_of(bus, "where"), bus.value("frames", 0ULL),
                          bus.value("errors", 0ULL), age(bus.value("age", json())));
  const auto detail = text_of(bus, "detail");
  if (!detail.empty()) line += "\n               " + detail;
  if (bus.contains("can")) line += can_line(bus["can"]);
  if (bus.contains("modbus")) line += modbus_line(bus["modbus"]);
  if (bus.contains("snmp")) line += snmp_line(bus["snmp"]);
  return line;
}

std::string traps_line(const json& traps) {
  const auto error = text_of(traps, "error");
  auto line = "  " + fmt::format("{:<12} {:<7} {:<24}", "traps", error.empty() ? "ok" : "faulty",
                                 text_of(traps, "where"));
  if (!error.empty()) line += "\n               " + error;
  line += counted_line(traps,
                       {{"strangers", "of strangers, not taken"}, {"dropped", "dropped, too many at once"}});
  return line;
}

std::string mqtt_line(const json& mqtt) {
  auto line = fmt::format("  {:<12} {}", text_of(mqtt, "state"), text_of(mqtt, "server"));
  if (const auto detail = text_of(mqtt, "detail"); !detail.empty()) line += "  (" + detail + ")";
  return line + fmt::format("   {} messages", mqtt.value("messages", 0ULL));
}

std::string number_text(const json& value) {
  if (value.is_number_float()) return fmt::format("{:.15g}", value.get<double>());
  return value.dump();
}

/// A list at a glance: how many, from where to where, how many are missing.
std::string list_text(const json& list, const std::string& units) {
  double least = 0;
  double most = 0;
  std::size_t present = 0;
  for (const auto& element : list) {
    if (!element.is_number()) continue;
    const auto number = element.get<double>();
    least = present == 0 ? number : std::min(least, number);
    most = present == 0 ? number : std::max(most, number);
    ++present;
  }
  if (present == 0) return fmt::format("{} missing", list.size());
  auto text = fmt::format("{} x {:.6g} .. {:.6g} {}", present, least, most, units);
  if (present < list.size()) text += fmt::format(", {} missing", list.size() - present);
  return text;
}

std::string value_text(const json& entry) {
  if (entry.contains("name")) return text_of(entry, "name");
  const auto& value = entry["value"];
  if (value.is_null()) return "-";
  if (value.is_boolean()) return value.get<bool>() ? "on" : "off";
  if (value.is_string()) return value.get<std::string>();
  const auto units = text_of(entry, "units");
  return value.is_array() ? list_text(value, units) : number_text(value) + " " + units;
}

/// Terminal columns of UTF-8 text.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string fit(std::string_view text, std::size_t width) {
  std::string fitted;
  std::size_t used = 0;
  for (const char c : text) {
    const bool starts = (c & 0xC0) != 0x80;
    if (starts && used == width) break;
    used += starts ? 1 : 0;
    fitted.push_back(c);
  }
  return fitted.append(width - std::min(width, width_of(fitted)), ' ');
}

constexpr std::size_t kCellWidth = 60;

std::string cell_of(const json& entry) {
  const auto quality = text_of(entry, "quality");
  return fit(fmt::format("{} {} {}", fit(text_of(entry, "key"), 22), fit(value_text(entry), 28),
                         quality == "good" ? "" : quality),
             kCellWidth);
}

/// What says something comes first; flags that are off and counts and codes that are 0 fill what is left.
bool is_quiet(const json& entry) {
  const auto& value = entry["value"];
  const auto name = text_of(entry, "name");
  const bool zero = value.is_number_integer() && value.get<std::int64_t>() == 0;
  return (zero && (name.empty() || name == "Not configured")) || value.is_null() ||
         (value.is_boolean() && !value.get<bool>());
}

/// The buses take turns, so that none fills the screen.
std::vector<std::string> cells_of(const json& values) {
  struct Place {
    bool is_quiet = false;
    std::size_t turn = 0;
    std::string cell;
  };
  std::vector<Place> places;
  std::map<std::pair<std::string, bool>, std::size_t> turns;  // by bus
  for (const auto& entry : values.value("values", json::array())) {
    const auto point = text_of(entry, "point");
    const auto quiet = is_quiet(entry);
    places.push_back({quiet, turns[{point.substr(0, point.find('/')), quiet}]++, cell_of(entry)});
  }
  std::ranges::stable_sort(places, {},
                           [](const Place& place) { return std::pair(place.is_quiet, place.turn); });
  std::vector<std::string> cells;
  for (auto& place : places) cells.push_back(std::move(place.cell));
  return cells;
}

}  // namespace

std::string status_page(const json& status) {
  auto page = fmt::format("bms-gateway {}, up {}, configuration {}\n", text_of(status, "version"),
                          duration(status.value("uptime", std::int64_t{0})), text_of(status, "configSource"));
  page += "buses\n";
  for (const auto& bus : status.value("buses", json::array())) page += bus_line(bus) + "\n";
  if (status.contains("snmpTraps")) page += traps_line(status["snmpTraps"]) + "\n";
  page += "server\n" + mqtt_line(status.value("mqtt", json::object())) + "\n";
  const auto outbox = status.value("outbox", json::object());
  page += fmt::format("outbox\n  {} waiting, {} dropped; {} samples heard, {} sent on\n",
                      outbox.value("waiting", 0ULL), outbox.value("dropped", 0ULL),
                      status.value("samples", 0ULL), status.value("records", 0ULL));
  return page;
}

std::string watch_screen(const json& status, const json& values, std::size_t rows, std::size_t columns) {
  auto screen = status_page(status) + "\n";
  const auto used = static_cast<std::size_t>(std::ranges::count(screen, '\n'));
  const auto cells = cells_of(values);
  const auto across = std::max<std::size_t>(1, columns / kCellWidth);
  const auto left = rows > used + 2 ? rows - used - 2 : 1;
  const auto down = std::min(left, (cells.size() + across - 1) / across);
  for (std::size_t row = 0; row < down; ++row) {
    for (std::size_t column = 0; column < across; ++column) {
      const auto at = column * down + row;
      if (at < cells.size()) screen += cells[at];
    }
    screen += "\n";
  }
  const auto shown = std::min(cells.size(), across * down);
  if (shown < cells.size())
    screen += fmt::format("... and {} more: bms-gateway call getValues\n", cells.size() - shown);
  return screen;
}

}  // namespace bmsgw::app
