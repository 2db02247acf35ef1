#include "simulator/modbus/value_store.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "bmsgw/codec/modbus/value_codec.hpp"
#include "bmsgw/codec/modbus/value_reader.hpp"
#include "bmsgw/codec/raw_bits.hpp"
#include "bmsgw/codec/scaler.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using core::FieldFormat;
using core::ModbusKind;
using core::ModbusPlace;

constexpr std::uint32_t kWordBits = 16;

std::uint16_t in_order(std::uint16_t word, const ModbusPlace& place) {
  return place.low_byte_first ? static_cast<std::uint16_t>(word << 8U | word >> 8U) : word;
}

/// Of the register that holds the `rank`th lowest word of a number.
std::uint32_t address_of_word(const ModbusPlace& place, std::uint32_t rank) {
  return place.address + (place.low_word_first ? rank : place.registers - 1U - rank);
}

std::uint64_t load_raw(const RegisterBank& bank, const ModbusPlace& place) {
  std::uint64_t raw = 0;
  for (std::uint32_t rank = 0; rank < std::min<std::uint32_t>(place.registers, 4); ++rank) {
    const auto word = in_order(bank.get(place.function, address_of_word(place, rank)), place);
    raw |= std::uint64_t{word} << (kWordBits * rank);
  }
  return raw;
}

void store_raw(RegisterBank& bank, const ModbusPlace& place, std::uint64_t raw) {
  for (std::uint32_t rank = 0; rank < std::min<std::uint32_t>(place.registers, 4); ++rank) {
    const auto word = static_cast<std::uint16_t>(raw >> (kWordBits * rank));
    bank.set(place.function, address_of_word(place, rank), in_order(word, place));
  }
}

struct Part {
  std::uint32_t shift = 0;
  std::uint32_t bits = 0;
};

/// A bit of a register, or some of the bits of a number; nothing: the number as a whole.
std::optional<Part> part_of(const ModbusPlace& place) {
  if (place.kind == ModbusKind::bit) return Part{place.bit, 1};
  if (place.kind != ModbusKind::whole || (place.bit == 0 && place.bits == 0)) return std::nullopt;
  const auto width = place.registers * kWordBits;
  return Part{place.bit, place.bits != 0 ? place.bits : width - place.bit};
}

void store_part(RegisterBank& bank, const ModbusPlace& place, Part part, std::uint64_t raw) {
  const auto mask = codec::mask_of(part.bits) << part.shift;
  store_raw(bank, place, (load_raw(bank, place) & ~mask) | ((raw << part.shift) & mask));
}

bool is_bit_item(const ModbusPlace& place) {
  return core::is_of_bits(place.function);
}

/// False: the part can't hold it.
bool store_number_part(RegisterBank& bank, const ModbusPlace& place, const FieldFormat& format, Part part,
                       double value) {
  const auto raw = codec::nearest_raw(value, format);
  const auto span = std::ldexp(1.0, static_cast<int>(part.bits));
  const bool fits = format.is_signed ? raw >= -span / 2 && raw < span / 2 : raw >= 0 && raw < span;
  if (fits) store_part(bank, place, part, static_cast<std::uint64_t>(static_cast<std::int64_t>(raw)));
  return fits;
}

/// False: it can't be held.
bool try_store(RegisterBank& bank, const ModbusPlace& place, const FieldFormat& format, double value) {
  if (is_bit_item(place)) {
    bank.set(place.function, place.address, value != 0 ? 1 : 0);
    return true;
  }
  if (const auto part = part_of(place)) return store_number_part(bank, place, format, *part, value);
  const auto items = codec::modbus::encode_value(place, format, value);
  if (!items) return false;
  for (std::size_t i = 0; i < items->size(); ++i)
    bank.set(place.function, place.address + static_cast<std::uint32_t>(i), (*items)[i]);
  return true;
}

}  // namespace

ModbusPlace element_place(const ModbusPlace& place, std::uint32_t element) {
  auto at = place;
  at.count = 1;
  if (place.stride != 0) {
    at.address = static_cast<std::uint16_t>(place.address + element * place.stride);
  } else {
    at.address = static_cast<std::uint16_t>(place.address + (place.bit + element) / kWordBits);
    at.bit = static_cast<std::uint8_t>((place.bit + element) % kWordBits);
  }
  return at;
}

void store_value(RegisterBank& bank, const ModbusPlace& place, const FieldFormat& format, double value) {
  if (!try_store(bank, place, format, value)) (void)try_store(bank, place, format, std::abs(value));
}

void store_nothing(RegisterBank& bank, const ModbusPlace& place, const FieldFormat& format) {
  if (place.kind == ModbusKind::text) return store_text(bank, place, "");
  const auto code = format.not_available.empty() ? 0 : format.not_available.front();
  if (is_bit_item(place)) return bank.set(place.function, place.address, 0);
  const auto raw = static_cast<std::uint64_t>(code);
  if (const auto part = part_of(place)) return store_part(bank, place, *part, raw);
  store_raw(bank, place, raw);
}

void store_text(RegisterBank& bank, const ModbusPlace& place, std::string_view text) {
  const auto at = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned>(static_cast<unsigned char>(text[i])) : 0U;
  };
  for (std::uint32_t i = 0; i < place.registers; ++i) {
    const auto word = static_cast<std::uint16_t>(at(2UL * i) << 8U | at(2UL * i + 1));
    bank.set(place.function, place.address + i, in_order(word, place));
  }
}

std::optional<double> load_value(const RegisterBank& bank, const ModbusPlace& place,
                                 const FieldFormat& format) {
  std::vector<std::uint16_t> items(codec::modbus::items_of(place));
  for (std::size_t i = 0; i < items.size(); ++i)
    items[i] = bank.get(place.function, place.address + static_cast<std::uint32_t>(i));
  core::ListElement value;
  codec::modbus::ValueReader(place, format).read_elements(items, 0, std::span(&value, 1));
  return value;
}

}  // namespace bmsgw::simulator::modbus
