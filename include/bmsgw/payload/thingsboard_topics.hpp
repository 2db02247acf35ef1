#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Topics of the ThingsBoard device API.
namespace bmsgw::payload {

inline constexpr const char* kTelemetryTopic = "v1/devices/me/telemetry";
inline constexpr const char* kAttributesTopic = "v1/devices/me/attributes";
inline constexpr const char* kAttributesResponseFilter = "v1/devices/me/attributes/response/+";
inline constexpr const char* kRpcRequestFilter = "v1/devices/me/rpc/request/+";

/// The id at the end of a server-side RPC's topic; nothing: another topic.
[[nodiscard]] std::optional<std::uint64_t> parse_rpc_request_topic(std::string_view topic);
[[nodiscard]] std::string format_rpc_response_topic(std::uint64_t id);
[[nodiscard]] std::string format_attributes_request_topic(std::uint64_t id);
[[nodiscard]] bool is_attributes_response_topic(std::string_view topic);

}  // namespace bmsgw::payload
