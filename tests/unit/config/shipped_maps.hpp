#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "unit/config/load_cases.hpp"

/// The shipped Modbus profiles, loaded, and rows to compare them with.
namespace bmsgw::config {

inline constexpr auto kDiscrete = core::ModbusFunction::read_discrete_inputs;
inline constexpr auto kHolding = core::ModbusFunction::read_holding_registers;
inline constexpr auto kInput = core::ModbusFunction::read_input_registers;

inline Places shipped() {
  Places places;
  places.profile_dirs = {BMSGW_SOURCE_DIR "/config/profiles"};
  return places;
}

inline std::string settings_of(const std::string& profile) {
  return R"({"modbus": {"host": "192.0.2.1", "profile": )" + profile + "}}";
}

/// The unit of a bus with this profile (`"name"`, or a list), without a word said.
inline BusProtocol unit_of(const std::string& profile, const std::string& params = "{}") {
  const auto config = load_quietly(settings_of(profile), params, shipped());
  EXPECT_EQ(config.params.buses.size(), 1U);
  return config.params.buses.empty() ? BusProtocol{} : config.params.buses[0];
}

inline const ParamConfig* param_of(const BusProtocol& unit, const std::string& packet,
                                   const std::string& param) {
  const auto found = std::ranges::find(unit.packets, packet, &PacketConfig::name);
  if (found == unit.packets.end()) return nullptr;
  const auto value = std::ranges::find(found->params, param, &ParamConfig::name);
  return value == found->params.end() ? nullptr : &*value;
}

inline const core::ModbusCommandSpec* command_of(const BusProtocol& unit, const std::string& name) {
  const auto found = std::ranges::find(unit.commands, name, &core::ModbusCommandSpec::name);
  return found == unit.commands.end() ? nullptr : &*found;
}

inline std::size_t points_of(const BusProtocol& unit) {
  std::size_t points = 0;
  for (const auto& packet : unit.packets) points += packet.params.size();
  return points;
}

/// What a document says of a value.
struct MapRow {
  const char* packet;
  const char* param;
  core::ModbusFunction function;
  unsigned address;  ///< on the wire
  core::ModbusKind kind;
  bool is_signed;  ///< of a whole number
  unsigned registers;
  double factor;
  const char* units;
  unsigned count = 0;   ///< of a list
  unsigned stride = 0;  ///< of a list
};

inline void expect_list(const ParamConfig& param, const MapRow& row) {
  EXPECT_EQ(param.list, row.count > 0);
  if (!param.list) return;
  EXPECT_EQ(param.modbus->place.count, row.count);
  EXPECT_EQ(param.modbus->place.stride, row.stride);
}

inline void expect_row(const BusProtocol& unit, const MapRow& row) {
  SCOPED_TRACE(std::string(row.packet) + "/" + row.param);
  const auto* const param = param_of(unit, row.packet, row.param);
  ASSERT_NE(param, nullptr);
  ASSERT_TRUE(param->modbus.has_value());
  const auto& place = param->modbus->place;
  EXPECT_EQ(place.function, row.function);
  EXPECT_EQ(place.address, row.address);
  EXPECT_EQ(place.kind, row.kind);
  EXPECT_EQ(place.registers, row.registers);
  EXPECT_FALSE(place.low_word_first);
  EXPECT_TRUE(row.kind != core::ModbusKind::whole || param->format.is_signed == row.is_signed);
  EXPECT_DOUBLE_EQ(param->format.factor, row.factor);
  EXPECT_EQ(param->format.units, row.units);
  EXPECT_NE(param->route_to_mqtt, "");
  expect_list(*param, row);
}

inline void expect_rows(const BusProtocol& unit, const std::vector<MapRow>& rows) {
  for (const auto& row : rows) expect_row(unit, row);
}

}  // namespace bmsgw::config
