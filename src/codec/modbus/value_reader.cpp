//   registers   | high word | ... | low word |      or the low word first, or the low byte of each
//   whole       bits from `bit` on, two's complement when signed
//   magnitude   | sign 1 | amount 15 or 31 |        0x8001 is -1, 0x8000 is 0
//   real        IEEE 754, 32 or 64 bits
//   bcd         | digit 4 | digit 4 | ... |         0x1234 is 1234
//   text        | character | character | ...
//   bit         one of a register; packed: the next one is that of the next element
// The specification knows registers and bits only (MODBUS Application Protocol V1.1b3, 4.3): the rest is what
// devices do.
#include "bmsgw/codec/modbus/value_reader.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <optional>

#include "bmsgw/codec/modbus/value_codec.hpp"

#include "codec/modbus/register_order.hpp"
#include "codec/plain_text.hpp"

namespace bmsgw::codec::modbus {
namespace {

using core::ModbusKind;
using core::Quality;

/// Amounts and digits become numbers before they are scaled.
core::FieldFormat format_of_number(ModbusKind kind, core::FieldFormat format) {
  if (kind == ModbusKind::sign_magnitude || kind == ModbusKind::real) format.is_signed = true;
  if (kind == ModbusKind::bcd || kind == ModbusKind::bit) format.is_signed = false;
  return format;
}

/// Bits of a number's registers; of a coil or discrete input one.
unsigned bits_of(const core::ModbusPlace& place) {
  return core::is_of_bits(place.function) ? 1U : 16U * items_of(place);
}

std::uint8_t lowest_bit_of(const core::ModbusPlace& place) {
  const bool is_part = place.kind == ModbusKind::whole || place.kind == ModbusKind::bit;
  return is_part ? static_cast<std::uint8_t>(std::min<unsigned>(place.bit, bits_of(place) - 1))
                 : std::uint8_t{0};
}

std::uint8_t width_of(const core::ModbusPlace& place) {
  if (place.kind == ModbusKind::bit) return 1;
  if (place.kind != ModbusKind::whole) return 64;
  const auto most = bits_of(place) - lowest_bit_of(place);
  return static_cast<std::uint8_t>(place.bits == 0 ? most : std::min<unsigned>(place.bits, most));
}

std::uint16_t characters_of(const core::ModbusPlace& place) {
  const auto most = static_cast<std::uint16_t>(2 * items_of(place));
  return place.bits == 0 ? most : std::min<std::uint16_t>(place.bits, most);
}

std::uint64_t number_of_magnitude(std::uint64_t raw, unsigned bits) {
  const auto amount = static_cast<std::int64_t>(raw & mask_of(bits - 1));
  return static_cast<std::uint64_t>((raw >> (bits - 1)) != 0 ? -amount : amount);
}

/// Nothing: a digit above 9.
std::optional<std::uint64_t> number_of_digits(std::uint64_t raw) {
  std::uint64_t number = 0;
  for (unsigned shift = 64; shift > 0; shift -= 4) {
    const auto digit = (raw >> (shift - 4)) & 0xFU;
    if (digit > 9) return std::nullopt;
    number = number * 10 + digit;
  }
  return number;
}

double real_of_bits(std::uint64_t raw, unsigned registers) {
  if (registers == 4) return std::bit_cast<double>(raw);
  return double{std::bit_cast<float>(static_cast<std::uint32_t>(raw))};
}

/// Of 4 bytes: the shortest decimal number that stands for them, 3.3 and not 3.2999999523162842.
double shortest(double number) {
  if (!std::isfinite(number)) return number;
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(number)).ptr;
  double value = number;
  std::from_chars(text.data(), end, value);
  return value;
}

}  // namespace

ValueReader::ValueReader(const core::ModbusPlace& place, const core::FieldFormat& format)
    : scaler_(format_of_number(place.kind, format)),
      kind_(place.kind),
      registers_(items_of(place)),
      stride_(place.stride),
      characters_(characters_of(place)),
      bit_(lowest_bit_of(place)),
      width_(width_of(place)),
      is_packed_(modbus::is_packed(place)),
      low_word_first_(place.low_word_first),
      low_byte_first_(place.low_byte_first && !core::is_of_bits(place.function)) {}

std::uint16_t ValueReader::word_of(std::uint16_t item) const {
  return low_byte_first_ ? swapped_bytes(item) : item;
}

