#include "register_dump.hpp"

#include <algorithm>
#include <charconv>
#include <ostream>
#include <sstream>

#include <fmt/core.h>

namespace bmsgw::app {
namespace {

constexpr std::uint32_t kAddresses = 0x10000;
constexpr std::uint32_t kRegistersPerLine = 8;
constexpr std::uint32_t kBitsPerLine = 16;

template <typename Number>
std::optional<Number> parse(std::string_view text, int base) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  const bool is_whole = error == std::errc{} && end == text.data() + text.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

std::optional<RegisterDump::Key> parse_start(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos) return std::nullopt;
  const auto function = parse<unsigned>(text.substr(0, at), 10);
  const auto address = parse<std::uint32_t>(text.substr(at + 1), 10);
  if (!function || *function < 1 || *function > 4 || !address || *address >= kAddresses) return std::nullopt;
  return RegisterDump::Key{static_cast<core::ModbusFunction>(*function), *address};
}

bool is_missing(std::string_view word) {
  return word.find_first_not_of('-') == std::string_view::npos;
}

}  // namespace

void RegisterDump::add(core::ModbusFunction function, std::uint32_t address, std::uint16_t value) {
  items_[{function, address}] = value;
}

std::optional<std::uint16_t> RegisterDump::find(core::ModbusFunction function, std::uint32_t address) const {
  const auto place = items_.find({function, address});
  return place == items_.end() ? std::nullopt : std::optional(place->second);
}

std::optional<std::string> RegisterDump::add_line(std::string_view line) {
  std::istringstream words{std::string(line.substr(0, line.find_first_of("|#")))};
  std::string word;
  if (!(words >> word)) return std::nullopt;
  const auto start = parse_start(word);
  if (!start) return "'" + word + "' is no place: FUNCTION@ADDRESS as in 3@100, of function 1 to 4";
  auto [function, address] = *start;
  const std::uint16_t most = core::is_of_bits(function) ? 1 : 0xFFFF;
  for (; words >> word; ++address) {
    if (is_missing(word)) continue;
    const auto value = parse<std::uint16_t>(word, 16);
    if (!value || *value > most || word.size() > 4) {
      return "'" + word +
             (most == 1 ? "' is no bit: 0 or 1" : "' is no register: four hex digits as in 0D05");
    }
    if (address >= kAddresses) return "there is no address beyond 65535";
    add(function, address, *value);
  }
  return std::nullopt;
}

void RegisterDump::print(core::ModbusFunction function, std::uint32_t first, std::uint32_t last,
                         std::ostream& out) const {
  const bool bits = core::is_of_bits(function);
  const auto step = bits ? kBitsPerLine : kRegistersPerLine;
  for (auto begin = first; begin <= last; begin += step) {
    auto line = fmt::format("{:<9}", fmt::format("{}@{}", static_cast<int>(function), begin));
    std::string decimals;
    for (auto address = begin; address <= std::min(last, begin + step - 1); ++address) {
      const auto value = find(function, address);
      if (bits) {
        line += value ? fmt::format(" {}", *value) : " -";
      } else {
        line += value ? fmt::format(" {:04X}", *value) : " ----";
        decimals += value ? fmt::format(" {:>5}", *value) : "     -";
      }
    }
    if (!bits) line = fmt::format("{:<50} |{}", line, decimals);
    out << line << "\n";
  }
}

}  // namespace bmsgw::app
