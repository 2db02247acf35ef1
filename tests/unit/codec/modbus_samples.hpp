#pragma once

#include <cstdint>
#include <vector>

#include "bmsgw/codec/modbus/map_spec.hpp"

#include "shown.hpp"

/// Places and formats in short, for the tests of the Modbus codec.
namespace bmsgw::codec::modbus::test {

using codec::test::shown;
using Words = std::vector<std::uint16_t>;

inline core::ModbusPlace place_of(core::ModbusKind kind, std::uint16_t registers = 1,
                                  std::uint16_t address = 0) {
  core::ModbusPlace place;
  place.kind = kind;
  place.registers = registers;
  place.stride = registers;
  place.address = address;
  return place;
}
inline core::ModbusPlace low_word_first(core::ModbusPlace place) {
  place.low_word_first = true;
  return place;
}
inline core::ModbusPlace low_byte_first(core::ModbusPlace place) {
  place.low_byte_first = true;
  return place;
}
/// Of a number, or of a text its characters.
inline core::ModbusPlace part(core::ModbusPlace place, std::uint8_t bit, std::uint8_t bits) {
  place.bit = bit;
  place.bits = bits;
  return place;
}
inline core::ModbusPlace by(core::ModbusFunction function, core::ModbusPlace place) {
  place.function = function;
  return place;
}

struct Scale {
  double offset = 0;
  double factor = 1;
  int decimals = -1;
};

inline core::FieldFormat format_of(Scale scale = {}) {
  core::FieldFormat format;
  format.offset = scale.offset;
  format.factor = scale.factor;
  format.decimals = static_cast<std::int8_t>(scale.decimals);
  return format;
}
inline core::FieldFormat with_sign(core::FieldFormat format = {}) {
  format.is_signed = true;
  return format;
}
inline core::FieldFormat without(std::vector<std::int64_t> codes, core::FieldFormat format = {}) {
  format.not_available = std::move(codes);
  return format;
}

}  // namespace bmsgw::codec::modbus::test
