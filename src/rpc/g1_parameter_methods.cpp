// Parameters of a G1 unit, by id or by name. G1 Control Unit Serial Protocol 2.1.0, CF2, p. 16, and
// "Parameter meaning by ID", p. 44-58.
#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/core.h>

#include "bmsgw/codec/g1/parameter_codec.hpp"

#include "g1_asks.hpp"
#include "g1_json.hpp"
#include "g1_methods.hpp"
#include "g1_parameter_task.hpp"
#include "simple_tasks.hpp"

namespace bmsgw::rpc {
namespace {

using core::G1Parameter;
using nlohmann::json;
using Kind = G1Parameter::Kind;

constexpr std::size_t kMostParameters = 256;  // of one call

std::string upper(std::string_view text) {
  std::string raised(text);
  std::ranges::transform(raised, raised.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return raised;
}

/// One whose name holds what was asked for, or the other way round.
std::string hint_for(const std::vector<G1Parameter>& all, const std::string& text) {
  const auto wanted = upper(text);
  constexpr std::size_t kFewestLetters = 4;
  const auto is_near = [&wanted](const G1Parameter& parameter) {
    const auto name = upper(parameter.name);
    if (name == wanted) return true;
    if (wanted.size() < kFewestLetters) return false;
    return name.find(wanted) != std::string::npos || wanted.find(name) != std::string::npos;
  };
  const auto near = std::ranges::find_if(all, is_near);
  return near == all.end() ? "; g1.getParameters tells all" : fmt::format("; is \"{}\" meant?", near->name);
}

/// By id in four digits, or by name; else what is wrong.
std::variant<const G1Parameter*, json> find(const MethodCall& call, const json& text) {
  const auto& all = call.host.g1_parameters();
  if (!text.is_string())
    return refusal("bad_params", "parameters are texts: an id in four digits, or a name");
  const auto wanted = text.get<std::string>();
  const auto id = upper(wanted);
  const auto is_it = [&wanted, &id](const G1Parameter& parameter) {
    return parameter.name == wanted || id_text(parameter) == id;
  };
  const auto place = std::ranges::find_if(all, is_it);
  if (place != all.end()) return &*place;
  return refusal("bad_params", fmt::format("there is no parameter \"{}\"{}", wanted.substr(0, 64),
                                           hint_for(all, wanted.substr(0, 64))));
}

Begun get_parameter(const MethodCall& call) {
  auto found = find(call, call.params.at("parameter"));
  if (auto* const wrong = std::get_if<json>(&found)) return std::move(*wrong);
  const auto* const parameter = std::get<const G1Parameter*>(found);
  const auto format = [parameter](const core::Reply& reply) {
    auto raw = raw_in(*parameter, reply);
    if (auto* const wrong = std::get_if<json>(&raw)) return std::move(*wrong);
    return json_of(*parameter, std::get<std::int64_t>(raw));
  };
  return std::make_unique<ReadTask>(g1_read(call.device, "CF2", id_text(*parameter)), format);
}

Begun get_parameters(const MethodCall& call) {
  std::vector<const G1Parameter*> parameters;
  if (!call.params.contains("parameters")) {
    for (const auto& parameter : call.host.g1_parameters()) parameters.push_back(&parameter);
  } else if (const auto& list = call.params["parameters"];
             !list.is_array() || list.empty() || list.size() > kMostParameters) {
    return refusal("bad_params",
                   fmt::format("\"parameters\" must be a list of 1 to {} ids or names", kMostParameters));
  } else {
    for (const auto& entry : list) {
      auto found = find(call, entry);
      if (auto* const wrong = std::get_if<json>(&found)) return std::move(*wrong);
      parameters.push_back(std::get<const G1Parameter*>(found));
    }
  }
  return std::make_unique<ReadParametersTask>(call.device, std::move(parameters));
}

std::string range_text(const G1Parameter& parameter) {
  if (parameter.kind == Kind::text)
    return fmt::format("a text of up to {} plain characters", parameter.bytes);
  if (parameter.kind == Kind::flags)
    return fmt::format("a number of 0 to {}; g1.setBits sets single bits", codec::g1::most_raw(parameter));
  const auto least = codec::g1::value_of(parameter, codec::g1::least_raw(parameter));
  const auto most = codec::g1::value_of(parameter, codec::g1::most_raw(parameter));
  return fmt::format("a number of {} to {}{}{}", least, most, parameter.units.empty() ? "" : " ",
                     parameter.units);
}

std::optional<std::int64_t> raw_of(const G1Parameter& parameter, const json& value) {
  if (parameter.kind == Kind::text) {
    if (!value.is_string()) return std::nullopt;
    return codec::g1::raw_of(parameter, std::string_view(value.get_ref<const std::string&>()));
  }
  if (!value.is_number()) return std::nullopt;
  return codec::g1::raw_of(parameter, value.get<double>());
}

Begun set_parameter(const MethodCall& call) {
  auto found = find(call, call.params.at("parameter"));
  if (auto* const wrong = std::get_if<json>(&found)) return std::move(*wrong);
  const auto& parameter = *std::get<const G1Parameter*>(found);
  const auto raw = raw_of(parameter, call.params.at("value"));
  if (!raw)
    return refusal("bad_params",
                   fmt::format("\"value\" of {} must be {}", parameter.name, range_text(parameter)));
  return std::make_unique<WriteParameterTask>(call.device, parameter,
                                              WriteParameterTask::Change{*raw, std::nullopt, {}});
}

std::string names_of_bits(const G1Parameter& parameter) {
  std::string names;
  for (const auto& [number, name] : parameter.bits) names += (names.empty() ? "" : ", ") + name;
  return names;
}

/// Adds a bit to the change; what is wrong with it, or nothing.
std::string take_bit(const G1Parameter& parameter, const std::string& name, const json& value,
                     WriteParameterTask::Change& change) {
  const auto named = std::ranges::find(parameter.bits, name, &std::pair<std::uint8_t, std::string>::second);
  if (named == parameter.bits.end())
    return fmt::format("{} has no bit \"{}\"; it has: {}", parameter.name, name.substr(0, 64),
                       names_of_bits(parameter));
  if (!value.is_boolean()) return fmt::format("\"{}\" must be true or false", name);
  const auto bit = std::uint64_t{1} << named->first;
  change.mask = change.mask.value_or(0) | bit;
  if (value.get<bool>()) change.value |= static_cast<std::int64_t>(bit);
  change.shown +=
      fmt::format("{}{}={}", change.shown.empty() ? "" : " ", name, value.get<bool>() ? "on" : "off");
  return "";
}

Begun set_bits(const MethodCall& call) {
  auto found = find(call, call.params.at("parameter"));
  if (auto* const wrong = std::get_if<json>(&found)) return std::move(*wrong);
  const auto& parameter = *std::get<const G1Parameter*>(found);
  const auto& bits = call.params.at("bits");
  if (parameter.kind != Kind::flags)
    return refusal("bad_params", parameter.name + " has no bits with names; g1.setParameter sets it");
  if (!bits.is_object() || bits.empty())
    return refusal("bad_params", R"("bits" must be an object such as {"serialBroadcast":true})");
  WriteParameterTask::Change change;
  for (const auto& [name, value] : bits.items()) {
    if (const auto fault = take_bit(parameter, name, value, change); !fault.empty())
      return refusal("bad_params", fault);
  }
  return std::make_unique<WriteParameterTask>(call.device, parameter, std::move(change));
}

constexpr ParamSpec kParameter{
    "parameter", ParamSpec::Kind::text,
    true,        "id in four digits, or name: config/profiles/emus-g1-parameters.json lists them",
    1,           64};
constexpr std::array<ParamSpec, 1> kOne{kParameter};
constexpr std::array<ParamSpec, 1> kSome{
    {{"parameters", ParamSpec::Kind::any, false, "a list of ids and names; without it all that are known"}}};
constexpr std::array<ParamSpec, 2> kValue{
    {kParameter,
     {"value", ParamSpec::Kind::any, true,
      "in the parameter's units, rounded to its steps; of distanceUnitName a text"}}};
constexpr std::array<ParamSpec, 2> kBits{
    {kParameter, {"bits", ParamSpec::Kind::any, true, "{name: true or false}; the others stay as they are"}}};

constexpr const char* kAllow = "the parameter's id or name, or CF2 for all";

constexpr std::array<TaskMethod, 4> kMethods{{
    {{"g1.getParameter", "g1", "one parameter", Effect::reads, kOne, true, "",
      R"({"bus":"serial0","parameter":"capacity"})",
      R"({"ok":true,"parameter":"0102","name":"capacity","value":240.0,"raw":"0960","units":"Ah"})"},
     get_parameter},
    {{"g1.getParameters", "g1",
      "several parameters, or all; \"missing\" are those that the unit doesn't tell", Effect::reads, kSome,
      true, "", R"({"bus":"serial0","parameters":["0102","cellStrings"]})",
      R"({"ok":true,"parameters":[{"parameter":"0102","name":"capacity","value":240.0,"raw":"0960","units":"Ah"},{"parameter":"0013","name":"cellStrings","value":1,"raw":"01"}]})"},
     get_parameters},
    {{"g1.setParameter", "g1", "sets a parameter, reads it back and compares", Effect::writes, kValue, true,
      kAllow, R"({"bus":"serial0","parameter":"capacity","value":200})",
      R"({"ok":true,"parameter":"0102","name":"capacity","before":240.0,"after":200.0,"units":"Ah"})"},
     set_parameter},
    {{"g1.setBits", "g1", "turns functions of 1600 and 1604 on and off by name, reads back and compares",
      Effect::writes, kBits, true, kAllow,
      R"({"bus":"serial0","parameter":"functionFlags1","bits":{"noCurrentSensorCutoff":true}})",
      R"({"ok":true,"parameter":"1604","name":"functionFlags1","before":{"noCurrentSensorCutoff":false},"after":{"noCurrentSensorCutoff":true}})"},
     set_bits},
}};

}  // namespace

MethodList g1_parameter_methods() {
  return kMethods;
}

}  // namespace bmsgw::rpc
