#pragma once

#include <cstdint>
#include <vector>

#include "bmsgw/codec/modbus/map_spec.hpp"

#include "shown.hpp"

/// Places and formats in short, for the tests of the Modbus codec.
namespace bmsgw::codec::modbus::test {

using bmsgw::test::shown;
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

/// A point of group 0; its id is given by map_of().
inline PointSpec point_of(core::ModbusPlace place, core::FieldFormat format = {}) {
  PointSpec spec;
  spec.place = place;
  spec.format = std::move(format);
  return spec;
}
inline PointSpec list_of(core::ModbusPlace place, std::uint16_t count, core::FieldFormat format = {}) {
  auto spec = point_of(place, std::move(format));
  spec.place.count = count;
  spec.list = true;
  return spec;
}
/// `teller`: index of the point that says how many there are.
inline PointSpec counted_by(std::uint32_t teller, PointSpec list) {
  list.count_from = teller;
  return list;
}
inline PointSpec in_group(std::uint32_t group, PointSpec spec) {
  spec.group = group;
  return spec;
}
inline MapSpec map_of(std::vector<PointSpec> points, core::ModbusLimits limits = {}) {
  MapSpec map{{core::milliseconds(1000), core::milliseconds(60'000)}, std::move(points), std::move(limits)};
  for (std::uint32_t i = 0; i < map.points.size(); ++i) map.points[i].point = static_cast<core::PointId>(i);
  return map;
}

}  // namespace bmsgw::codec::modbus::test
