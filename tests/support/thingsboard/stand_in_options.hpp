#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace bmsgw::test {

struct StandInOptions {
  std::string token = "token";  ///< the device's access token
  std::size_t max_payload = 65'536;
  /// Rate limits, "N:seconds,N:seconds"; empty: none.
  std::string messages_limit{};
  std::string telemetry_limit{};  ///< telemetry messages
  std::string points_limit{};     ///< telemetry data points
  /// Between CONNECT and CONNACK, as credentials are looked up in a database.
  std::chrono::milliseconds lookup_time{5};
  /// A persistent call that is not acknowledged for so long goes out again.
  std::chrono::milliseconds ack_timeout{10'000};
};

}  // namespace bmsgw::test
