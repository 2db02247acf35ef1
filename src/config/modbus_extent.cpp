#include "config/modbus_extent.hpp"

#include <algorithm>

namespace bmsgw::config {
namespace {

constexpr std::uint32_t kBitsOfRegister = 16;

}  // namespace

Extent extent_of(const core::ModbusPlace& place, std::uint32_t element) {
  if (place.stride == 0) {  // packed bits
    const auto at = place.address + (place.bit + element) / kBitsOfRegister;
    return {at, at};
  }
  const std::uint32_t first = place.address + element * place.stride;
  return {first, first + place.registers - 1U};
}

Extent extent_of(const core::ModbusPlace& place) {
  const auto elements = std::max<std::uint32_t>(place.count, 1);
  return {extent_of(place, 0).first, extent_of(place, elements - 1).last};
}

std::uint32_t most_items(const core::ModbusLimits& limits, core::ModbusFunction function) {
  return core::is_of_bits(function) ? limits.bits : limits.registers;
}

const core::ModbusLimits::Range* forbidden_in(const core::ModbusLimits& limits, core::ModbusFunction function,
                                              const Extent& extent) {
  const auto holds = [&function, &extent](const core::ModbusLimits::Range& range) {
    return range.function == function && extent.overlaps({range.first, range.last});
  };
  const auto found = std::ranges::find_if(limits.forbidden, holds);
  return found == limits.forbidden.end() ? nullptr : &*found;
}

}  // namespace bmsgw::config
