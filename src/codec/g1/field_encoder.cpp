// The inverse of field_codec.cpp: raw = value / factor - offset, as text of a given number of digits.
// G1 Control Unit Serial Protocol 2.1.0, "Data field encoding type", p. 6-7; digits are written in upper
// case.
#include <algorithm>
#include <cmath>

#include "bmsgw/codec/g1/field_codec.hpp"

#include "codec/g1/field_bits.hpp"

namespace bmsgw::codec::g1 {
namespace {

using core::Encoding;

/// In bits.
constexpr std::uint8_t width_of(std::size_t digits) {
  return static_cast<std::uint8_t>(std::min<std::size_t>(digits, 16) * 4);
}

std::string hex_text(std::uint64_t raw, std::size_t digits) {
  constexpr std::string_view kUpper = "0123456789ABCDEF";
  std::string text(digits, '0');
  for (auto place = text.rbegin(); place != text.rend(); ++place, raw >>= 4U) *place = kUpper[raw & 0x0FU];
  return text;
}

/// At least `width` wide, the sign included.
std::string decimal_text(std::int64_t number, std::size_t width) {
  auto text = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  if (text.size() < width) text.insert(sign, width - text.size(), '0');
  return text;
}

}  // namespace

std::optional<std::string> FieldCodec::encode(const core::Value& value, std::size_t digits) const {
  if (std::holds_alternative<std::monostate>(value)) return std::string{};
  if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
  if (const auto* list = std::get_if<core::List>(&value)) return encode_list(*list);
  const auto number = core::number_of(value);
  if (!number) return std::nullopt;
  if (encoding_ == Encoding::hex_bit_bool) return encode_flag(*number != 0, digits);
  const auto* whole = std::get_if<std::int64_t>(&value);
  const auto raw = scaler_.is_identity() && whole != nullptr ? *whole : raw_of(*number);
  if (!raw) return std::nullopt;
  if (encoding_ == Encoding::dec_int) return decimal_text(*raw, digits);
  return encode_raw(*raw, format_.bits.value_or(width_of(digits)), digits);
}

std::optional<std::string> FieldCodec::encode_flag(bool flag, std::size_t digits) const {
  const auto raw = flag ? 1ULL << format_.bit : 0ULL;
  if (format_.bit >= digits * 4) return std::nullopt;
  return hex_text(format_.big_end ? raw : bytes_swapped(raw, digits), digits);
}

std::optional<std::string> FieldCodec::encode_list(core::List list) const {
  std::string text;
  for (const auto& item : list) {
    const auto raw = item ? raw_of(*item) : std::nullopt;
    const auto part = raw ? encode_raw(*raw, element_bits(), digits_of(element_bits())) : std::nullopt;
    if (!part) return std::nullopt;
    text += *part;
  }
  return text;
}

/// `bits` of a raw value in `digits` digits, when it fits them.
std::optional<std::string> FieldCodec::encode_raw(std::int64_t raw, std::uint32_t bits,
                                                  std::size_t digits) const {
  const auto code = static_cast<std::uint64_t>(raw) & mask_of(bits);
  const auto back = format_.is_signed ? sign_extended(code, bits) : static_cast<std::int64_t>(code);
  if (back != raw || (code & ~mask_of(width_of(digits))) != 0) return std::nullopt;
  return hex_text(format_.big_end ? code : bytes_swapped(code, digits), digits);
}

/// Nothing: beyond what an int64 holds.
std::optional<std::int64_t> FieldCodec::raw_of(double value) const {
  const auto raw = nearest_raw(value, format_);
  if (!(std::fabs(raw) < static_cast<double>(kMostInteger))) return std::nullopt;
  return static_cast<std::int64_t>(raw);
}

}  // namespace bmsgw::codec::g1
