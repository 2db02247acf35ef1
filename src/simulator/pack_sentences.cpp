// BB1,cells,min,max,average,,threshold   BT1/BT3,cells,min,max,average,   BV1,cells,min,max,average,total,
// BB2/BT2/BT4/BV2,string,first cell,size,one byte per cell
// G1 Control Unit Serial Protocol 2.1.0, p. 7-14. Number of empty fields: as the document's own examples have
// them.
#include "simulator/pack_sentences.hpp"

#include <algorithm>
#include <cmath>

#include "simulator/field_text.hpp"
#include "simulator/limits.hpp"

namespace bmsgw::simulator {
namespace {

constexpr std::size_t kLongEmpty = 6;   ///< seven commas
constexpr std::size_t kShortEmpty = 5;  ///< BT1 has six
constexpr std::size_t kGroupSize = 8;
constexpr std::size_t kGroupModules = 32;

std::string byte_text(int value) {
  return hex(value, 2);
}

FieldText& add_summary(FieldText& fields, const Summary& summary, std::string (*text)(int)) {
  return fields.add_hex(summary.count, 4)
      .add(text(summary.min))
      .add(text(summary.max))
      .add(text(summary.average));
}

std::string empty_fields(std::size_t count) {
  return FieldText().add_empty(count).text();
}

std::string temperature_summary(const PackReading& pack, int CellReading::*quantity, std::size_t empty) {
  const auto summary = summarize(pack.cells, quantity);
  if (!summary) return empty_fields(empty);
  FieldText fields;
  return add_summary(fields, *summary, temperature).add_empty().text();
}

/// How many live cells stand at `first`, within its string and its group of eight.
std::size_t group_length(const PackReading& pack, std::size_t first) {
  const auto in_string = first % pack.cells_per_string();
  const auto room = std::min(kGroupSize - in_string % kGroupSize, pack.cells_per_string() - in_string);
  std::size_t length = 0;
  while (length < room && pack.cells[first + length].live) ++length;
  return length;
}

std::string group_fields(const PackReading& pack, std::size_t first, std::size_t length,
                         int CellReading::*quantity, std::string (*text)(int)) {
  FieldText fields;
  fields.add_hex(static_cast<std::int64_t>(first / pack.cells_per_string()), 2);
  fields.add_hex(static_cast<std::int64_t>(first), 4).add_hex(static_cast<std::int64_t>(length), 2);
  std::string bytes;
  for (std::size_t i = first; i < first + length; ++i) bytes += text(pack.cells[i].*quantity);
  return fields.add(bytes).text();
}

/// A cell that doesn't answer is left out: the group ends before it and another begins behind it.
std::vector<std::string> groups(const PackReading& pack, int CellReading::*quantity,
                                std::string (*text)(int)) {
  if (!pack.cell_comm()) return {empty_fields(kLongEmpty)};
  std::vector<std::string> sentences;
  for (std::size_t first = 0; first < pack.cells.size();) {
    const auto length = group_length(pack, first);
    if (length > 0) sentences.push_back(group_fields(pack, first, length, quantity, text));
    first += std::max<std::size_t>(length, 1);
  }
  return sentences;
}

}  // namespace

std::string bb1_fields(const PackReading& pack) {
  const auto summary = summarize(pack.cells, &CellReading::balancing);
  if (!summary) return empty_fields(kLongEmpty);
  FieldText fields;
  return add_summary(fields, *summary, byte_text).add_empty().add(cell_voltage(kBalancingVoltageCv)).text();
}

std::string bc1_fields(const PackReading& pack) {
  const auto share = static_cast<double>(pack.charge_c) / static_cast<double>(pack.capacity_c);
  FieldText fields;
  fields.add_hex(pack.charge_c, 8).add_hex(pack.capacity_c, 8);
  return fields.add_hex(std::llround(share * 10000), 4).text();
}

std::string bt1_fields(const PackReading& pack) {
  return temperature_summary(pack, &CellReading::module_temperature_c, kShortEmpty);
}

std::string bt3_fields(const PackReading& pack) {
  if (!pack.external_temperatures) return empty_fields(kLongEmpty);
  return temperature_summary(pack, &CellReading::cell_temperature_c, kLongEmpty);
}

std::string bv1_fields(const PackReading& pack) {
  const auto summary = summarize(pack.cells, &CellReading::voltage_cv);
  if (!summary) return empty_fields(kLongEmpty);
  FieldText fields;
  add_summary(fields, *summary, cell_voltage).add_hex(pack.total_cv().value_or(0), 4);
  return fields.add_empty().text();
}

/// The cells of each string hang on one CAN cell group module.
std::string cg1_fields(const PackReading& pack) {
  constexpr int kNotConfigured = 0;
  constexpr int kOk = 1;
  constexpr int kNoResponse = 3;
  FieldText fields;
  fields.add_hex(kOk, 2).add_hex(0, 2);
  for (std::size_t module = 0; module < kGroupModules; ++module) {
    const bool configured = module < pack.strings;
    const auto cells = configured && pack.cell_comm() ? pack.cells_per_string() : 0;
    const int status = !configured ? kNotConfigured : pack.cell_comm() ? kOk : kNoResponse;
    fields.add_hex(status, 2).add_hex(static_cast<std::int64_t>(cells), 2);
  }
  return fields.text();
}

std::vector<std::string> bb2_fields(const PackReading& pack) {
  return groups(pack, &CellReading::balancing, byte_text);
}

std::vector<std::string> bt2_fields(const PackReading& pack) {
  return groups(pack, &CellReading::module_temperature_c, temperature);
}

std::vector<std::string> bt4_fields(const PackReading& pack) {
  if (!pack.external_temperatures) return {empty_fields(kLongEmpty)};
  return groups(pack, &CellReading::cell_temperature_c, temperature);
}

std::vector<std::string> bv2_fields(const PackReading& pack) {
  return groups(pack, &CellReading::voltage_cv, cell_voltage);
}

}  // namespace bmsgw::simulator
