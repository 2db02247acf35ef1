// value = (raw + offset) x factor: G1 Control Unit Serial Protocol 2.1.0, "Data field encoding type", p. 6-7.
#include "bmsgw/codec/scaler.hpp"

#include <algorithm>

namespace bmsgw::codec {

Scaler::Scaler(const core::FieldFormat& format)
    : offset_(format.offset),
      factor_(format.factor),
      rounding_(format.decimals >= 0 ? std::pow(10.0, format.decimals) : 0),
      identity_(format.offset == 0 && format.factor == 1),
      is_signed_(format.is_signed),
      not_available_(format.not_available) {}

bool is_listed(std::uint64_t raw, std::uint32_t bits, bool is_signed,
               const std::vector<std::int64_t>& codes) {
  const auto has = [&codes](std::int64_t code) { return std::ranges::find(codes, code) != codes.end(); };
  return has(static_cast<std::int64_t>(raw)) || (is_signed && has(sign_extended(raw, bits)));
}

double nearest_raw(double value, const core::FieldFormat& format) {
  return std::round(value / format.factor - format.offset);
}

std::optional<std::uint64_t> raw_bits(double raw, unsigned width, bool is_signed) {
  const auto end = std::ldexp(1.0, static_cast<int>(is_signed ? width - 1 : width));
  const auto least = is_signed ? -end : 0.0;
  if (!(raw >= least && raw < end)) return std::nullopt;
  if (raw < 0) return static_cast<std::uint64_t>(static_cast<std::int64_t>(raw)) & mask_of(width);
  return static_cast<std::uint64_t>(raw);
}

}  // namespace bmsgw::codec
