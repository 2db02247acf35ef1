// Agents are loose with types: Gauge32 where the MIB says INTEGER, NULL for what they don't know, numbers as
// DisplayString (networkupstools/nut, issues 590 and 1997). Octets that are no text (a MAC address,
// DateAndTime) are shown as hexadecimal bytes, as RFC 2579 does (display hint 1x:).
#include "bmsgw/codec/snmp/value_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "codec/plain_text.hpp"

namespace bmsgw::codec::snmp {
namespace {

using core::Quality;
using core::SnmpAbsent;
using core::SnmpValue;

constexpr std::size_t kMostHexBytes = 64;

std::string_view trimmed(std::string_view text) {
  text = without_blanks_at_end(text);
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

/// What the text is besides a number: SnmpAbsent::null: nothing; itself: no number.
SnmpValue number_of_digits(std::string_view text) {
  const auto digits = trimmed(text);
  if (digits.empty()) return SnmpAbsent::null;
  if (digits.find_first_not_of("0123456789.-") != std::string_view::npos) return text;
  const auto* const end = digits.data() + digits.size();
  std::int64_t whole = 0;
  if (const auto got = std::from_chars(digits.data(), end, whole); got.ec == std::errc{} && got.ptr == end)
    return whole;
  double real = 0;
  if (const auto got = std::from_chars(digits.data(), end, real); got.ec == std::errc{} && got.ptr == end)
    return real;
  return text;
}

SnmpValue number_in(const SnmpValue& value) {
  const auto* const text = std::get_if<std::string_view>(&value);
  return text == nullptr ? value : number_of_digits(*text);
}

bool is_whole(double number) {
  return std::abs(number) < 0x1p63 && std::trunc(number) == number;
}

/// It is a number and not one of not_available; Quality::good: `number` is one.
Quality judge(const SnmpValue& number, const Scaler& scaler) {
  if (std::holds_alternative<SnmpAbsent>(number)) return Quality::unavailable;
  if (std::holds_alternative<std::string_view>(number)) return Quality::invalid;
  std::int64_t code = 0;
  if (const auto* const real = std::get_if<double>(&number)) {
    if (!std::isfinite(*real)) return Quality::invalid;
    if (!is_whole(*real)) return Quality::good;
    code = static_cast<std::int64_t>(*real);
  } else {
    code = std::get<std::int64_t>(number);
  }
  return scaler.is_not_available(static_cast<std::uint64_t>(code), 64) ? Quality::unavailable : Quality::good;
}

double real_of(const SnmpValue& number) {
  if (const auto* const whole = std::get_if<std::int64_t>(&number)) return static_cast<double>(*whole);
  return std::get<double>(number);
}

template <typename Number>
void write_digits(Number number, std::string& into) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  into.assign(digits.data(), end);
}

/// As it is, when it is a text.
void write_octets(std::string_view octets, std::string& into) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  into = without_blanks_at_end(octets);
  if (is_printable(into)) return;
  into.clear();
  for (const auto octet : octets.substr(0, kMostHexBytes)) {
    const auto byte = static_cast<unsigned char>(octet);
    if (!into.empty()) into.push_back(':');
    into.push_back(kDigits[byte >> 4U]);
    into.push_back(kDigits[byte & 0xFU]);
  }
}

}  // namespace

ValueReader::ValueReader(bool is_text, const core::FieldFormat& format)
    : scaler_(format), is_text_(is_text) {}

Quality ValueReader::read(const SnmpValue& value, std::string& text, core::Value& into) const {
  if (is_text_) {
    const auto quality = read_text(value, text);
    if (quality == Quality::good) into.emplace<std::string_view>(text);
    return quality;
  }
  const auto number = number_in(value);
  const auto quality = judge(number, scaler_);
  if (quality != Quality::good) return quality;
  if (const auto* const whole = std::get_if<std::int64_t>(&number)) {
    scaler_.decode(*whole, into);
  } else {
    into.emplace<double>(scaler_.real_of(std::get<double>(number)));
  }
  const auto* const real = std::get_if<double>(&into);
  if (real == nullptr || std::isfinite(*real)) return Quality::good;
  into.emplace<std::monostate>();
  return Quality::invalid;
}

Quality ValueReader::read_text(const SnmpValue& value, std::string& text) const {
  text.clear();
  if (const auto* const octets = std::get_if<std::string_view>(&value)) {
    write_octets(*octets, text);
  } else if (const auto quality = judge(value, scaler_); quality != Quality::good) {
    return quality;
  } else if (const auto* const whole = std::get_if<std::int64_t>(&value)) {
    write_digits(*whole, text);
  } else {
    write_digits(std::get<double>(value), text);
  }
  return text.empty() ? Quality::unavailable : Quality::good;
}

core::ListElement ValueReader::element(const SnmpValue& value) const {
  const auto number = raw(value);
  return number ? scaled(*number) : std::nullopt;
}

std::optional<double> ValueReader::raw(const SnmpValue& value) const {
  if (is_text_) return std::nullopt;
  if (const auto* const whole = std::get_if<std::int64_t>(&value)) {
    if (scaler_.is_not_available(static_cast<std::uint64_t>(*whole), 64)) return std::nullopt;
    return static_cast<double>(*whole);
  }
  const auto number = number_in(value);
  return judge(number, scaler_) == Quality::good ? std::optional(real_of(number)) : std::nullopt;
}

core::ListElement ValueReader::scaled(double raw) const {
  const auto value = scaler_.real_of(raw);
  return std::isfinite(value) ? core::ListElement(value) : std::nullopt;
}

std::optional<std::int64_t> code_of(const SnmpValue& value) {
  const auto number = number_in(value);
  if (const auto* const whole = std::get_if<std::int64_t>(&number)) return *whole;
  return std::nullopt;
}

}  // namespace bmsgw::codec::snmp
