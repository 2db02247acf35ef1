#include "simulator/modbus/unit_scale.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace bmsgw::simulator::modbus {
namespace {

using Of = UnitScale::Of;
using Spelling = std::pair<std::string_view, UnitScale>;

constexpr std::array<Spelling, 27> kUnits{{
    {"v", {Of::voltage}},
    {"mv", {Of::voltage, 1e3}},
    {"volt", {Of::voltage}},
    {"a", {Of::current}},
    {"ma", {Of::current, 1e3}},
    {"amp", {Of::current}},
    {"ohm", {Of::resistance}},
    {"mohm", {Of::resistance, 1e3}},
    {"uohm", {Of::resistance, 1e6}},
    {"c", {Of::temperature}},
    {"degc", {Of::temperature}},
    {"f", {Of::temperature, 1.8, 32}},
    {"degf", {Of::temperature, 1.8, 32}},
    {"k", {Of::temperature, 1, 273.15}},
    {"%", {Of::share}},
    {"%rh", {Of::share}},
    {"percent", {Of::share}},
    {"ah", {Of::charge}},
    {"mah", {Of::charge, 1e3}},
    {"w", {Of::power}},
    {"kw", {Of::power, 1e-3}},
    {"s", {Of::time}},
    {"sec", {Of::time}},
    {"min", {Of::time, 1.0 / 60}},
    {"h", {Of::time, 1.0 / 3600}},
    {"d", {Of::time, 1.0 / 86400}},
    {"ms", {Of::time, 1e3}},
}};

/// The signs that UTF-8 has more than one of, as ASCII letters; blanks and the degree sign go.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kSigns{{
    {"\u00B5", "u"},
    {"\u03BC", "u"},
    {"\u03A9", "ohm"},
    {"\u2126", "ohm"},
    {"\u00B0", ""},
    {"\u2103", "c"},
    {"\u2109", "f"},
    {" ", ""},
}};

std::string plain(std::string_view units) {
  std::string text;
  while (!units.empty()) {
    const auto sign =
        std::ranges::find_if(kSigns, [units](const auto& entry) { return units.starts_with(entry.first); });
    if (sign != kSigns.end()) {
      text += sign->second;
      units.remove_prefix(sign->first.size());
      continue;
    }
    const char c = units.front();
    text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    units.remove_prefix(1);
  }
  return text;
}

}  // namespace

UnitScale scale_of(std::string_view units) {
  const auto text = plain(units);
  const auto found = std::ranges::find(kUnits, std::string_view(text), &Spelling::first);
  return found == kUnits.end() ? UnitScale{} : found->second;
}

}  // namespace bmsgw::simulator::modbus
