#include "g1_json.hpp"

#include <cmath>

#include "bmsgw/codec/g1/parameter_codec.hpp"

#include "g1_asks.hpp"

namespace bmsgw::rpc {
namespace {

using codec::g1::Statistic;
using core::G1Parameter;
using nlohmann::json;

/// Of 3.33 not the 3.3300000000000001 that the arithmetic leaves.
double rounded(double value) {
  constexpr double kSteps = 1000;
  return std::round(value * kSteps) / kSteps;
}

void add_info(const Statistic& statistic, json& entry) {
  if (const auto* const count = std::get_if<Statistic::Count>(&statistic.info)) {
    entry["count"] = count->times;
  } else if (const auto* const cell = std::get_if<Statistic::Cell>(&statistic.info)) {
    entry["cell"] = cell->id;
  } else if (const auto* const spread = std::get_if<Statistic::Spread>(&statistic.info)) {
    entry["lowest"] = rounded(spread->lowest);
    entry["highest"] = rounded(spread->highest);
    entry["lowestCell"] = spread->lowest_cell;
  } else if (const auto* const unknown = std::get_if<Statistic::Unknown>(&statistic.info)) {
    entry["info"] = unknown->raw;
  }
}

}  // namespace

json json_of(const codec::g1::LogEvent& event) {
  json entry{{"sequence", event.sequence}, {"code", event.id}};
  if (!event.text.empty()) entry["text"] = event.text;
  if (event.unix_ms) entry["time"] = *event.unix_ms;
  return entry;
}

json json_of(const Statistic& statistic) {
  json entry{{"id", statistic.id}};
  if (!statistic.name.empty()) entry["name"] = statistic.name;
  if (statistic.value) entry["value"] = rounded(*statistic.value);
  if (statistic.value && !statistic.unit.empty()) entry["units"] = statistic.unit;
  add_info(statistic, entry);
  if (statistic.unix_ms) entry["time"] = *statistic.unix_ms;
  return entry;
}

json json_of(const codec::g1::Reset& reset) {
  return {{"number", reset.number},
          {"time", reset.unix_ms},
          {"causes", codec::g1::reset_flag_names(reset.flags)}};
}

std::string id_text(const G1Parameter& parameter) {
  return hex_text(parameter.id, 4);
}

json value_json(const G1Parameter& parameter, std::int64_t raw) {
  if (parameter.kind == G1Parameter::Kind::text) return codec::g1::characters_of(parameter, raw);
  if (parameter.kind == G1Parameter::Kind::flags) {
    auto bits = json::object();
    for (const auto& [number, name] : parameter.bits)
      bits[name] = ((static_cast<std::uint64_t>(raw) >> number) & 1U) != 0;
    return bits;
  }
  const auto value = codec::g1::value_of(parameter, raw);
  if (parameter.decimals == 0) return static_cast<std::int64_t>(value);
  return value;
}

json json_of(const G1Parameter& parameter, std::int64_t raw) {
  const auto* const key = parameter.kind == G1Parameter::Kind::flags ? "bits" : "value";
  json entry{{"parameter", id_text(parameter)},
             {"name", parameter.name},
             {key, value_json(parameter, raw)},
             {"raw", codec::g1::format_parameter(parameter, raw).value_or("")}};
  if (!parameter.units.empty()) entry["units"] = parameter.units;
  return entry;
}

}  // namespace bmsgw::rpc
