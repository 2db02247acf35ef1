#include "simulator/modbus/unit_list.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/core.h>

namespace bmsgw::simulator::modbus {
namespace {

struct Range {
  unsigned first = 0;
  unsigned last = 0;
};

std::optional<unsigned> parse_unit(std::string_view text) {
  unsigned number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number > 0xFF) return std::nullopt;
  return number;
}

std::optional<Range> parse_range(std::string_view text) {
  const auto dash = text.find('-');
  const auto first = parse_unit(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : parse_unit(text.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return Range{*first, *last};
}

}  // namespace

std::variant<std::vector<std::uint8_t>, std::string> parse_units(std::string_view text) {
  std::vector<std::uint8_t> units;
  for (std::size_t at = 0; at <= text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    const auto entry = text.substr(at, comma - at);
    const auto range = parse_range(entry);
    if (!range) return fmt::format("unit ids are 0 to 255, such as 1-3,7, not '{}'", entry);
    for (auto unit = range->first; unit <= range->last; ++unit) {
      const auto id = static_cast<std::uint8_t>(unit);
      if (std::ranges::find(units, id) != units.end()) return fmt::format("unit {} is there twice", unit);
      units.push_back(id);
    }
    at = comma + 1;
  }
  return units;
}

std::string unit_list(const std::vector<std::uint8_t>& units) {
  std::string text;
  for (std::size_t i = 0; i < units.size();) {
    auto last = i;
    while (last + 1 < units.size() && units[last + 1] == units[last] + 1) ++last;
    text += fmt::format("{}{}", text.empty() ? "" : ",", units[i]);
    if (last > i) text += fmt::format("-{}", units[last]);
    i = last + 1;
  }
  return text;
}

}  // namespace bmsgw::simulator::modbus
