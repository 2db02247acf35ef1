#pragma once

#include <array>
#include <string>
#include <vector>

#include "attribute_family.hpp"
#include "client_rpc_family.hpp"
#include "rate_limit.hpp"
#include "server_rpc_family.hpp"
#include "stand_in_options.hpp"
#include "telemetry_family.hpp"

namespace bmsgw::test {

/// All that the server knows of the device, over its sessions. A family more is one more member here.
struct DeviceState {
  explicit DeviceState(const StandInOptions& chosen)
      : options(chosen), server_rpc(chosen.ack_timeout), client_rpc(chosen) {}
  DeviceState(const DeviceState&) = delete;
  DeviceState& operator=(const DeviceState&) = delete;

  StandInOptions options;
  TelemetryFamily telemetry;
  AttributeFamily attributes;
  ServerRpcFamily server_rpc;
  ClientRpcFamily client_rpc;
  std::array<TopicFamily*, 4> families{&telemetry, &attributes, &server_rpc, &client_rpc};

  RateLimit messages{options.messages_limit};
  RateLimit telemetry_messages{options.telemetry_limit};
  RateLimit data_points{options.points_limit};

  std::size_t sessions = 0;
  std::vector<std::string> violations;  ///< what the device did that it must not do
  std::vector<std::string> closings;    ///< why its sessions ended
};

}  // namespace bmsgw::test
