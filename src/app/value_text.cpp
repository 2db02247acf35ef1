#include "value_text.hpp"

#include <algorithm>
#include <utility>

#include "bmsgw/payload/json_writer.hpp"

namespace bmsgw::app {
namespace {

void append_number(std::string& into, double number, const core::FieldFormat& format) {
  if (format.fixed && format.decimals >= 0) {
    payload::append_json_fixed(into, number, format.decimals);
  } else {
    payload::append_json_number(into, number);
  }
}

std::string list_text(core::List list, const core::FieldFormat& format) {
  std::string text = "[";
  for (const auto& element : list) {
    if (text.size() > 1) text += ", ";
    if (element) {
      append_number(text, *element, format);
    } else {
      text += "null";
    }
  }
  return text + "]";
}

}  // namespace

std::string value_text(const core::Value& value, const config::ParamConfig& param) {
  std::string text;
  if (const auto* flag = std::get_if<bool>(&value)) {
    text = *flag ? "true" : "false";
  } else if (const auto* words = std::get_if<std::string_view>(&value)) {
    payload::append_json_text(text, *words);
  } else if (const auto* list = std::get_if<core::List>(&value)) {
    text = list_text(*list, param.format);
  } else if (const auto* real = std::get_if<double>(&value)) {
    append_number(text, *real, param.format);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    const auto name = param.names.find(*integer);
    if (name != param.names.end()) {
      payload::append_json_text(text, name->second);
    } else if (!param.names.empty()) {
      payload::append_json_text(text, std::to_string(*integer));
    } else if (param.format.fixed) {
      append_number(text, static_cast<double>(*integer), param.format);
    } else {
      payload::append_json_integer(text, *integer);
    }
  }
  return text;
}

FieldRow row_of(const config::ParamConfig& param, const core::PointCell& cell, std::string keys) {
  FieldRow row;
  row.param = param.name;
  row.value = value_text(cell.value, param);
  const auto* const integer = std::get_if<std::int64_t>(&cell.value);
  if (integer != nullptr && !param.names.empty()) row.code = *integer;
  row.unit = param.format.units;
  row.quality = core::to_string(cell.quality);
  row.route = std::move(keys);
  return row;
}

const config::ParamConfig* find_param(const config::Config& config, const PointInfo& info) {
  for (const auto& bus : config.params.buses) {
    if (bus.bus != info.bus) continue;
    for (const auto& packet : bus.packets) {
      const auto param = std::ranges::find(packet.params, info.param, &config::ParamConfig::name);
      if (packet.name == info.packet && param != packet.params.end()) return &*param;
    }
  }
  return nullptr;
}

std::string keys_of(const route::RouteTable& table, core::PointId point) {
  std::string keys;
  for (const auto& route : table.routes()) {
    if (route.point != point || route.slot != route::kNoSlot) continue;
    keys.append(keys.empty() ? "" : ", ").append(route.output.key).append(route.output.expand ? "_*" : "");
  }
  return keys;
}

}  // namespace bmsgw::app
