#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "bmsgw/codec/modbus/pdu.hpp"
#include "bmsgw/config/params.hpp"

#include "simulator/modbus/unit.hpp"

/// What the tests of simulated Modbus devices share: maps made by hand, units, requests.
namespace bmsgw::simulator::modbus {

using core::ModbusFunction;
using core::ModbusKind;
using core::ModbusPlace;
using core::ModbusRequest;

inline constexpr auto kHolding = ModbusFunction::read_holding_registers;

inline constexpr Elapsed operator""_s(unsigned long long seconds) {
  return std::chrono::seconds(static_cast<long>(seconds));
}
inline constexpr Elapsed operator""_ms(unsigned long long milliseconds) {
  return std::chrono::milliseconds(static_cast<long>(milliseconds));
}

inline ModbusPlace place_at(std::uint16_t address, std::uint16_t registers = 1) {
  ModbusPlace place;
  place.address = address;
  place.registers = registers;
  return place;
}

inline config::ParamConfig param(std::string name, ModbusPlace place, std::string units = "",
                                 double factor = 1) {
  config::ParamConfig config;
  config.name = std::move(name);
  config.modbus.emplace().place = place;
  config.format.units = std::move(units);
  config.format.factor = factor;
  return config;
}

/// `count` elements, one behind the other.
inline config::ParamConfig list(std::string name, ModbusPlace place, std::uint16_t count,
                                std::string units = "", double factor = 1) {
  place.count = count;
  place.stride = place.registers;
  auto config = param(std::move(name), place, std::move(units), factor);
  config.list = true;
  return config;
}

inline core::ModbusWriteStep step_of(std::uint16_t address, double constant) {
  core::ModbusWriteStep step;
  step.place = place_at(address);
  step.constant = constant;
  return step;
}

inline core::ModbusWriteStep clock_step(std::uint16_t address, core::ClockPart part) {
  auto step = step_of(address, 0);
  step.source = core::ModbusWriteStep::Source::clock;
  step.clock = part;
  return step;
}

/// Cells of 254: voltages from 1000 on, resistances from 2000 on, temperatures from 3000 on; strings from 100
/// on; settings at 200; a clock at 300-306; a test of the resistances: 0xF0F0 to 400, which reads 0 when
/// done.
inline config::BusProtocol cells_map() {
  config::BusProtocol map;
  auto limit = param("floatVoltLow", place_at(200), "V", 0.001);
  limit.modbus->write = ModbusFunction::write_register;
  auto dead = list("cellVolts", place_at(1000), 254, "V", 0.001);
  dead.format.not_available = {0xFFFF};
  map.packets.push_back({.name = "Cells",
                         .id = "",
                         .can = {},
                         .request_period_s = 10,
                         .params = {dead, list("cellResistances", place_at(2000), 254, "mΩ", 0.001),
                                    list("cellTemps", place_at(3000), 254, "°C", 0.1)}});
  map.packets.back().params.back().format.is_signed = true;
  auto currents = list("stringCurrents", place_at(110), 6, "A", 0.01);
  currents.format.is_signed = true;
  map.packets.push_back({.name = "Strings",
                         .id = "",
                         .can = {},
                         .request_period_s = 10,
                         .params = {list("stringVolts", place_at(100), 6, "V", 0.1), currents,
                                    param("ambientTemp", place_at(120), "°C", 0.1)}});
  map.packets.push_back(
      {.name = "Settings", .id = "", .can = {}, .request_period_s = 600, .params = {limit}});
  map.commands.push_back({.name = "irTest",
                          .description = "",
                          .writes = {step_of(400, 0xF0F0)},
                          .until = {},
                          .then_read = {},
                          .argument = {}});
  map.commands.back().until.emplace().place = place_at(400);
  using core::ClockPart;
  core::ModbusCommandSpec clock{
      .name = "clockSync", .description = "", .writes = {}, .until = {}, .then_read = {}, .argument = {}};
  std::uint16_t address = 300;
  for (const auto part : {ClockPart::year, ClockPart::month, ClockPart::day, ClockPart::hour,
                          ClockPart::minute, ClockPart::second, ClockPart::weekday})
    clock.writes.push_back(clock_step(address++, part));
  map.commands.push_back(clock);
  return map;
}

inline UnitConfig unit_config(std::uint8_t id = 1, std::size_t cells = 16, std::size_t strings = 1) {
  UnitConfig config;
  config.unit = id;
  config.battery.battery.battery.cells = (cells + strings - 1) / strings * strings;
  config.battery.battery.battery.strings = strings;
  config.battery.battery.battery.seed = id;
  config.battery.cells = cells;
  config.start_unix_us = 1'700'000'000'000'000;  // Tuesday 2023-11-14 22:13:20 UTC
  return config;
}

inline ModbusRequest reading(std::uint16_t address, std::uint16_t count, std::uint8_t unit = 1,
                             ModbusFunction function = kHolding) {
  return {unit, function, address, count, {}};
}

inline ModbusRequest writing(std::uint16_t address, std::vector<std::uint16_t> values,
                             std::uint8_t unit = 1) {
  const auto function = values.size() == 1 ? ModbusFunction::write_register : ModbusFunction::write_registers;
  const auto count = static_cast<std::uint16_t>(values.size());
  return {unit, function, address, count, std::move(values)};
}

inline codec::modbus::Bytes frame_of(const ModbusRequest& request) {
  codec::modbus::Bytes frame;
  codec::modbus::encode_request(request, frame);
  return frame;
}

inline codec::modbus::Bytes with_crc(codec::modbus::Bytes frame) {
  const auto crc = codec::modbus::crc16(frame);
  frame.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  frame.push_back(static_cast<std::uint8_t>(crc >> 8U));
  return frame;
}

}  // namespace bmsgw::simulator::modbus
