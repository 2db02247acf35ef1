#include "bmsgw/rpc/manual.hpp"

#include <array>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "method_table.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

struct Group {
  std::string_view name;
  std::string_view title;
};
constexpr std::array<Group, 5> kGroups{{{"gateway", "The gateway itself"},
                                        {"g1", "EMUS G1 control units"},
                                        {"can", "CAN buses"},
                                        {"modbus", "Modbus devices"},
                                        {"snmp", "SNMP agents"}}};

std::string_view word_for(ParamSpec::Kind kind) {
  switch (kind) {
    case ParamSpec::Kind::text:
      return "text";
    case ParamSpec::Kind::number:
      return "number";
    case ParamSpec::Kind::integer:
      return "whole number";
    case ParamSpec::Kind::flag:
      return "true or false";
    case ParamSpec::Kind::hex:
      return "hexadecimal digits";
    case ParamSpec::Kind::any:
      return "any";
  }
  return "any";
}

std::string params_of(const MethodInfo& info) {
  std::string text;
  for (const auto& spec : info.params) {
    text += fmt::format("- `{}` ({}{}): {}", spec.name, word_for(spec.kind),
                        spec.required ? "" : ", optional", spec.meaning);
    if (spec.kind == ParamSpec::Kind::number || spec.kind == ParamSpec::Kind::integer)
      text += fmt::format("; {} to {}", spec.least, spec.most);
    text += spec.secret ? "; never logged\n" : "\n";
  }
  return text;
}

std::string request_of(const MethodInfo& info) {
  return nlohmann::ordered_json{{"method", info.name},
                                {"params", nlohmann::ordered_json::parse(info.example)}}
      .dump();
}

std::string_view effect_of(Effect effect) {
  switch (effect) {
    case Effect::reads:
      return "Reads.";
    case Effect::writes:
      return "Writes.";
    case Effect::destroys:
      return "Writes, and has to be confirmed.";
  }
  return "";
}

std::string entry_of(const MethodInfo& info) {
  auto text = fmt::format("### {}\n{}. {}", info.name, info.purpose, effect_of(info.effect));
  if (!info.allow.empty()) text += fmt::format(" Needs `{}` in `allow`.", info.allow);
  text += "\n";
  if (!info.params.empty()) text += "\n" + params_of(info);
  return text + fmt::format("\n```\n{}\n{}\n```\n\n", request_of(info), info.answer);
}

}  // namespace

std::string format_manual() {
  std::string text;
  const auto methods = MethodTable({}).all();
  for (const auto& group : kGroups) {
    text += fmt::format("## {}\n\n", group.title);
    for (const auto& method : methods) {
      if (method.info.group == group.name) text += entry_of(method.info);
    }
  }
  return text;
}

}  // namespace bmsgw::rpc
