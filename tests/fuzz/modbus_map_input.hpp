#pragma once

#include <array>
#include <cstdint>

#include "bmsgw/codec/modbus/map_spec.hpp"

#include "input_reader.hpp"

/// From a fuzzer's bytes to the map of a device.
namespace bmsgw::fuzz {

inline core::ModbusPlace make_place(Reader& reader) {
  constexpr std::array kFunctions{
      core::ModbusFunction::read_holding_registers, core::ModbusFunction::read_input_registers,
      core::ModbusFunction::read_coils, core::ModbusFunction::read_holding_registers};
  constexpr std::array<std::uint16_t, 4> kSizes{1, 2, 4, 1};
  core::ModbusPlace place;
  const auto what = reader.byte();
  place.kind = static_cast<core::ModbusKind>(what % 6);
  place.function = kFunctions.at(what / 6U % 4);
  place.low_word_first = (what & 0x80U) != 0;
  place.low_byte_first = (what & 0x40U) != 0;
  const auto size = reader.byte();
  const bool is_text = place.kind == core::ModbusKind::text;
  place.registers = is_text ? static_cast<std::uint16_t>(1 + size % 125) : kSizes.at(size % 4U);
  if (place.kind == core::ModbusKind::real && place.registers == 1) place.registers = 2;
  const auto address = reader.byte();
  place.address = static_cast<std::uint16_t>(address < 250 ? address : 0xFFF0 + address - 240);
  place.bit = size / 4 % 16;
  place.bits = reader.byte();
  return place;
}

inline core::FieldFormat make_format(Reader& reader) {
  constexpr std::array kFactors{1.0, 0.001, -0.5, 1e15};
  core::FieldFormat format;
  const auto what = reader.byte();
  format.is_signed = (what & 1U) != 0;
  format.factor = kFactors.at((what & 0x40U) != 0 ? what / 2U % 4 : 0);
  format.offset = (what & 0x08U) != 0 ? -40 : 0;
  format.decimals = static_cast<std::int8_t>((what & 0x10U) != 0 ? 2 : -1);
  if ((what & 0x20U) != 0) format.not_available = {reader.word(), -1};
  return format;
}

inline codec::modbus::PointSpec make_point(Reader& reader) {
  codec::modbus::PointSpec spec;
  spec.place = make_place(reader);
  spec.format = make_format(reader);
  const auto what = reader.byte();
  spec.group = what % 2;
  spec.list = (what & 2U) != 0;
  if (!spec.list) return spec;
  spec.place.count = static_cast<std::uint16_t>(1 + reader.byte() % 40U);
  spec.place.stride = reader.byte() % 8;
  if ((what & 4U) != 0) spec.count_from = reader.byte() % 9;
  return spec;
}

inline codec::modbus::MapSpec make_map(Reader& reader) {
  codec::modbus::MapSpec map;
  map.periods.resize(2, core::milliseconds(1000));
  map.limits.registers = static_cast<std::uint16_t>(1 + reader.byte() % 130);
  map.limits.bits = static_cast<std::uint16_t>(1 + reader.byte() * 8);
  map.limits.gap = reader.byte() % 16;
  if (const auto first = reader.byte(); first % 2 == 0)
    map.limits.forbidden.push_back({core::ModbusFunction::read_holding_registers, first,
                                    static_cast<std::uint16_t>(first + reader.byte() % 8)});
  map.points.resize(1 + reader.byte() % 8U);
  std::uint32_t point = 0;
  for (auto& spec : map.points) {
    spec = make_point(reader);
    spec.point = static_cast<core::PointId>(point++);
  }
  return map;
}

}  // namespace bmsgw::fuzz
