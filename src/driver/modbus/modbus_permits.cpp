#include "bmsgw/driver/modbus_permits.hpp"

#include <algorithm>

#include "bmsgw/codec/modbus/value_codec.hpp"

#include "write_plan.hpp"

namespace bmsgw::driver {
namespace {

using core::ModbusWriteStep;

/// False: the constant doesn't fit, so nothing may be written in its place.
bool append_values(const ModbusWriteStep& step, route::ModbusPermit& permit) {
  const auto end = permit.values.size() + codec::modbus::items_of(step.place);
  if (step.source == ModbusWriteStep::Source::constant) {
    const auto items = codec::modbus::encode_value(step.place, step.format, step.constant);
    if (!items) return false;
    permit.values.insert(permit.values.end(), items->begin(), items->end());
  }
  permit.values.resize(end);
  return true;
}

}  // namespace

std::vector<route::ModbusPermit> permits_of(const core::ModbusCommandSpec& command, std::uint8_t unit) {
  std::vector<route::ModbusPermit> permits;
  for (const auto& write : plan_writes(command)) {
    route::ModbusPermit permit{command.name, unit, write.by, write.address, write.count, {}};
    const auto is_fixed = [&](std::size_t index) { return append_values(command.writes[index], permit); };
    if (std::ranges::all_of(write.steps, is_fixed)) permits.push_back(std::move(permit));
  }
  return permits;
}

}  // namespace bmsgw::driver