/// The bits of all registers, as if the high word came first.
std::uint64_t ValueReader::raw_of(const std::uint16_t* items) const {
  if (registers_ == 1) return word_of(*items);
  std::uint64_t raw = 0;
  for (std::size_t i = 0; i < registers_; ++i)
    raw = (raw << 16U) | word_of(items[low_word_first_ ? registers_ - 1U - i : i]);
  return raw;
}

/// A code of "no value" may be given as the bits that stand there or as the number that they are.
Quality ValueReader::read_number(const std::uint16_t* items, std::uint64_t& number) const {
  const auto raw = raw_of(items);
  if (kind_ == ModbusKind::sign_magnitude) {
    number = number_of_magnitude(raw, 16U * registers_);
    if (scaler_.is_not_available(raw, width_)) return Quality::unavailable;
  } else if (kind_ == ModbusKind::bcd) {
    const auto digits = number_of_digits(raw);
    if (!digits) return scaler_.is_not_available(raw, width_) ? Quality::unavailable : Quality::invalid;
    number = *digits;
  } else {
    number = (raw >> bit_) & mask_of(width_);
  }
  return scaler_.is_not_available(number, width_) ? Quality::unavailable : Quality::good;
}

Quality ValueReader::read_real(const std::uint16_t* items, double& value) const {
  const auto raw = raw_of(items);
  const auto number = real_of_bits(raw, registers_);
  if (scaler_.is_not_available(raw, 16U * registers_)) return Quality::unavailable;
  if (std::trunc(number) == number && std::abs(number) < 0x1p63 &&
      scaler_.is_not_available(static_cast<std::uint64_t>(static_cast<std::int64_t>(number)), width_))
    return Quality::unavailable;
  value = scaler_.real_of(scaler_.is_identity() && registers_ == 2 ? shortest(number) : number);
  return std::isfinite(value) ? Quality::good : Quality::unavailable;
}

Quality ValueReader::read_text(std::span<const std::uint16_t> items, std::string& text) const {
  text.clear();
  for (std::size_t i = 0; i < characters_; ++i) {
    const auto word = word_of(items[i / 2]);
    text.push_back(static_cast<char>(i % 2 == 0 ? word >> 8U : word & 0xFFU));
  }
  make_plain(text);
  return text.empty() ? Quality::unavailable : Quality::good;
}

Quality ValueReader::read(std::span<const std::uint16_t> items, std::string& text, core::Value& into) const {
  auto quality = Quality::good;
  if (kind_ == ModbusKind::text) {
    quality = read_text(items, text);
    if (quality == Quality::good) into.emplace<std::string_view>(text);
  } else if (kind_ == ModbusKind::real) {
    double real = 0;
    quality = read_real(items.data(), real);
    if (quality == Quality::good) into.emplace<double>(real);
  } else {
    std::uint64_t number = 0;
    quality = read_number(items.data(), number);
    if (quality == Quality::good) give(number, into);
  }
  return quality;
}

void ValueReader::give(std::uint64_t number, core::Value& into) const {
  if (kind_ == ModbusKind::bit) {
    into.emplace<bool>(number != 0);
  } else {
    scaler_.decode(number, width_, into);
  }
}

core::ListElement ValueReader::element(const std::uint16_t* items) const {
  double real = 0;
  std::uint64_t number = 0;
  switch (kind_) {
    case ModbusKind::text:
      return std::nullopt;
    case ModbusKind::real:
      return read_real(items, real) == Quality::good ? core::ListElement(real) : std::nullopt;
    case ModbusKind::bit:
      return read_number(items, number) == Quality::good ? core::ListElement(static_cast<double>(number))
                                                         : std::nullopt;
    default:
      return read_number(items, number) == Quality::good ? core::ListElement(scaler_.real_of(number, width_))
                                                         : std::nullopt;
  }
}

void ValueReader::read_elements(std::span<const std::uint16_t> items, std::uint32_t first,
                                std::span<core::ListElement> into) const {
  if (is_packed_) return read_packed(items, (bit_ + first) % 16, into);
  for (std::size_t i = 0; i < into.size(); ++i) into[i] = element(items.data() + i * stride_);
}

void ValueReader::read_packed(std::span<const std::uint16_t> items, std::uint32_t bit,
                              std::span<core::ListElement> into) const {
  for (auto& element : into) {
    const auto flag = (word_of(items[bit / 16]) >> (bit % 16)) & 1U;
    element = scaler_.is_not_available(flag, 1) ? core::ListElement() : core::ListElement(flag);
    ++bit;
  }
}

}  // namespace bmsgw::codec::modbus
