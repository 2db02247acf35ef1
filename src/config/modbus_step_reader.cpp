#include "config/modbus_step_reader.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "config/command_keys.hpp"
#include "config/modbus_fit.hpp"
#include "config/modbus_form_reader.hpp"
#include "config/modbus_place_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::ClockPart;
using core::ModbusFunction;
using core::ModbusKind;
using core::ModbusWriteStep;

struct ClockName {
  std::string_view name;
  ClockPart part;
  core::ValueRange range;
};
/// An epoch as large as this is enough for today's; a year is four digits.
constexpr std::array<ClockName, 9> kClock{{{"epoch", ClockPart::epoch, {0, 2147483647}},
                                           {"year", ClockPart::year, {2000, 2099}},
                                           {"year2", ClockPart::year2, {0, 99}},
                                           {"month", ClockPart::month, {1, 12}},
                                           {"day", ClockPart::day, {1, 31}},
                                           {"hour", ClockPart::hour, {0, 23}},
                                           {"minute", ClockPart::minute, {0, 59}},
                                           {"second", ClockPart::second, {0, 59}},
                                           {"weekday", ClockPart::weekday, {1, 7}}}};

core::FieldFormat read_scaling(const JsonView& view, ProblemList& problems) {
  auto format = read_step_scaling(view, problems);
  format.big_end = view["big_end"].boolean().value_or(true);
  if (const auto bits = view["bits"].integer()) format.bits = static_cast<std::uint8_t>(*bits);
  return format;
}

/// The function that reads what the step writes.
ModbusFunction reads(const JsonView& function, const AddressBook::Found& found, ProblemList& problems) {
  const auto number = function.integer();
  const auto said = found.wire.function;
  if (said == ModbusFunction::read_discrete_inputs || said == ModbusFunction::read_input_registers) {
    problems.error(found.at, address_text(found.at) + " is an input: it can't be written");
    return ModbusFunction::read_holding_registers;
  }
  if (!number) return said.value_or(ModbusFunction::read_holding_registers);
  const auto given = core::reading_function(static_cast<ModbusFunction>(*number));
  if (said && *said != given) {
    problems.error(function, "function " + std::to_string(*number) + " doesn't write what stands at " +
                                 address_text(found.at) + ": " +
                                 (*said == ModbusFunction::read_coils ? "5 or 15" : "6 or 16") + " does");
  }
  return given;
}

/// Why nothing can be written so; empty: it can.
std::string fault_of(const ModbusWriteStep& step) {
  const auto& place = step.place;
  const bool is_flag = place.kind == ModbusKind::bit && !core::is_of_bits(place.function);
  if (is_flag || place.bits != 0) return "a part of a register can't be written without the rest of it";
  if (step.by == ModbusFunction::write_register && place.registers > 1)
    return "function 6 writes one register, and the value takes " + std::to_string(place.registers) +
           ": 16 writes several";
  return "";
}

ModbusFunction writes(const JsonView& function, const core::ModbusPlace& place) {
  if (const auto number = function.integer()) return static_cast<ModbusFunction>(*number);
  if (core::is_of_bits(place.function)) return ModbusFunction::write_coil;
  return place.registers > 1 ? ModbusFunction::write_registers : ModbusFunction::write_register;
}

void read_value(const JsonView& value, ModbusWriteStep& step) {
  step.constant = value.number().value_or(0);
  const auto text = value.text();
  if (!text) return;
  const auto* const clock = std::ranges::find(kClock, *text, &ClockName::name);
  step.source = clock == kClock.end() ? ModbusWriteStep::Source::argument : ModbusWriteStep::Source::clock;
  if (clock != kClock.end()) step.clock = clock->part;
}

void read_zone(const JsonView& utc, ModbusWriteStep& step, ProblemList& problems) {
  const bool is_clock = step.source == ModbusWriteStep::Source::clock;
  const bool is_epoch = is_clock && step.clock == ClockPart::epoch;
  step.utc = !is_clock || is_epoch || utc.boolean().value_or(false);
  if (!utc.given()) return;
  if (!is_clock && utc.boolean() == true) {
    problems.warning(utc, "means nothing for what is no part of the time");
  } else if (is_epoch && utc.boolean() == false) {
    problems.warning(utc, "means nothing for epoch, which is always UTC");
  }
}

std::string raw_text(const JsonView& view, const core::ModbusPlace& place) {
  if (const auto raw = view["raw"].text()) return *raw;
  return core::is_of_bits(place.function) ? "a coil" : "u16, which is \"raw\" by default";
}

void check_range(const JsonView& at, const JsonView& step, const ModbusWriteStep& read,
                 const core::ValueRange& range, ProblemList& problems) {
  for (const auto value : {range.least, range.most}) {
    if (fits(read.place, read.format, value)) continue;
    const auto text = at.text() ? *at.text() + " (" + number_text(value) + ")" : number_text(value);
    problems.error(at, text + " doesn't fit into " + raw_text(step, read.place));
    return;
  }
}

}  // namespace

ModbusWriteStep read_step(const JsonView& step, const AddressBook::Found& found, ProblemList& problems) {
  ModbusWriteStep read;
  read.format = read_scaling(step, problems);
  read.place.address = found.wire.address;
  read.place.function = reads(step["function"], found, problems);
  read_form(step, read.place, read.format, problems);
  read.place.stride = read.place.registers;
  read.by = writes(step["function"], read.place);
  read_value(step["value"], read);
  read_zone(step["utc"], read, problems);
  read.verify = step["verify"].boolean().value_or(true);
  const auto fault = fault_of(read);
  const auto& at = step["raw"].given() ? step["raw"] : step;
  if (!fault.empty()) problems.error(step["function"].given() ? step["function"] : at, fault);
  return read;
}

void check_step_value(const JsonView& step, const ModbusWriteStep& read,
                      const std::optional<core::ValueRange>& argument, ProblemList& problems) {
  const auto value = step["value"];
  if (!value.exists() || !fault_of(read).empty()) return;
  switch (read.source) {
    case ModbusWriteStep::Source::constant:
      return check_range(value, step, read, {read.constant, read.constant}, problems);
    case ModbusWriteStep::Source::argument:
      if (argument) return check_range(value, step, read, *argument, problems);
      return problems.error(
          value, "needs \"argument\": {\"min\": ..., \"max\": ...} of the command: what it may be given");
    case ModbusWriteStep::Source::clock: {
      const auto* const clock = std::ranges::find(kClock, read.clock, &ClockName::part);
      return check_range(value, step, read, clock->range, problems);
    }
  }
}

core::ModbusUntil read_until(const JsonView& until, const AddressBook::Found& found, ProblemList& problems) {
  core::ModbusUntil read;
  read.format = read_scaling(until, problems);
  read.place.address = found.wire.address;
  read.place.function = function_of(until["function"], found, problems);
  read_form(until, read.place, read.format, problems);
  read.place.stride = read.place.registers;
  read.equals = until["equals"].number().value_or(0);
  read.every_s = until["every"].number().value_or(read.every_s);
  read.timeout_s = until["timeout"].number().value_or(read.timeout_s);
  if (until["equals"].exists() && !fits(read.place, read.format, read.equals)) {
    problems.error(until["equals"],
                   number_text(read.equals) + " never stands in " + raw_text(until, read.place));
  }
  return read;
}

}  // namespace bmsgw::config
