#pragma once

#include <cstdint>
#include <vector>

#include "bmsgw/core/modbus_map.hpp"

namespace bmsgw::config {

/// Items in a row, registers or bits, as on the wire. `last` may be beyond what there is.
struct Extent {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  bool operator==(const Extent&) const = default;
  [[nodiscard]] bool overlaps(const Extent& other) const {
    return first <= other.last && other.first <= last;
  }
};

/// Where an element of a list stands, counted from 0; of a single value 0.
[[nodiscard]] Extent extent_of(const core::ModbusPlace& place, std::uint32_t element);
/// Of all elements together.
[[nodiscard]] Extent extent_of(const core::ModbusPlace& place);

/// How much one request of this kind may read.
[[nodiscard]] std::uint32_t most_items(const core::ModbusLimits& limits, core::ModbusFunction function);

/// What can't be read because of `forbidden`; nullptr: nothing.
[[nodiscard]] const core::ModbusLimits::Range* forbidden_in(const core::ModbusLimits& limits,
                                                            core::ModbusFunction function,
                                                            const Extent& extent);

}  // namespace bmsgw::config
