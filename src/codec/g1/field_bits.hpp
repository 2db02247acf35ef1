#pragma once

#include <cstddef>
#include <cstdint>

/// The digits of a field's raw number, for decoding and encoding.
namespace bmsgw::codec::g1 {

constexpr std::size_t digits_of(std::uint32_t bits) {
  return (bits + 3) / 4;
}

constexpr std::uint64_t bytes_swapped(std::uint64_t raw, std::size_t digits) {
  std::uint64_t swapped = 0;
  for (std::size_t byte = 0; byte < (digits + 1) / 2; ++byte) {
    swapped = (swapped << 8U) | (raw & 0xFFU);
    raw >>= 8U;
  }
  return swapped;
}

}  // namespace bmsgw::codec::g1
