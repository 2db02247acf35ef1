#include "method_table.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "can_methods.hpp"
#include "firmware_methods.hpp"
#include "g1_methods.hpp"
#include "gateway_methods.hpp"
#include "modbus_methods.hpp"
#include "route_methods.hpp"
#include "snmp_methods.hpp"

namespace bmsgw::rpc {
namespace {

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lowered;
}

/// The name without its group, in lower case.
std::string core_of(std::string_view name) {
  const auto dot = name.find('.');
  return lower(dot == std::string_view::npos ? name : name.substr(dot + 1));
}

}  // namespace

std::vector<TaskMethod> built_in_methods() {
  std::vector<TaskMethod> methods;
  for (const auto list : {gateway_state_methods(), gateway_control_methods(), g1_read_methods(),
                          g1_parameter_methods(), g1_write_methods(), g1_access_methods(), can_methods(),
                          modbus_methods(), snmp_methods(), firmware_methods()})
    methods.insert(methods.end(), list.begin(), list.end());
  return methods;
}

MethodTable::MethodTable(const std::vector<std::string>& route_methods) : methods_(built_in_methods()) {
  for (const auto& name : route_methods) methods_.push_back(route_method(names_.emplace_back(name)));
  std::ranges::sort(methods_, {}, [](const TaskMethod& method) { return method.info.name; });
}

const TaskMethod* MethodTable::find(std::string_view name) const {
  const auto name_of = [](const TaskMethod& method) { return method.info.name; };
  const auto place = std::ranges::lower_bound(methods_, name, {}, name_of);
  return place != methods_.end() && place->info.name == name ? &*place : nullptr;
}

std::string MethodTable::hint_for(std::string_view name) const {
  const auto wanted = core_of(name);
  for (const auto& method : methods_) {
    const auto known = core_of(method.info.name);
    const bool is_near = known == wanted || (wanted.size() >= 4 && known.find(wanted) != std::string::npos);
    if (is_near) return "; is \"" + std::string(method.info.name) + "\" meant?";
  }
  return "; listMethods tells which there are";
}

}  // namespace bmsgw::rpc
