#include "simulator/parameters.hpp"

#include <algorithm>
#include <cmath>

#include "bmsgw/codec/g1/field_codec.hpp"

#include "simulator/field_text.hpp"
#include "simulator/parameter_table.hpp"

namespace bmsgw::simulator {
namespace {

using codec::g1::parse_hex;

constexpr std::uint16_t kActivePeriod = 0x0010;
constexpr std::uint16_t kSleepPeriod = 0x0111;
constexpr std::uint16_t kCapacity = 0x0102;
constexpr std::uint16_t kStrings = 0x0013;
constexpr std::uint16_t kLowReference = 0x1002;
constexpr std::uint16_t kHighReference = 0x1105;
constexpr std::uint16_t kGroupModules = 0x0C05;
constexpr std::uint16_t kGroupModuleCells = 0x0C07;  ///< of CAN cell group module 0; 31 more follow
constexpr std::uint64_t kBroadcastFlag = 1ULL << 12U;
constexpr double kShortestPeriodS = 0.1;

std::uint64_t tenths(double value) {
  return static_cast<std::uint64_t>(std::llround(value * 10));
}

std::optional<std::uint16_t> parse_id(std::string_view text) {
  const auto id = parse_hex(text);
  if (!id || text.size() != 4) return std::nullopt;
  return static_cast<std::uint16_t>(*id);
}

}  // namespace

Parameters::Parameters(const Config& config) {
  for (const auto& row : parameter_rows()) entries_[row.id] = {row.value, row.digits};
  set(kActivePeriod, tenths(config.active_period_s));
  set(kSleepPeriod, tenths(config.sleep_period_s));
  set(kCells, config.cells);
  set(kStrings, config.strings);
  set(kCapacity, tenths(config.capacity_ah));
  if (config.broadcast) set(kFunctionFlags, value(kFunctionFlags) | kBroadcastFlag);
  add_group_modules(config);
}

/// One for each string.
void Parameters::add_group_modules(const Config& config) {
  set(kGroupModules, config.strings);
  for (std::size_t module = 0; module < config.strings; ++module) {
    set(static_cast<std::uint16_t>(kGroupModuleCells + module), config.cells / config.strings);
  }
}

std::optional<std::string> Parameters::text(std::string_view id) const {
  const auto number = parse_id(id);
  const auto found = number ? entries_.find(*number) : entries_.end();
  if (found == entries_.end()) return std::nullopt;
  return hex(static_cast<std::int64_t>(found->second.value), found->second.digits);
}

bool Parameters::write(std::string_view id, std::string_view value) {
  const auto number = parse_id(id);
  const auto found = number ? entries_.find(*number) : entries_.end();
  const auto wanted = parse_hex(value);
  if (found == entries_.end() || !wanted || value.size() != found->second.digits) return false;
  found->second.value = *wanted;
  return true;
}

double Parameters::active_period_s() const {
  return std::max(static_cast<double>(value(kActivePeriod)) / 10, kShortestPeriodS);
}

double Parameters::sleep_period_s() const {
  return std::max(static_cast<double>(value(kSleepPeriod)) / 10, kShortestPeriodS);
}

double Parameters::capacity_ah() const {
  constexpr double kSmallestAh = 0.1;
  return std::max(static_cast<double>(value(kCapacity)) / 10, kSmallestAh);
}

int Parameters::current_zero_da() const {
  return static_cast<std::int16_t>(value(kHighReference));
}

void Parameters::set_current_zero(int current_da) {
  set(kHighReference, static_cast<std::uint16_t>(current_da));
  set(kLowReference, static_cast<std::uint8_t>(current_da));
}

}  // namespace bmsgw::simulator
