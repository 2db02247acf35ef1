#include "config/modbus_units_reader.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/bus_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::uint32_t kLastOnLine = 247;  // MODBUS over serial line 2.2; 0 is everybody
constexpr std::uint32_t kLastOverTcp = 255;

struct UnitRange {
  std::uint32_t first = 1;
  std::uint32_t last = 1;
};

std::optional<UnitRange> parse_range(std::string_view text) {
  UnitRange range;
  const auto* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, range.first);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-') return std::nullopt;
  const auto last = std::from_chars(first.ptr + 1, end, range.last);
  if (last.ec != std::errc{} || last.ptr != end) return std::nullopt;
  return range;
}

/// 5 or "1-20"; nothing: it can't be used, and that has been said.
std::optional<UnitRange> range_of(const JsonView& value) {
  if (const auto unit = value.integer()) {
    const auto id = static_cast<std::uint32_t>(*unit);
    return UnitRange{id, id};
  }
  return parse_range(value.text().value_or(""));
}

/// Replaces {unit} and {index}.
std::string filled(std::string_view prefix, std::uint32_t unit, std::size_t index) {
  std::string text(prefix);
  const auto replace = [&text](std::string_view name, const std::string& number) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name))
      text.replace(at, name.size(), number);
  };
  replace("{unit}", std::to_string(unit));
  replace("{index}", std::to_string(index));
  return text;
}

class UnitsReader {
 public:
  UnitsReader(const JsonView& bus, const ModbusBus& modbus, ProblemList& problems)
      : bus_(bus), modbus_(modbus), problems_(problems) {}

  void read(const JsonView& entry);
  void add_default() { add({1, 1}, bus_, bus_); }
  void check_prefix(const JsonView& prefix);
  [[nodiscard]] UnitsReading take() { return std::move(reading_); }

 private:
  void add(const UnitRange& range, const JsonView& entry, const JsonView& at);
  void add_unit(std::uint32_t id, std::size_t index, const JsonView& entry);
  [[nodiscard]] bool is_valid(const UnitRange& range, const JsonView& at);

  const JsonView& bus_;
  const ModbusBus& modbus_;
  ProblemList& problems_;
  UnitsReading reading_;
  std::map<std::uint32_t, std::string> taken_;  ///< by unit id: where
};

void UnitsReader::read(const JsonView& entry) {
  const auto at = entry.is_object() ? entry["unit"] : entry;
  const auto range = range_of(at);
  check_prefix(entry["key_prefix"]);
  if (range && is_valid(*range, at)) add(*range, entry, at);
}

bool UnitsReader::is_valid(const UnitRange& range, const JsonView& at) {
  if (range.last < range.first) {
    problems_.error(at, "the range " + in_quotes(at.text().value_or("")) + " ends before it begins");
    return false;
  }
  const bool is_tcp = !modbus_.host.empty();
  const auto least = is_tcp ? 0U : 1U;
  const auto most = is_tcp ? kLastOverTcp : kLastOnLine;
  if (range.first >= least && range.last <= most) return true;
  const auto wrong = range.first < least ? range.first : range.last;
  problems_.error(at, std::string(is_tcp ? "units over TCP" : "units on a serial line") + " are " +
                          std::to_string(least) + " to " + std::to_string(most) + ", not " +
                          std::to_string(wrong));
  return false;
}

void UnitsReader::check_prefix(const JsonView& prefix) {
  const auto rest = filled(prefix.text().value_or(""), 0, 0);
  if (rest.find_first_of("{}") == std::string::npos) return;
  problems_.error(prefix, "knows {unit} and {index}, nothing else in braces, unlike " +
                              in_quotes(prefix.text().value_or("")));
}

void UnitsReader::add(const UnitRange& range, const JsonView& entry, const JsonView& at) {
  std::size_t index = 0;
  for (auto id = range.first; id <= range.last; ++id) {
    ++index;
    const auto [taken, is_new] = taken_.try_emplace(id, at.location());
    if (!is_new) {
      problems_.error(at, "the unit " + std::to_string(id) + " is that of " + taken->second + " already");
      return;
    }
    add_unit(id, index, entry);
  }
}

void UnitsReader::add_unit(std::uint32_t id, std::size_t index, const JsonView& entry) {
  const auto own = entry.is_object() && &entry != &bus_;
  ModbusUnit unit;
  unit.unit = static_cast<std::uint8_t>(id);
  unit.name = modbus_.bus.name + "u" + std::to_string(id);
  const bool has_prefix = own && entry["key_prefix"].given();
  const auto prefix = has_prefix ? entry["key_prefix"].text().value_or("") : modbus_.bus.key_prefix;
  unit.key_prefix = filled(prefix, id, has_prefix ? index : reading_.units.size() + 1);
  unit.protocol = (own ? entry["protocol"].text() : std::nullopt).value_or(modbus_.bus.protocol);
  unit.profiles = own && entry["profile"].given() ? read_texts(entry["profile"]) : modbus_.bus.profiles;
  reading_.units.push_back(std::move(unit));
  reading_.places.push_back(entry);
}

}  // namespace

UnitsReading read_modbus_units(const JsonView& bus, const ModbusBus& modbus, ProblemList& problems) {
  UnitsReader reader(bus, modbus, problems);
  reader.check_prefix(bus["key_prefix"]);
  for (const auto& entry : bus["units"].entries()) reader.read(entry);
  if (!bus["units"].given()) reader.add_default();
  return reader.take();
}

}  // namespace bmsgw::config
