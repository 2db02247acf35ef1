#pragma once

#include <span>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bmsgw/core/time.hpp"
#include "bmsgw/rpc/gateway_status.hpp"

namespace bmsgw::rpc {

/// What a method works with.
struct MethodContext {
  const GatewayView& view;
  core::Stamp now;
};

/// One method of the table: its handler gets `params` and returns the answer's fields, without "ok".
struct Method {
  const char* name;
  const char* purpose;
  nlohmann::json (*handle)(const MethodContext& context, const nlohmann::json& params);
};

/// Answers requests `{"method":name,"params":any}` with `{"ok":true,...}` or
/// `{"ok":false,"code":code,"reason":text}`. The MQTT RPC and the control socket use the same one.
/// Codes: bad_request (not such an object), unknown_method.
/// Thread: loop.
class Dispatcher {
 public:
  explicit Dispatcher(const GatewayView& view) : view_(view) {}
  /// Exactly one answer, whatever comes in.
  [[nodiscard]] std::string call(const std::string& request, core::Stamp now) const;

  [[nodiscard]] static std::span<const Method> methods();

 private:
  const GatewayView& view_;
};

}  // namespace bmsgw::rpc
