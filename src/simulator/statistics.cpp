// SS1: identifier, value, additional value, time. Protocol 2.1.0, "Statistics Sentence".
#include "simulator/statistics.hpp"

#include <array>
#include <cmath>
#include <utility>

#include "bmsgw/codec/g1/field_codec.hpp"

#include "simulator/field_text.hpp"

namespace bmsgw::simulator {
namespace {

constexpr std::uint8_t kLastTotal = 6;
constexpr std::uint8_t kMasterClears = 7;
constexpr std::uint8_t kMaxDischargeCurrent = 8;
constexpr std::uint8_t kMaxChargeCurrent = 9;
constexpr std::uint8_t kMinCellVoltage = 10;
constexpr std::uint8_t kMinPackVoltage = 13;
constexpr std::uint8_t kMaxPackVoltage = 14;
constexpr std::uint8_t kMinModuleTemperature = 15;
constexpr std::uint8_t kStarts = 18;
constexpr std::uint8_t kChargerConnects = 29;
constexpr std::uint8_t kLastCount = 39;
constexpr std::uint8_t kCellOverheats = 45;
constexpr std::uint8_t kCellReductions = 46;
constexpr std::uint8_t kMinCellTemperature = 47;

constexpr std::array<std::pair<Event, std::uint8_t>, 16> kCounted{{
    {Event::started, kStarts},
    {Event::under_voltage, 19},
    {Event::over_voltage, 20},
    {Event::module_overheat, 23},
    {Event::cell_comm_lost, 25},
    {Event::low_voltage, 26},
    {Event::module_hot, 28},
    {Event::charger_connected, kChargerConnects},
    {Event::charger_disconnected, 30},
    {Event::preheat, 31},
    {Event::precharge, 32},
    {Event::main_charge, 33},
    {Event::balancing, 34},
    {Event::charging_finished, 35},
    {Event::charging_error, 36},
    {Event::charger_disconnected, 38},  // a trip begins
}};

/// Those that say when they were counted last.
constexpr bool is_timed_count(std::uint8_t id) {
  return (id >= kStarts && id < kChargerConnects) || id == kCellOverheats || id == kCellReductions;
}

constexpr bool is_count(std::uint8_t id) {
  return id == kMasterClears || (id >= kStarts && id <= kLastCount) || id == kCellOverheats ||
         id == kCellReductions;
}

constexpr bool is_protected(std::uint8_t id) {
  return id <= kMasterClears || id == kStarts;
}

}  // namespace

Statistics::Statistics() {
  for (std::uint8_t id = 0; id <= kCellReductions; ++id) {
    if (is_count(id)) rows_[id].info = hex(0, 8);
  }
}

void Statistics::keep_extreme(std::uint8_t id, std::int64_t ranked, const std::string& value,
                              const std::string& info, std::uint32_t time_2000_s) {
  const auto known = rows_.find(id);
  if (known != rows_.end() && known->second.number >= ranked) return;
  rows_[id] = {value, info, hex(time_2000_s, 8), ranked};
}

/// The least, the most, and their difference with both and the first one's cell.
void Statistics::keep_cell_extremes(std::uint8_t first_id, const Summary& summary, std::string (*text)(int),
                                    std::uint32_t time_2000_s) {
  const auto cell = [](std::size_t index) { return hex(static_cast<std::int64_t>(index), 4); };
  const auto id = [first_id](unsigned offset) { return static_cast<std::uint8_t>(first_id + offset); };
  keep_extreme(first_id, -summary.min, text(summary.min), cell(summary.min_cell), time_2000_s);
  keep_extreme(id(1), summary.max, text(summary.max), cell(summary.max_cell), time_2000_s);
  const auto difference = summary.max - summary.min;
  const auto info = cell(summary.min_cell) + text(summary.max) + text(summary.min);
  keep_extreme(id(2), difference, hex(difference, 2), info, time_2000_s);
}

void Statistics::keep_totals(const PackReading& reading) {
  constexpr double kPulsesPerKm = 8000;  // as parameter 0607
  const auto& totals = reading.totals;
  totals_ = {totals.discharge_ah,
             totals.charge_ah,
             totals.discharge_wh,
             totals.charge_wh,
             totals.discharge_s,
             totals.charge_s,
             totals.distance_km * kPulsesPerKm};
  for (std::uint8_t id = 0; id <= kLastTotal; ++id) {
    rows_[id].value = hex(std::llround(totals_.at(id) - totals_before_.at(id)), 8);
  }
}

void Statistics::observe(const PackReading& reading, std::uint32_t time_2000_s) {
  keep_totals(reading);
  const auto current = reading.current_da;
  if (current < 0) keep_extreme(kMaxDischargeCurrent, -current, hex(-current, 4), "", time_2000_s);
  if (current > 0) keep_extreme(kMaxChargeCurrent, current, hex(current, 4), "", time_2000_s);
  if (const auto voltage = summarize(reading.cells, &CellReading::voltage_cv)) {
    keep_cell_extremes(kMinCellVoltage, *voltage, cell_voltage, time_2000_s);
  }
  if (const auto module = summarize(reading.cells, &CellReading::module_temperature_c)) {
    keep_cell_extremes(kMinModuleTemperature, *module, temperature, time_2000_s);
  }
  if (const auto cell = summarize(reading.cells, &CellReading::cell_temperature_c);
      cell && reading.external_temperatures) {
    keep_cell_extremes(kMinCellTemperature, *cell, temperature, time_2000_s);
  }
  if (const auto total = reading.total_cv()) {
    keep_extreme(kMinPackVoltage, -*total, hex(*total, 8), "", time_2000_s);
    keep_extreme(kMaxPackVoltage, *total, hex(*total, 8), "", time_2000_s);
  }
}

void Statistics::count(Event event, std::uint32_t time_2000_s) {
  for (const auto& [counted, id] : kCounted) {
    if (counted != event) continue;
    add_to_count(id, time_2000_s);
  }
}

void Statistics::add_to_count(std::uint8_t id, std::uint32_t time_2000_s) {
  const auto number = rows_[id].number + 1;
  rows_[id] = {"", hex(number, 8), is_timed_count(id) ? hex(time_2000_s, 8) : "", number};
}

void Statistics::clear() {
  for (const auto& [id, row] : Statistics().rows_) {
    if (!is_protected(id)) rows_[id] = row;
  }
  std::erase_if(rows_, [](const auto& row) { return !is_protected(row.first) && !is_count(row.first); });
}

void Statistics::set_to_factory_defaults() {
  const auto master_clears = rows_.at(kMasterClears);
  totals_before_ = totals_;
  rows_ = Statistics().rows_;
  rows_[kMasterClears] = master_clears;
  for (std::uint8_t id = 0; id <= kLastTotal; ++id) rows_[id].value = hex(0, 8);
}

void Statistics::count_master_clear() {
  add_to_count(kMasterClears, 0);
}

std::string Statistics::fields(std::uint8_t id, const Row& row) {
  return FieldText().add_hex(id, 2).add(row.value).add(row.info).add(row.time).text();
}

std::vector<std::string> Statistics::sentences() const {
  std::vector<std::string> sentences;
  sentences.reserve(rows_.size());
  for (const auto& [id, row] : rows_) sentences.push_back(fields(id, row));
  return sentences;
}

std::optional<std::string> Statistics::sentence(std::string_view id) const {
  const auto number = codec::g1::parse_hex(id);
  if (!number || id.size() != 2) return std::nullopt;
  const auto found = rows_.find(static_cast<std::uint8_t>(*number));
  if (found == rows_.end()) return std::nullopt;
  return fields(found->first, found->second);
}

}  // namespace bmsgw::simulator
