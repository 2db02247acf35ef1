#include "param_check.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/core.h>

#include "task.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;
using Kind = ParamSpec::Kind;

std::string in_quotes(std::string_view text) {
  return "\"" + std::string(text.substr(0, 64)) + "\"";
}

std::string_view word_for(Kind kind) {
  switch (kind) {
    case Kind::text:
      return "a text";
    case Kind::number:
      return "a number";
    case Kind::integer:
      return "a whole number";
    case Kind::flag:
      return "true or false";
    case Kind::hex:
      return "a text of hexadecimal digits, an even number of them";
    case Kind::any:
      return "a value";
  }
  return "a value";
}

bool is_hex(const std::string& text) {
  const auto is_digit = [](unsigned char c) { return std::isxdigit(c) != 0; };
  return text.size() % 2 == 0 && std::ranges::all_of(text, is_digit);
}

bool is_of_kind(const json& value, Kind kind) {
  switch (kind) {
    case Kind::text:
      return value.is_string();
    case Kind::number:
      return value.is_number();
    case Kind::integer:
      return value.is_number_integer();
    case Kind::flag:
      return value.is_boolean();
    case Kind::hex:
      return value.is_string() && is_hex(value.get_ref<const std::string&>());
    case Kind::any:
      return !value.is_null();
  }
  return false;
}

/// What is wrong with a value; empty: nothing.
std::string fault_of(const json& value, const ParamSpec& spec) {
  if (!is_of_kind(value, spec.kind)) return fmt::format("must be {}", word_for(spec.kind));
  if (value.is_number()) {
    const auto number = value.get<double>();
    if (spec.kind == Kind::any || (number >= spec.least && number <= spec.most)) return "";
    return fmt::format("must be {} to {}", spec.least, spec.most);
  }
  if (!value.is_string()) return "";
  const auto size = static_cast<double>(value.get_ref<const std::string&>().size());
  if (size >= spec.least && size <= spec.most) return "";
  return fmt::format("must have {} to {} characters", spec.least, spec.most);
}

std::string list_of_names(const MethodInfo& info) {
  std::string names;
  const auto add = [&names](std::string_view name) {
    names += (names.empty() ? "" : ", ") + in_quotes(name);
  };
  if (info.takes_bus) add("bus");
  for (const auto& spec : info.params) add(spec.name);
  if (info.effect != Effect::reads) add("dryRun");
  if (info.effect != Effect::reads) add("confirm");
  return names.empty() ? "none" : names;
}

/// Lives for one check.
class Check {
 public:
  Check(const MethodInfo& info, std::span<const Device> devices) : info_(info), devices_(devices) {}

  [[nodiscard]] std::string take(const std::string& name, const json& value) {
    if (name == "bus" && info_.takes_bus) return take_text(value, checked_.device);
    if (info_.effect != Effect::reads && name == "confirm") return take_text(value, checked_.confirm);
    if (info_.effect != Effect::reads && name == "dryRun") return take_dry_run(value);
    const auto spec = std::ranges::find(info_.params, name, &ParamSpec::name);
    if (spec == info_.params.end())
      return fmt::format("{} takes no {}; it takes: {}", info_.name, in_quotes(name), list_of_names(info_));
    const auto fault = fault_of(value, *spec);
    if (!fault.empty()) return in_quotes(name) + " " + fault;
    checked_.params[name] = value;
    return "";
  }

  [[nodiscard]] std::string missing() const {
    for (const auto& spec : info_.params) {
      if (spec.required && !checked_.params.contains(std::string(spec.name)))
        return fmt::format("{} is missing: {}", in_quotes(spec.name), spec.meaning);
    }
    return "";
  }

  /// The device named, or the only one there is.
  [[nodiscard]] std::optional<json> find_device() {
    const auto family = family_of(info_.group);
    std::vector<std::string> names;
    for (const auto& device : devices_) {
      if (device.family == family) names.push_back(device.name);
    }
    if (names.empty())
      return refusal("unknown_device", fmt::format("no {} device is configured", info_.group));
    if (checked_.device.empty() && names.size() == 1) checked_.device = names.front();
    if (std::ranges::find(names, checked_.device) != names.end()) return std::nullopt;
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
    if (checked_.device.empty()) return refusal("bad_params", "\"bus\" is missing, one of: " + list);
    return refusal("unknown_device", fmt::format("there is no {} device {}; there is: {}", info_.group,
                                                 in_quotes(checked_.device), list));
  }

  CheckedParams checked_;

 private:
  static std::string take_text(const json& value, std::string& into) {
    if (!value.is_string()) return "\"bus\" and \"confirm\" are texts";
    into = value.get<std::string>();
    return "";
  }
  std::string take_dry_run(const json& value) {
    if (!value.is_boolean()) return "\"dryRun\" must be true or false";
    checked_.dry_run = value.get<bool>();
    return "";
  }

  const MethodInfo& info_;
  std::span<const Device> devices_;
};

}  // namespace

std::optional<Family> family_of(std::string_view group) {
  if (group == "g1") return Family::g1;
  if (group == "can") return Family::can;
  if (group == "modbus") return Family::modbus;
  if (group == "snmp") return Family::snmp;
  return std::nullopt;
}

std::variant<CheckedParams, json> check_params(const MethodInfo& info, const json& params,
                                               std::span<const Device> devices) {
  if (!params.is_null() && !params.is_object())
    return refusal("bad_params",
                   fmt::format("params must be an object; {} takes: {}", info.name, list_of_names(info)));
  Check check(info, devices);
  for (const auto& [name, value] : params.items()) {
    if (const auto fault = check.take(name, value); !fault.empty()) return refusal("bad_params", fault);
  }
  if (const auto fault = check.missing(); !fault.empty()) return refusal("bad_params", fault);
  if (info.takes_bus) {
    if (auto fault = check.find_device()) return std::move(*fault);
  }
  return std::move(check.checked_);
}

}  // namespace bmsgw::rpc
