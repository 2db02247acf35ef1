// The inverse of value_reader.cpp, whose head shows how values stand in registers: raw = value / factor -
// offset.
#include "bmsgw/codec/modbus/value_codec.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "bmsgw/codec/modbus/value_reader.hpp"
#include "bmsgw/codec/scaler.hpp"

#include "codec/modbus/register_order.hpp"

namespace bmsgw::codec::modbus {
namespace {

using core::ModbusKind;
using core::ModbusPlace;
using Raw = std::optional<std::uint64_t>;

constexpr std::uint16_t kMostNumberRegisters = 4;

unsigned bits_of(const ModbusPlace& place) {
  return 16U * items_of(place);
}

/// What stands beside the part would have to be known.
bool is_part(const ModbusPlace& place) {
  if (place.kind == ModbusKind::bit) return true;
  return place.kind == ModbusKind::whole &&
         (place.bit != 0 || (place.bits != 0 && place.bits < bits_of(place)));
}

Raw magnitude_of(double raw, unsigned bits) {
  const auto amount = raw_bits(std::abs(raw), bits - 1, false);
  if (!amount || !(raw < 0)) return amount;
  return *amount | 1ULL << (bits - 1);
}

Raw digits_of(double raw, unsigned bits) {
  auto number = raw_bits(raw, 64, false);
  if (!number) return std::nullopt;
  std::uint64_t digits = 0;
  for (unsigned shift = 0; shift < bits; shift += 4, *number /= 10) digits |= *number % 10 << shift;
  return *number == 0 ? Raw(digits) : std::nullopt;
}

Raw real_of(double number, unsigned bits) {
  if (bits == 64) return std::bit_cast<std::uint64_t>(number);
  if (!(std::abs(number) <= double{std::numeric_limits<float>::max()})) return std::nullopt;
  return std::bit_cast<std::uint32_t>(static_cast<float>(number));
}

Raw raw_of(const ModbusPlace& place, const core::FieldFormat& format, double value) {
  const auto nearest = nearest_raw(value, format);
  switch (place.kind) {
    case ModbusKind::whole:
      return raw_bits(nearest, bits_of(place), format.is_signed);
    case ModbusKind::sign_magnitude:
      return magnitude_of(nearest, bits_of(place));
    case ModbusKind::bcd:
      return digits_of(nearest, bits_of(place));
    case ModbusKind::real:
      return real_of(value / format.factor - format.offset, bits_of(place));
    case ModbusKind::text:
    case ModbusKind::bit:
      break;
  }
  return std::nullopt;
}

std::vector<std::uint16_t> items_from(std::uint64_t raw, const ModbusPlace& place) {
  std::vector<std::uint16_t> items(items_of(place));
  for (auto item = items.rbegin(); item != items.rend(); ++item, raw >>= 16U) {
    *item = static_cast<std::uint16_t>(raw & 0xFFFFU);
    if (place.low_byte_first) *item = swapped_bytes(*item);
  }
  if (place.low_word_first) std::ranges::reverse(items);
  return items;
}

/// What can't be read back as a value isn't written.
bool is_value(const ModbusPlace& place, const core::FieldFormat& format,
              const std::vector<std::uint16_t>& items) {
  std::string text;
  core::Value value;
  return ValueReader(place, format).read(items, text, value) == core::Quality::good;
}

}  // namespace

std::uint16_t items_of(const ModbusPlace& place) {
  if (core::is_of_bits(place.function) || place.kind == ModbusKind::bit) return 1;
  const auto registers = std::max<std::uint16_t>(place.registers, 1);
  return place.kind == ModbusKind::text ? registers : std::min(registers, kMostNumberRegisters);
}

bool is_packed(const ModbusPlace& place) {
  return place.stride == 0 && place.kind == ModbusKind::bit && !core::is_of_bits(place.function);
}

std::optional<std::vector<std::uint16_t>> encode_value(const ModbusPlace& place,
                                                       const core::FieldFormat& format, double value) {
  std::vector<std::uint16_t> items;
  if (core::is_of_bits(place.function)) {
    if (value != 0 && value != 1) return std::nullopt;
    items.push_back(value != 0 ? 1 : 0);
  } else {
    const auto raw = is_part(place) ? std::nullopt : raw_of(place, format, value);
    if (!raw) return std::nullopt;
    items = items_from(*raw, place);
  }
  if (!is_value(place, format, items)) return std::nullopt;
  return items;
}

}  // namespace bmsgw::codec::modbus
