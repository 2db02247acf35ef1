#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "bmsgw/codec/raw_bits.hpp"
#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/value.hpp"

namespace bmsgw::codec {

/// To the nearest whole number, a tie to the even one; never -0. x86-64 without SSE4.1 has no instruction for
/// it, and the library's function costs as much as the rest of decoding a value.
inline double nearest(double value) {
#if defined(__SSE2__)
  if (std::abs(value) < 0x1p62) return static_cast<double>(_mm_cvtsd_si64(_mm_set_sd(value)));
#endif
  return std::nearbyint(value) + 0.0;
}

/// Whether a raw number is one of the codes. That of a signed value may be given as its bits say or as the
/// number that it is: 65535 or -1.
[[nodiscard]] bool is_listed(std::uint64_t raw, std::uint32_t bits, bool is_signed,
                             const std::vector<std::int64_t>& codes);

/// What turns raw numbers into values, whichever wire they came by: value = (raw + offset) x factor, rounded.
/// Inline, since it runs once per value. Thread: any (const).
class Scaler {
 public:
  explicit Scaler(const core::FieldFormat& format);

  /// An integer, as long as nothing is done to the number; else a real number. `raw`: `bits` wide.
  void decode(std::uint64_t raw, std::uint32_t bits, core::Value& into) const {
    if (!is_signed_ && raw > kMostInteger) {
      into.emplace<double>(scale(static_cast<double>(raw)));
    } else {
      decode(number_of(raw, bits), into);
    }
  }
  void decode(std::int64_t number, core::Value& into) const {
    if (identity_) {
      into.emplace<std::int64_t>(number);
    } else {
      into.emplace<double>(scale(static_cast<double>(number)));
    }
  }
  [[nodiscard]] core::Value value_of(std::uint64_t raw, std::uint32_t bits) const {
    core::Value value;
    decode(raw, bits, value);
    return value;
  }
  [[nodiscard]] core::Value value_of(std::int64_t number) const {
    core::Value value;
    decode(number, value);
    return value;
  }
  /// As a list's elements are: always a real number.
  [[nodiscard]] double real_of(std::uint64_t raw, std::uint32_t bits) const {
    if (!is_signed_) return scale(static_cast<double>(raw));
    return scale(static_cast<double>(sign_extended(raw, bits)));
  }
  /// Of a number that is none of bits (IEEE 754). Not finite when it isn't, or when the factor is too much.
  [[nodiscard]] double real_of(double number) const { return scale(number); }
  [[nodiscard]] bool is_not_available(std::uint64_t raw, std::uint32_t bits) const {
    return !not_available_.empty() && is_listed(raw, bits, is_signed_, not_available_);
  }
  /// Factor 1 and offset 0: integers stay integers.
  [[nodiscard]] bool is_identity() const { return identity_; }

 private:
  [[nodiscard]] std::int64_t number_of(std::uint64_t raw, std::uint32_t bits) const {
    return is_signed_ ? sign_extended(raw, bits) : static_cast<std::int64_t>(raw);
  }
  [[nodiscard]] double scale(double raw) const {
    const auto value = (raw + offset_) * factor_;
    return rounding_ == 0 ? value : nearest(value * rounding_) / rounding_;
  }

  double offset_;
  double factor_;
  double rounding_;  ///< 10^decimals, 0: none
  bool identity_;
  bool is_signed_;
  std::vector<std::int64_t> not_available_;
};

/// The inverse: value / factor - offset, rounded to the nearest whole number; not finite, when there is none.
[[nodiscard]] double nearest_raw(double value, const core::FieldFormat& format);
/// A whole number's bits, when it has no more than `width` (1-64).
[[nodiscard]] std::optional<std::uint64_t> raw_bits(double raw, unsigned width, bool is_signed);

}  // namespace bmsgw::codec
