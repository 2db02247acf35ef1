#pragma once

#include <cstdint>

/// The order of bytes in a register. Thread: any.
namespace bmsgw::codec::modbus {

constexpr std::uint16_t swapped_bytes(std::uint16_t word) {
  return static_cast<std::uint16_t>(word << 8U | word >> 8U);
}

}  // namespace bmsgw::codec::modbus
