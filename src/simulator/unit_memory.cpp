#include "simulator/unit_memory.hpp"

#include <algorithm>
#include <cmath>

namespace bmsgw::simulator {
namespace {

constexpr std::int64_t kUnixOf2000 = 946'684'800;

struct Switch {
  unsigned function;  ///< bit of "Function Flags 0"
  unsigned flag;      ///< that it lets through
};

constexpr std::array<Switch, 3> kProtections{{{0, kOverVoltage}, {1, kUnderVoltage}, {3, kModuleOverheat}}};
constexpr std::array<Switch, 2> kReductions{{{6, kLowVoltage}, {8, kHighModuleTemperature}}};

template <std::size_t N>
unsigned enabled(unsigned flags, const std::array<Switch, N>& switches, const Parameters& parameters) {
  for (const auto& entry : switches) {
    if (!parameters.has_function(entry.function)) flags &= ~entry.flag;
  }
  return flags;
}

Parameters::Config factory_of(const UnitConfig& config) {
  auto factory = config.parameters;
  factory.cells = config.battery.cells;
  factory.strings = config.battery.strings;
  factory.capacity_ah = config.battery.capacity_ah;
  return factory;
}

}  // namespace

UnitMemory::UnitMemory(const UnitConfig& config)
    : factory_(factory_of(config)),
      start_unix_s_(config.start_unix_s),
      current_error_da_(static_cast<int>(std::lround(config.current_error_a * 10))),
      battery_(static_cast<const TimedBatteryConfig&>(config)),
      parameters_(factory_),
      resets_(static_cast<std::uint32_t>(config.start_unix_s - kUnixOf2000)),
      passwords_(config.passwords) {
  refresh();
  statistics_.observe(reading_, time_2000_s());
}

std::int64_t UnitMemory::unix_s() const {
  return start_unix_s_ + static_cast<std::int64_t>(battery_.model_s());
}

std::uint32_t UnitMemory::time_2000_s() const {
  return static_cast<std::uint32_t>(unix_s() - kUnixOf2000);
}

UnitView UnitMemory::view() const {
  return {reading_, unix_s(), static_cast<std::uint32_t>(battery_.model_s() - reset_at_s_)};
}

/// The battery through the unit's sensor and its function flags.
void UnitMemory::refresh() {
  reading_ = battery_.reading();
  reading_.current_da += current_error_da_ - parameters_.current_zero_da();
  reading_.protections = static_cast<std::uint16_t>(enabled(reading_.protections, kProtections, parameters_));
  reading_.reductions = static_cast<std::uint8_t>(enabled(reading_.reductions, kReductions, parameters_));
}

void UnitMemory::advance(Elapsed now) {
  while (battery_.step(now)) {
    const auto before = reading_;
    refresh();
    statistics_.observe(reading_, time_2000_s());
    for (const auto event : events_between(before, reading_)) add_event(event);
  }
}

void UnitMemory::note_reset(std::uint8_t source) {
  reset_at_s_ = battery_.model_s();
  resets_.add(time_2000_s(), source);
  passwords_.forget_log_in();
}

void UnitMemory::note_start() {
  add_event(Event::started);
}

void UnitMemory::add_event(Event event) {
  log_.add(event, time_2000_s());
  statistics_.count(event, time_2000_s());
}

bool UnitMemory::write_parameter(std::string_view id, std::string_view value) {
  const auto before = parameters_;
  if (!parameters_.write(id, value)) return false;
  if (before.capacity_ah() != parameters_.capacity_ah() || before.cells() != parameters_.cells()) {
    battery_.set_configured(parameters_.capacity_ah(), parameters_.cells());
  }
  refresh();
  return true;
}

void UnitMemory::zero_current() {
  parameters_.set_current_zero(battery_.reading().current_da + current_error_da_);
  refresh();
}

void UnitMemory::calibrate_sensor(std::size_t cell, const Coefficients& coefficients) {
  const auto cells = reading_.cells.size();
  if (cell > cells) return;
  const auto first = cell == 0 ? 1 : cell;
  const auto last = cell == 0 ? cells : cell;
  for (auto each = first; each <= last; ++each) calibrations_[each] = coefficients;
}

void UnitMemory::set_to_factory_defaults() {
  parameters_ = Parameters(factory_);
  battery_.set_configured(parameters_.capacity_ah(), parameters_.cells());
  refresh();
  statistics_.set_to_factory_defaults();
  log_.clear();
}

void UnitMemory::master_clear() {
  set_to_factory_defaults();
  passwords_.clear();
  statistics_.count_master_clear();
}

}  // namespace bmsgw::simulator
