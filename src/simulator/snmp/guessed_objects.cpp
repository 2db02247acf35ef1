#include "simulator/snmp/guessed_objects.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "bmsgw/codec/scaler.hpp"
#include "bmsgw/core/snmp.hpp"

#include "simulator/modbus/meaning.hpp"
#include "simulator/snmp/objects.hpp"

namespace bmsgw::simulator::snmp {
namespace {

using modbus::Meaning;
using modbus::Quantity;

/// What the device has of these is what the MIB says, whatever the profile says.
constexpr auto kVendor = "1.3.6.1.4.1.3808";
constexpr auto kSystem = "1.3.6.1.2.1.1";

std::int64_t as_raw(double value, const core::FieldFormat& format) {
  constexpr double kMost = 2147483647;
  return std::llround(std::clamp(codec::nearest_raw(value, format), -kMost, kMost));
}

/// 1 where nobody knows better: it is the commonest first code.
Column guessed(const config::ParamConfig& param, const std::string& packet, const DeviceState& state) {
  if (param.snmp->place.is_text) return fixed_text("simulated");
  if (!param.names.empty()) return constant(param.names.begin()->first);
  const auto meaning = modbus::meaning_of(packet, param);
  const auto format = param.format;
  return computed([&state, meaning, format](std::size_t element) -> std::optional<std::int64_t> {
    const auto value = state.sensors.model().value(meaning, static_cast<std::uint32_t>(element));
    if (!value) return meaning.quantity == Quantity::nothing ? std::optional<std::int64_t>(1) : std::nullopt;
    return as_raw(meaning.scale.said(*value), format);
  });
}

void add_guessed_object(const config::ParamConfig& param, const std::string& packet, DeviceState& state) {
  const auto& place = param.snmp->place;
  const auto oid = oid_of(place.oid);
  if (oid.empty() || core::is_under(place.oid, kVendor) || core::is_under(place.oid, kSystem)) return;
  auto column = guessed(param, packet, state);
  if (!column.kept.empty() && param.list) column = repeated(column, place.count);
  const auto shared = std::make_shared<Column>(std::move(column));
  if (!param.list) {
    state.tree.add_single(oid, shared, 0);
    return;
  }
  for (std::uint32_t i = 0; i < place.count; ++i)
    state.tree.add_single(joined(oid, place.first_index + i), shared, i);
}

}  // namespace

void add_guessed_objects(const config::BusProtocol& map, DeviceState& state) {
  for (const auto& packet : map.packets) {
    for (const auto& param : packet.params) {
      if (param.snmp) add_guessed_object(param, packet.name, state);
    }
  }
}

}  // namespace bmsgw::simulator::snmp
