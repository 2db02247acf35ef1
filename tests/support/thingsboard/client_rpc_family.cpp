#include "client_rpc_family.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;

json limit(const std::string& text) {
  return text.empty() ? json() : json(text);
}

}  // namespace

Taken ClientRpcFamily::take(const std::string& topic, const std::string& payload, DevicePort& port,
                            SteadyTime /*now*/) {
  const std::string requests = "v1/devices/me/rpc/request/";
  if (!topic.starts_with(requests)) return {};
  const auto id = id_after(topic, requests);
  const auto request = json::parse(payload, nullptr, false);
  if (id < 0 || !request.is_object() || !request.contains("method") || !request["method"].is_string())
    return {Taken::How::invalid, 0, "not a client RPC: " + topic + " " + payload.substr(0, 100)};
  methods_.push_back(request["method"]);
  const auto answer = methods_.back() == "getSessionLimits" ? session_limits()
                                                            : json{{"error", "no rule chain answers this"}};
  if (!port.publish("v1/devices/me/rpc/response/" + std::to_string(id), answer.dump(), 0))
    port.blame("rpc: asked the server without a subscription to v1/devices/me/rpc/response/+");
  return {Taken::How::good};
}

json ClientRpcFamily::session_limits() const {
  return {{"maxPayloadSize", options_.max_payload},
          {"maxInflightMessages", 100},
          {"rateLimits",
           {{"messages", limit(options_.messages_limit)},
            {"telemetryMessages", limit(options_.telemetry_limit)},
            {"telemetryDataPoints", limit(options_.points_limit)}}}};
}

}  // namespace bmsgw::test
