// Ids, widths and units: G1 Control Unit Serial Protocol 2.1.0, "Parameter meaning by ID".
#include "simulator/parameters.hpp"

#include <algorithm>
#include <cmath>

#include "bmsgw/codec/g1/field_codec.hpp"

#include "simulator/field_text.hpp"
#include "simulator/limits.hpp"

namespace bmsgw::simulator {
namespace {

using codec::g1::parse_hex;

constexpr std::uint16_t kActivePeriod = 0x0010;
constexpr std::uint16_t kSleepPeriod = 0x0111;
constexpr std::uint16_t kFunctionFlags = 0x1600;
constexpr std::uint64_t kBroadcastFlag = 1ULL << 12U;
/// Cutoffs, reductions, CAN with its broadcast, "No Cells Communication Cutoff", "Charge Over-Current
/// Cutoff".
constexpr std::uint64_t kOtherFlags = 0xA7CF;
constexpr std::uint16_t kGroupModuleCells = 0x0C07;  ///< of CAN cell group module 0; 31 more follow
constexpr std::size_t kGroupModules = 32;
constexpr double kShortestPeriodS = 0.1;

constexpr std::uint64_t coded_voltage(int voltage_cv) {
  return static_cast<std::uint64_t>(voltage_cv - 200);
}
constexpr std::uint64_t coded_temperature(int celsius) {
  return static_cast<std::uint64_t>(celsius) + 100;
}
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
  add(0x0004, 2, coded_voltage(kUnderVoltageCv));
  add(0x0005, 2, coded_voltage(kOverVoltageCv));
  add(0x0006, 2, coded_temperature(kModuleOverheatC));
  add(0x0007, 2, 255);
  add(0x0008, 2, coded_voltage(kLowVoltageCv));
  add(0x000B, 2, coded_voltage(kFullVoltageCv));
  add(0x000C, 2, kAllowedDisbalanceCv);
  add(0x000D, 2, coded_voltage(kPrechargeVoltageCv));
  add(0x000E, 2, coded_voltage(kBalancingVoltageCv));
  add(kActivePeriod, 2, tenths(config.active_period_s));
  add(0x0013, 2, config.strings);
  add(0x0015, 2, coded_temperature(kModuleReductionC));
  add(0x0100, 4, config.cells);
  add(0x0102, 4, tenths(config.capacity_ah));
  add(kSleepPeriod, 4, tenths(config.sleep_period_s));
  add(kFunctionFlags, 8, kOtherFlags | (config.broadcast ? kBroadcastFlag : 0));
  add(0x1604, 8, 0x0380);
  add(0x0C05, 2, config.strings);
  for (std::size_t module = 0; module < kGroupModules; ++module) {
    const auto cells = module < config.strings ? config.cells / config.strings : 0;
    add(static_cast<std::uint16_t>(kGroupModuleCells + module), 2, cells);
  }
}

void Parameters::add(std::uint16_t id, std::size_t digits, std::uint64_t value) {
  entries_[id] = {value, digits};
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

bool Parameters::broadcast() const {
  return (value(kFunctionFlags) & kBroadcastFlag) != 0;
}

}  // namespace bmsgw::simulator
