#pragma once

#include <cstdint>
#include <vector>

#include "bmsgw/core/modbus_map.hpp"

namespace bmsgw::codec::modbus {

/// Ranges of addresses, found by bisection. Thread: any (const).
class RangeTable {
 public:
  /// They may overlap; one whose end comes before its beginning is empty.
  explicit RangeTable(std::vector<core::ModbusLimits::Range> ranges);
  /// Whether an address of `begin` ... `end` - 1 is in a range.
  [[nodiscard]] bool touches(core::ModbusFunction function, std::uint32_t begin, std::uint32_t end) const;

 private:
  std::vector<core::ModbusLimits::Range> ranges_;  ///< by function and address, apart from each other
};

}  // namespace bmsgw::codec::modbus
