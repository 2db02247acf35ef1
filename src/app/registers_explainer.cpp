#include "registers_explainer.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "bmsgw/codec/modbus/map_decoder.hpp"
#include "bmsgw/codec/modbus/value_codec.hpp"
#include "bmsgw/route/router.hpp"

#include "value_text.hpp"

namespace bmsgw::app {
namespace {

using codec::modbus::MapDecoder;
using codec::modbus::MapSpec;
using codec::modbus::PointSpec;
using codec::modbus::Read;

constexpr std::size_t kMostShown = 4;  ///< registers of a value

/// The items of one request; nothing: one of them isn't known.
std::optional<std::vector<std::uint16_t>> values_of(const Read& read, const RegisterDump& dump) {
  std::vector<std::uint16_t> values;
  for (std::uint32_t i = 0; i < read.count; ++i) {
    const auto value = dump.find(read.function, read.address + i);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return values;
}

/// Nothing but this point, each element by a request of its own, so that those that are known can be told.
MapSpec alone(const PointSpec& point) {
  MapSpec map;
  map.periods = {core::milliseconds(1000)};
  map.points = {point};
  map.points.front().group = 0;
  map.points.front().count_from.reset();
  const auto items = codec::modbus::items_of(point.place);
  map.limits.registers = std::min<std::uint16_t>(items, 125);
  map.limits.bits = std::min<std::uint16_t>(items, 2000);
  return map;
}

std::uint32_t last_address(const PointSpec& point) {
  const auto& place = point.place;
  if (place.stride == 0) return place.address + (place.bit + place.count - 1U) / 16;
  return place.address + (place.count - 1U) * place.stride + place.registers - 1U;
}

std::string place_text(const PointSpec& point) {
  const auto& place = point.place;
  auto text = fmt::format("{}@{}", static_cast<int>(place.function), place.address);
  if (last_address(point) > place.address) text += fmt::format("-{}", last_address(point));
  const bool is_part = place.stride != 0 && (place.bits != 0 || place.kind == core::ModbusKind::bit);
  if (is_part && !core::is_of_bits(place.function)) text += fmt::format(".{}", place.bit);
  return text;
}

std::string raw_text(const PointSpec& point, const RegisterDump& dump) {
  std::string text;
  const auto last = last_address(point);
  for (auto address = std::uint32_t{point.place.address}; address <= last; ++address) {
    if (address - point.place.address == kMostShown) return text + " ...";
    const auto value = dump.find(point.place.function, address);
    text += (text.empty() ? "" : " ") + (value ? fmt::format("{:04X}", *value) : "----");
  }
  return text;
}

/// Of a list only as many elements as anything is known of.
PointSpec cut_to(PointSpec point, const RegisterDump& dump) {
  if (!point.list || point.place.stride == 0) return point;
  const auto known = [&point, &dump](std::uint32_t element) {
    return dump.find(point.place.function, point.place.address + element * point.place.stride).has_value();
  };
  while (point.place.count > 1 && !known(point.place.count - 1U)) --point.place.count;
  return point;
}

/// Lives for one explain_registers().
class Explainer {
 public:
  Explainer(const config::Config& config, const CompiledGateway& compiled, const RegisterDump& dump)
      : config_(config), compiled_(compiled), dump_(dump), router_(*compiled.routes, records_) {}

  Explanation explain(const driver::ModbusUnitPlan& unit) {
    made_.notes.push_back(fmt::format("by the map of {} (unit {})", unit.name, unit.unit));
    for (const auto& point : unit.map.points) add_row(cut_to(point, dump_));
    if (made_.rows.empty()) made_.notes.emplace_back("no point of the map stands there as a whole");
    return std::move(made_);
  }

 private:
  bool decode(const PointSpec& point) {
    const auto map = alone(point);
    MapDecoder decoder(map);
    std::vector<core::Sample> samples;
    bool is_known = false;
    for (std::size_t read = 0; read < decoder.reads().size(); ++read) {
      const auto values = values_of(decoder.reads()[read], dump_);
      if (values) {
        decoder.on_answer(read, *values, samples);
      } else {
        decoder.on_lost(read, samples);
      }
      is_known = is_known || values.has_value();
    }
    if (is_known) router_.apply(samples, core::Stamp{}, core::milliseconds(0));
    return is_known;
  }

  void add_row(const PointSpec& point) {
    const auto* const param = find_param(config_, compiled_.points[core::index_of(point.point)]);
    if (param == nullptr || !decode(point)) return;
    auto row = row_of(*param, router_.points().cell(point.point), keys_of(*compiled_.routes, point.point));
    row.field = point.place.address;
    row.place = place_text(point);
    row.raw = raw_text(point, dump_);
    made_.rows.push_back(std::move(row));
  }

  const config::Config& config_;
  const CompiledGateway& compiled_;
  const RegisterDump& dump_;
  core::RecordBatch records_;
  route::Router router_;
  Explanation made_;
};

}  // namespace

Explanation explain_registers(const config::Config& config, const CompiledGateway& compiled,
                              const driver::ModbusUnitPlan& unit, const RegisterDump& dump) {
  return Explainer(config, compiled, dump).explain(unit);
}

}  // namespace bmsgw::app
