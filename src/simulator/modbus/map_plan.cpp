#include "simulator/modbus/map_plan.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/modbus/name_words.hpp"
#include "simulator/modbus/value_store.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using config::ParamConfig;
using core::ClockPart;
using core::ModbusPlace;

std::uint32_t items_of_element(const ModbusPlace& place) {
  return core::is_of_bits(place.function) ? 1U : place.registers;
}

bool is_same_place(const ModbusPlace& left, const ModbusPlace& right) {
  return left.address == right.address &&
         core::reading_function(left.function) == core::reading_function(right.function);
}

/// Of a param that no command sets, but that is named like a part of the time.
std::optional<ClockPart> clock_part(const ParamConfig& param) {
  using Entry = std::pair<std::string_view, ClockPart>;
  constexpr std::array<Entry, 10> kNames{{{"year", ClockPart::year},
                                          {"month", ClockPart::month},
                                          {"day", ClockPart::day},
                                          {"hour", ClockPart::hour},
                                          {"minute", ClockPart::minute},
                                          {"second", ClockPart::second},
                                          {"weekday", ClockPart::weekday},
                                          {"epoch", ClockPart::epoch},
                                          {"timestamp", ClockPart::epoch},
                                          {"time", ClockPart::epoch}}};
  const NameWords words(param.name);
  const bool is_number = param.modbus->place.kind == core::ModbusKind::whole && param.names.empty();
  if (!is_number || param.list || words.has({"test", "last", "remain"})) return std::nullopt;
  const auto found =
      std::ranges::find_if(kNames, [&words](const Entry& entry) { return words.is({entry.first}); });
  if (found == kNames.end()) return std::nullopt;
  const bool fits = found->second != ClockPart::epoch || param.modbus->place.registers > 1;
  return fits ? std::optional(found->second) : std::nullopt;
}

double constant_of(const ParamConfig& param) {
  const auto least = param.valid_bot.value_or(0);
  const auto most = param.valid_top.value_or(std::max(least, 0.0));
  return least <= 0 && most >= 0 ? 0 : (least + most) / 2;
}

class Planner {
 public:
  explicit Planner(const config::BusProtocol& map) : map_(map) {}

  [[nodiscard]] MapPlan plan();

 private:
  void add_command(const core::ModbusCommandSpec& command);
  void add_packet(const config::PacketConfig& packet);
  void add_value(const std::string& packet, const ParamConfig& param);
  void note_counts();
  void add_clock(const ClockRegister& clock);
  [[nodiscard]] bool is_clock(const ModbusPlace& place) const;
  [[nodiscard]] bool is_commands(const ModbusPlace& place) const;
  [[nodiscard]] double busy_value(const core::ModbusCommandSpec& command) const;

  const config::BusProtocol& map_;
  std::map<std::pair<std::string, std::string>, Quantity> counts_;  ///< by packet and param
  MapPlan plan_;
};

MapPlan Planner::plan() {
  plan_.limits = map_.limits;
  note_counts();
  for (const auto& command : map_.commands) add_command(command);
  for (const auto& packet : map_.packets) add_packet(packet);
  std::ranges::stable_sort(plan_.clocks, {}, &ClockRegister::part);
  return std::move(plan_);
}

/// A value that tells how many elements a list has tells what there are.
void Planner::note_counts() {
  for (const auto& packet : map_.packets) {
    for (const auto& param : packet.params) {
      if (!param.modbus || !param.modbus->count_from) continue;
      const bool of_strings = meaning_of(packet.name, param).scope == Scope::string;
      const auto& source = *param.modbus->count_from;
      counts_[{source.packet, source.param}] = of_strings ? Quantity::string_count : Quantity::cell_count;
    }
  }
}

