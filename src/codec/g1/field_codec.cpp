//   HEX_CODE, HEX_DEC       1-16 digits, most significant first        "1EDC"     one number
//   HEX_BIT_BOOL            the same                                   "07"       one flag per bit, bit 0 the
//   lowest HEX_DEC_BYTE_ARRAY      2 digits per element (or as `bits` says)   "9D9F9E"   a list of numbers
//   DEC_INT                 sign, decimal digits                       "07"       one number
//   STR                     any text
// value = (raw + offset) x factor. G1 Control Unit Serial Protocol 2.1.0, "Data field encoding type", p. 6-7.
#include "bmsgw/codec/g1/field_codec.hpp"

#include <array>
#include <charconv>

#include "codec/g1/field_bits.hpp"

namespace bmsgw::codec::g1 {
namespace {

using core::Encoding;
using core::Quality;

constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> make_digits() {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::uint8_t i = 0; i < 10; ++i) digits[static_cast<std::size_t>('0') + i] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    digits[static_cast<std::size_t>('A') + i] = static_cast<std::uint8_t>(10 + i);
    digits[static_cast<std::size_t>('a') + i] = static_cast<std::uint8_t>(10 + i);
  }
  return digits;
}

constexpr auto kDigits = make_digits();

}  // namespace

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  if (text.empty() || text.size() > 16) return std::nullopt;
  std::uint64_t raw = 0;
  std::uint8_t bad = 0;
  for (const char c : text) {
    const auto digit = kDigits[static_cast<unsigned char>(c)];
    bad |= digit;
    raw = (raw << 4U) | (digit & 0x0FU);
  }
  if ((bad & 0xF0U) != 0) return std::nullopt;
  return raw;
}

FieldCodec::FieldCodec(const core::FieldFormat& format)
    : format_(format), encoding_(format.encoding), scaler_(format) {}

FieldCodec::Decoded FieldCodec::decode_raw(std::uint64_t raw, std::size_t digits) const {
  if (!format_.big_end) raw = bytes_swapped(raw, digits);
  if (encoding_ == Encoding::hex_bit_bool) {
    // Older firmware sends fewer bits; what it doesn't send it doesn't deny.
    if (format_.bit >= digits * 4) return {Quality::unavailable, {}};
    return {Quality::good, ((raw >> format_.bit) & 1U) != 0};
  }
  const auto bits = format_.bits ? std::uint32_t{*format_.bits} : static_cast<std::uint32_t>(digits * 4);
  raw &= mask_of(bits);
  if (scaler_.is_not_available(raw, bits)) return {Quality::unavailable, {}};
  return {Quality::good, scaler_.value_of(raw, bits)};
}

FieldCodec::Decoded FieldCodec::decode(std::string_view text) const {
  if (text.empty()) return {Quality::unavailable, {}};
  if (encoding_ == Encoding::str) return {Quality::good, text};
  if (encoding_ == Encoding::dec_int) {
    std::int64_t integer = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, integer);
    if (error != std::errc{} || stop != end) return {Quality::invalid, {}};
    if (scaler_.is_not_available(static_cast<std::uint64_t>(integer), 64)) return {Quality::unavailable, {}};
    return {Quality::good, scaler_.value_of(integer)};
  }
  const auto raw = parse_hex(text);
  if (!raw) return {Quality::invalid, {}};
  return decode_raw(*raw, text.size());
}

bool FieldCodec::decode_list(std::string_view text, std::vector<core::ListElement>& into) const {
  const auto digits = digits_of(element_bits());
  if (text.size() % digits != 0) return false;
  const auto before = into.size();
  for (std::size_t at = 0; at < text.size(); at += digits) {
    const auto raw = parse_hex(text.substr(at, digits));
    if (!raw) {
      into.resize(before);
      return false;
    }
    into.push_back(element(*raw, digits));
  }
  return true;
}

core::ListElement FieldCodec::element(std::uint64_t raw, std::size_t digits) const {
  if (!format_.big_end) raw = bytes_swapped(raw, digits);
  raw &= mask_of(element_bits());
  if (scaler_.is_not_available(raw, element_bits())) return std::nullopt;
  return scaler_.real_of(raw, element_bits());
}

}  // namespace bmsgw::codec::g1
