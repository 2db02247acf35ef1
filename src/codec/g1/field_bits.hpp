#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

/// Arithmetic on a field's raw number, for decoding and encoding.
namespace bmsgw::codec::g1 {

inline constexpr std::uint64_t kMostInteger = std::numeric_limits<std::int64_t>::max();

constexpr std::size_t digits_of(std::uint32_t bits) {
  return (bits + 3) / 4;
}

constexpr std::uint64_t mask_of(std::uint32_t bits) {
  return bits >= 64 ? ~0ULL : (1ULL << bits) - 1;
}

constexpr std::int64_t sign_extended(std::uint64_t raw, std::uint32_t bits) {
  if (bits >= 64 || bits == 0) return static_cast<std::int64_t>(raw);
  const auto sign = 1ULL << (bits - 1);
  return static_cast<std::int64_t>((raw ^ sign) - sign);
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