void Planner::add_command(const core::ModbusCommandSpec& command) {
  using Source = core::ModbusWriteStep::Source;
  for (const auto& step : command.writes) {
    plan_.written.push_back(step.place);
    if (step.source == Source::clock) add_clock({step.place, step.format, step.clock, step.utc});
  }
  if (command.until) plan_.awaited.push_back(command.until->place);
  const NameWords words(command.name + "_" + command.description);
  const bool is_test = words.has({"test", "measure"}) && words.has({"ir", "resist", "imped"});
  if (command.writes.empty() || (!command.until && !is_test)) return;
  if (command.writes.back().source == Source::clock) return;
  plan_.tests.push_back({command.writes.back(), command.until, command.until ? busy_value(command) : 1});
}

/// By the names of the register, if a param reads it; else what was written there, or what it isn't at the
/// end.
double Planner::busy_value(const core::ModbusCommandSpec& command) const {
  const auto& until = *command.until;
  for (const auto& packet : map_.packets) {
    for (const auto& param : packet.params) {
      if (!param.modbus || !is_same_place(param.modbus->place, until.place)) continue;
      if (const auto code = busy_code(param.names)) return static_cast<double>(*code);
    }
  }
  const auto& step = command.writes.back();
  if (is_same_place(step.place, until.place) && step.constant != until.equals) return step.constant;
  return until.equals == 0 ? 1 : 0;
}

void Planner::add_packet(const config::PacketConfig& packet) {
  for (const auto& param : packet.params) {
    if (!param.modbus) continue;
    if (const auto part = clock_part(param); part && !is_commands(param.modbus->place)) {
      add_clock({param.modbus->place, param.format, *part, *part == ClockPart::epoch});
    }
    add_value(packet.name, param);
  }
}

void Planner::add_clock(const ClockRegister& clock) {
  if (!is_clock(clock.place)) plan_.clocks.push_back(clock);
}

bool Planner::is_clock(const ModbusPlace& place) const {
  return std::ranges::any_of(
      plan_.clocks, [&place](const ClockRegister& known) { return is_same_place(known.place, place); });
}

bool Planner::is_commands(const ModbusPlace& place) const {
  const auto touched = [&place](const ModbusPlace& other) {
    return touches(place, other.function, other.address, items_of_element(other));
  };
  return std::ranges::any_of(plan_.written, touched) || std::ranges::any_of(plan_.awaited, touched);
}

void Planner::add_value(const std::string& packet, const ParamConfig& param) {
  PlannedValue value{param.modbus->place, param.format, meaning_of(packet, param)};
  const auto counted = counts_.find({packet, param.name});
  if (counted != counts_.end()) value.meaning = {.quantity = counted->second};
  if (!param.list) value.place.count = 1;
  value.codes = state_codes(param.names);
  value.constant = constant_of(param);
  value.writable = param.modbus->write.has_value();
  value.kept = value.writable || is_commands(value.place);
  plan_.values.push_back(std::move(value));
}

void allow_place(RegisterBank& bank, const ModbusPlace& place, bool writable) {
  for (std::uint32_t i = 0; i < place.count; ++i) {
    const auto at = element_place(place, i);
    if (writable) bank.allow_writing(at.function, at.address, items_of_element(at));
    bank.allow(at.function, at.address, items_of_element(at));
  }
}

}  // namespace

MapPlan plan_of(const config::BusProtocol& map) {
  return Planner(map).plan();
}

void allow_all(const MapPlan& plan, RegisterBank& bank) {
  for (const auto& value : plan.values) allow_place(bank, value.place, value.writable);
  for (const auto& place : plan.awaited) allow_place(bank, place, false);
  for (const auto& place : plan.written) allow_place(bank, place, true);
  bank.allow_gaps(plan.limits.gap);
  for (const auto& range : plan.limits.forbidden) bank.forbid(range.function, range.first, range.last);
}

bool touches(const ModbusPlace& place, core::ModbusFunction table, std::uint32_t address,
             std::uint32_t count) {
  if (core::reading_function(place.function) != core::reading_function(table)) return false;
  for (std::uint32_t i = 0; i < place.count; ++i) {
    const auto begin = std::uint32_t{element_place(place, i).address};
    if (begin < address + count && address < begin + items_of_element(place)) return true;
  }
  return false;
}

}  // namespace bmsgw::simulator::modbus
