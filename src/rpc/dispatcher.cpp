#include "bmsgw/rpc/dispatcher.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "gateway_methods.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

constexpr std::array<Method, 2> kMethods{{
    {"getStatus", "the state of the gateway, its buses, its session and its outbox", get_status},
    {"getValues", "the present value of every routed point", get_values},
}};

json refusal(const char* code, const std::string& reason) {
  return {{"ok", false}, {"code", code}, {"reason", reason}};
}

json answer(const MethodContext& context, const json& request) {
  if (!request.is_object() || !request.contains("method") || !request["method"].is_string()) {
    return refusal("bad_request", R"(expected {"method":"name","params":...})");
  }
  const auto& name = request["method"].get_ref<const std::string&>();
  const auto method =
      std::ranges::find_if(kMethods, [&name](const Method& known) { return name == known.name; });
  if (method == kMethods.end())
    return refusal("unknown_method", "there is no method \"" + name.substr(0, 64) + "\"");
  static const json kNone;
  // By reference: copying what is nested deeply recurses as deeply.
  const auto params = request.find("params");
  auto result = method->handle(context, params == request.end() ? kNone : *params);
  result["ok"] = true;
  return result;
}

}  // namespace

std::span<const Method> Dispatcher::methods() {
  return kMethods;
}

std::string Dispatcher::call(const std::string& request, core::Stamp now) const {
  const auto parsed = json::parse(request, nullptr, false);
  return answer({view_, now}, parsed).dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace bmsgw::rpc
