#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bmsgw/core/time.hpp"
#include "bmsgw/rpc/command_host.hpp"
#include "bmsgw/rpc/gateway_status.hpp"

namespace bmsgw::rpc {

/// What a method works with.
struct MethodContext {
  const GatewayView& view;
  CommandHost* commands;  ///< of methods that are local only, never nullptr
  core::Stamp now;
};

/// Who calls.
enum class Caller : std::uint8_t {
  server,  ///< MQTT RPC
  local,   ///< the control socket
};

/// One method of the table: its handler gets `params` and returns the answer's fields; without "ok" all is
/// well.
struct Method {
  const char* name;
  const char* purpose;
  nlohmann::json (*handle)(const MethodContext& context, const nlohmann::json& params);
  bool local_only = false;  ///< the server may not call it
};

/// Answers requests `{"method":name,"params":any}` with `{"ok":true,...}` or
/// `{"ok":false,"code":code,"reason":text}`. The MQTT RPC and the control socket use the same one.
/// Codes: bad_request (not such an object), unknown_method, not_allowed (from here), bad_params; of commands
/// refused, failed, unknown_bus, unknown_id.
/// Thread: loop.
class Dispatcher {
 public:
  /// Both outlive it.
  Dispatcher(const GatewayView& view, CommandHost& commands) : view_(view), commands_(commands) {}
  /// Exactly one answer, whatever comes in.
  [[nodiscard]] std::string call(const std::string& request, Caller caller, core::Stamp now) const;

  [[nodiscard]] static std::span<const Method> methods();

 private:
  [[nodiscard]] nlohmann::json answer(const nlohmann::json& request, Caller caller, core::Stamp now) const;

  const GatewayView& view_;
  CommandHost& commands_;
};

}  // namespace bmsgw::rpc
