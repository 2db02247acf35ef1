// value = (raw + offset) x factor; G1 Control Unit Serial Protocol 2.1.0, "Data field encoding type", p. 6-7.
#include "bmsgw/codec/g1/field_codec.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

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

constexpr std::size_t digits_of(std::uint32_t bits) { return (bits + 3) / 4; }

constexpr std::uint64_t mask_of(std::uint32_t bits) { return bits >= 64 ? ~0ULL : (1ULL << bits) - 1; }

std::int64_t sign_extended(std::uint64_t raw, std::uint32_t bits) {
  if (bits >= 64 || bits == 0) return static_cast<std::int64_t>(raw);
  const auto sign = 1ULL << (bits - 1);
  return static_cast<std::int64_t>((raw ^ sign) - sign);
}

std::uint64_t bytes_swapped(std::uint64_t raw, std::size_t digits) {
  std::uint64_t swapped = 0;
  for (std::size_t byte = 0; byte < (digits + 1) / 2; ++byte) {
    swapped = (swapped << 8U) | (raw & 0xFFU);
    raw >>= 8U;
  }
  return swapped;
}

std::string hex_text(std::uint64_t raw, std::size_t digits) {
  constexpr std::string_view kUpper = "0123456789ABCDEF";
  std::string text(digits, '0');
  for (auto place = text.rbegin(); place != text.rend(); ++place, raw >>= 4U) *place = kUpper[raw & 0x0FU];
  return text;
}

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
    : format_(format), encoding_(format.encoding), identity_(format.offset == 0 && format.factor == 1) {
  if (format.decimals >= 0) rounding_ = std::pow(10.0, format.decimals);
}

double FieldCodec::rounded(double value) const {
  return rounding_ == 0 ? value : std::nearbyint(value * rounding_) / rounding_;
}

double FieldCodec::scale(std::int64_t raw) const {
  return rounded((static_cast<double>(raw) + format_.offset) * format_.factor);
}

bool FieldCodec::is_not_available(std::int64_t raw) const {
  return !format_.not_available.empty() && std::ranges::find(format_.not_available, raw) != format_.not_available.end();
}

core::Value FieldCodec::scaled(std::uint64_t raw, std::uint32_t bits) const {
  const auto integer = format_.is_signed ? sign_extended(raw, bits) : static_cast<std::int64_t>(raw);
  if (!identity_) return scale(integer);
  if (!format_.is_signed && integer < 0) return static_cast<double>(raw);  // beyond int64
  return integer;
}

FieldCodec::Decoded FieldCodec::decode_raw(std::uint64_t raw, std::size_t digits) const {
  if (!format_.big_end) raw = bytes_swapped(raw, digits);
  if (encoding_ == Encoding::hex_bit_bool) return {Quality::good, ((raw >> format_.bit) & 1U) != 0};
  const auto bits = format_.bits ? std::uint32_t{*format_.bits} : static_cast<std::uint32_t>(digits * 4);
  raw &= mask_of(bits);
  if (is_not_available(static_cast<std::int64_t>(raw))) return {Quality::unavailable, {}};
  return {Quality::good, scaled(raw, bits)};
}

FieldCodec::Decoded FieldCodec::decode(std::string_view text) const {
  if (text.empty()) return {Quality::unavailable, {}};
  if (encoding_ == Encoding::str) return {Quality::good, text};
  if (encoding_ == Encoding::dec_int) {
    std::int64_t integer = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, integer);
    if (error != std::errc{} || stop != end) return {Quality::invalid, {}};
    if (is_not_available(integer)) return {Quality::unavailable, {}};
    return {Quality::good, identity_ ? core::Value(integer) : core::Value(scale(integer))};
  }
  const auto raw = parse_hex(text);
  if (!raw) return {Quality::invalid, {}};
  return decode_raw(*raw, text.size());
}

bool FieldCodec::decode_list(std::string_view text, std::vector<core::ListElement>& into) const {
  const std::uint32_t bits = format_.bits.value_or(8);
  const auto digits = digits_of(bits);
  if (text.size() % digits != 0) return false;
  const auto before = into.size();
  for (std::size_t at = 0; at < text.size(); at += digits) {
    auto raw = parse_hex(text.substr(at, digits));
    if (!raw) {
      into.resize(before);
      return false;
    }
    if (!format_.big_end) raw = bytes_swapped(*raw, digits);
    const auto integer = format_.is_signed ? sign_extended(*raw, bits) : static_cast<std::int64_t>(*raw);
    into.push_back(is_not_available(static_cast<std::int64_t>(*raw)) ? core::ListElement{} : scale(integer));
  }
  return true;
}

std::int64_t FieldCodec::raw_of(double value) const { return std::llround(value / format_.factor - format_.offset); }

std::optional<std::string> FieldCodec::encode_list(core::List list) const {
  const std::uint32_t bits = format_.bits.value_or(8);
  std::string text;
  for (const auto& element : list) {
    if (!element) return std::nullopt;
    text += hex_text(static_cast<std::uint64_t>(raw_of(*element)) & mask_of(bits), digits_of(bits));
  }
  return text;
}

std::optional<std::string> FieldCodec::encode(const core::Value& value, std::size_t digits) const {
  if (std::holds_alternative<std::monostate>(value)) return std::string{};
  if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
  if (const auto* list = std::get_if<core::List>(&value)) {
    return encode_list(*list);
  }
  const auto number = core::number_of(value);
  if (!number) return std::nullopt;
  if (encoding_ == Encoding::hex_bit_bool) return hex_text(*number != 0 ? 1ULL << format_.bit : 0ULL, digits);
  const auto* whole = std::get_if<std::int64_t>(&value);
  const auto raw = identity_ && whole != nullptr ? *whole : raw_of(*number);
  if (encoding_ == Encoding::dec_int) {
    auto text = std::to_string(raw < 0 ? -raw : raw);
    if (text.size() < digits) text.insert(0, digits - text.size(), '0');
    return raw < 0 ? "-" + text : text;
  }
  const auto bits = static_cast<std::uint32_t>(std::min<std::size_t>(digits, 16) * 4);
  const auto unsigned_raw = static_cast<std::uint64_t>(raw) & mask_of(bits);
  const auto back = format_.is_signed ? sign_extended(unsigned_raw, bits) : static_cast<std::int64_t>(unsigned_raw);
  if (back != raw) return std::nullopt;
  return hex_text(format_.big_end ? unsigned_raw : bytes_swapped(unsigned_raw, digits), digits);
}

}  // namespace bmsgw::codec::g1
