//   CF2,PPPP,VV        one byte      value = (raw + offset) x factor, raw with its sign where it has one
//   CF2,PPPP,VVVV      two bytes, the most significant first
//   CF2,PPPP,VVVVVVVV  four bytes
// G1 Control Unit Serial Protocol 2.1.0, CF2, p. 16-17, and "Parameter meaning by ID", p. 44-58.
#include "bmsgw/codec/g1/parameter_codec.hpp"

#include <cmath>

#include "bmsgw/codec/g1/field_codec.hpp"

namespace bmsgw::codec::g1 {
namespace {

constexpr std::uint32_t kBitsOfByte = 8;
constexpr std::size_t kDigitsOfByte = 2;

/// 2 to the number of the parameter's bits.
std::int64_t span_of(const core::G1Parameter& parameter) {
  return std::int64_t{1} << (kBitsOfByte * parameter.bytes);
}

bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

}  // namespace

std::int64_t least_raw(const core::G1Parameter& parameter) {
  return parameter.is_signed ? -span_of(parameter) / 2 : 0;
}

std::int64_t most_raw(const core::G1Parameter& parameter) {
  return (parameter.is_signed ? span_of(parameter) / 2 : span_of(parameter)) - 1;
}

std::optional<std::int64_t> parse_parameter(const core::G1Parameter& parameter, std::string_view text) {
  if (text.size() != parameter.bytes * kDigitsOfByte) return std::nullopt;
  const auto digits = parse_hex(text);
  if (!digits) return std::nullopt;
  const auto raw = static_cast<std::int64_t>(*digits);
  return raw > most_raw(parameter) ? raw - span_of(parameter) : raw;
}

std::optional<std::string> format_parameter(const core::G1Parameter& parameter, std::int64_t raw) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  if (raw < least_raw(parameter) || raw > most_raw(parameter)) return std::nullopt;
  auto rest = static_cast<std::uint64_t>(raw);
  std::string text(parameter.bytes * kDigitsOfByte, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, rest >>= 4U) *digit = kDigits[rest & 0x0FU];
  return text;
}

double value_of(const core::G1Parameter& parameter, std::int64_t raw) {
  const auto value = (static_cast<double>(raw) + parameter.offset) * parameter.factor;
  // The factor 0.01 is none of the numbers that a double can hold: 3.35, not 3.3500000000000001.
  const auto steps = std::pow(10.0, parameter.decimals);
  return std::round(value * steps) / steps;
}

std::optional<std::int64_t> raw_of(const core::G1Parameter& parameter, double value) {
  const auto raw = std::round(value / parameter.factor - parameter.offset);
  const bool fits = raw >= static_cast<double>(least_raw(parameter)) &&
                    raw <= static_cast<double>(most_raw(parameter));  // false of NaN
  return fits ? std::optional(static_cast<std::int64_t>(raw)) : std::nullopt;
}

std::string characters_of(const core::G1Parameter& parameter, std::int64_t raw) {
  std::string text;
  for (auto i = parameter.bytes; i > 0; --i) {
    const auto c = static_cast<char>((static_cast<std::uint64_t>(raw) >> (kBitsOfByte * (i - 1U))) & 0xFFU);
    if (c == '\0') continue;
    text.push_back(is_printable(c) ? c : '?');
  }
  return text;
}

std::optional<std::int64_t> raw_of(const core::G1Parameter& parameter, std::string_view characters) {
  if (characters.size() > parameter.bytes) return std::nullopt;
  std::int64_t raw = 0;
  for (std::size_t i = 0; i < parameter.bytes; ++i) {
    const char c = i < characters.size() ? characters[i] : '\0';
    if (i < characters.size() && !is_printable(c)) return std::nullopt;
    raw = (raw << kBitsOfByte) | c;
  }
  return raw;
}

}  // namespace bmsgw::codec::g1
