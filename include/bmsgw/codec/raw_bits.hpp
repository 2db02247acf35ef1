#pragma once

#include <cstdint>
#include <limits>

/// Arithmetic on a raw number of up to 64 bits, for decoding and encoding. Thread: any.
namespace bmsgw::codec {

inline constexpr std::uint64_t kMostInteger = std::numeric_limits<std::int64_t>::max();

constexpr std::uint64_t mask_of(std::uint32_t bits) {
  return bits >= 64 ? ~0ULL : (1ULL << bits) - 1;
}

constexpr std::int64_t sign_extended(std::uint64_t raw, std::uint32_t bits) {
  if (bits >= 64 || bits == 0) return static_cast<std::int64_t>(raw);
  const auto sign = 1ULL << (bits - 1);
  return static_cast<std::int64_t>((raw ^ sign) - sign);
}

}  // namespace bmsgw::codec
