#include "write_plan.hpp"

#include <ctime>

#include <fmt/core.h>

#include "bmsgw/codec/modbus/value_codec.hpp"

namespace bmsgw::driver {
namespace {

using core::ClockPart;
using core::ModbusFunction;
using core::ModbusWriteStep;

bool takes_several(ModbusFunction function) {
  return function == ModbusFunction::write_registers || function == ModbusFunction::write_coils;
}

bool continues(const PlannedWrite& write, const ModbusWriteStep& step) {
  return takes_several(step.by) && write.by == step.by && write.verify == step.verify &&
         write.address + write.count == step.place.address &&
         write.count + codec::modbus::items_of(step.place) <= most_items(step.by);
}

double clock_part(ClockPart part, bool utc, std::int64_t unix_ms) {
  const auto seconds = static_cast<std::time_t>(unix_ms / 1000);
  if (part == ClockPart::epoch) return static_cast<double>(seconds);
  std::tm time{};
  if (utc) {
    gmtime_r(&seconds, &time);
  } else {
    localtime_r(&seconds, &time);
  }
  switch (part) {
    case ClockPart::epoch:
      break;
    case ClockPart::year:
      return time.tm_year + 1900;
    case ClockPart::year2:
      return time.tm_year % 100;
    case ClockPart::month:
      return time.tm_mon + 1;
    case ClockPart::day:
      return time.tm_mday;
    case ClockPart::hour:
      return time.tm_hour;
    case ClockPart::minute:
      return time.tm_min;
    case ClockPart::second:
      return time.tm_sec;
    case ClockPart::weekday:
      return time.tm_wday == 0 ? 7 : time.tm_wday;
  }
  return 0;
}

double value_of(const ModbusWriteStep& step, std::optional<double> argument, std::int64_t unix_ms) {
  switch (step.source) {
    case ModbusWriteStep::Source::constant:
      return step.constant;
    case ModbusWriteStep::Source::argument:
      return argument.value_or(0);
    case ModbusWriteStep::Source::clock:
      return clock_part(step.clock, step.utc, unix_ms);
  }
  return 0;
}

}  // namespace

std::vector<PlannedWrite> plan_writes(const core::ModbusCommandSpec& command) {
  std::vector<PlannedWrite> writes;
  for (std::size_t i = 0; i < command.writes.size(); ++i) {
    const auto& step = command.writes[i];
    if (writes.empty() || !continues(writes.back(), step)) {
      writes.push_back({step.by, step.place.address, 0, step.verify, {}});
    }
    writes.back().count =
        static_cast<std::uint16_t>(writes.back().count + codec::modbus::items_of(step.place));
    writes.back().steps.push_back(i);
  }
  return writes;
}

std::variant<core::ModbusRequest, std::string> make_write(const core::ModbusCommandSpec& command,
                                                          const PlannedWrite& write, std::uint8_t unit,
                                                          std::optional<double> argument,
                                                          std::int64_t unix_ms) {
  core::ModbusRequest request{unit, write.by, write.address, write.count, {}};
  for (const auto index : write.steps) {
    const auto& step = command.writes[index];
    const auto value = value_of(step, argument, unix_ms);
    const auto items = codec::modbus::encode_value(step.place, step.format, value);
    if (!items) return fmt::format("{} doesn't fit the register at {}", value, step.place.address);
    request.values.insert(request.values.end(), items->begin(), items->end());
  }
  return request;
}

}  // namespace bmsgw::driver
