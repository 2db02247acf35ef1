#include "bmsgw/rpc/dispatcher.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "command_methods.hpp"
#include "gateway_methods.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

constexpr std::array<Method, 8> kMethods{{
    {"getStatus", "the state of the gateway, its buses, its session and its outbox", get_status},
    {"getValues", "the present value of every routed point", get_values},
    {"modbus.command", "starts a command of a device's map", start_command, true},
    {"modbus.write", "writes a value to a point of a device", write_point, true},
    {"modbus.commandState", "how a command that was started fares", tell_command, true},
    {"snmp.command", "starts a command of a device's map", start_command, true},
    {"snmp.write", "writes a value to a point of a device", write_point, true},
    {"snmp.commandState", "how a command that was started fares", tell_command, true},
}};

json refusal(const char* code, const std::string& reason) {
  return {{"ok", false}, {"code", code}, {"reason", reason}};
}

}  // namespace

std::span<const Method> Dispatcher::methods() {
  return kMethods;
}

json Dispatcher::answer(const json& request, Caller caller, core::Stamp now) const {
  if (!request.is_object() || !request.contains("method") || !request["method"].is_string()) {
    return refusal("bad_request", R"(expected {"method":"name","params":...})");
  }
  const auto& name = request["method"].get_ref<const std::string&>();
  const auto method =
      std::ranges::find_if(kMethods, [&name](const Method& known) { return name == known.name; });
  if (method == kMethods.end())
    return refusal("unknown_method", "there is no method \"" + name.substr(0, 64) + "\"");
  if (method->local_only && caller != Caller::local) {
    return refusal("not_allowed", name + " can't be called from the server in this version");
  }
  static const json kNone;
  // By reference: copying what is nested deeply recurses as deeply.
  const auto params = request.find("params");
  auto result = method->handle({view_, &commands_, now}, params == request.end() ? kNone : *params);
  if (!result.contains("ok")) result["ok"] = true;
  return result;
}

std::string Dispatcher::call(const std::string& request, Caller caller, core::Stamp now) const {
  const auto parsed = json::parse(request, nullptr, false);
  return answer(parsed, caller, now).dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace bmsgw::rpc
