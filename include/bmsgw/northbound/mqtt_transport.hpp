#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bmsgw/core/time.hpp"

namespace bmsgw::northbound {

struct MqttOptions {
  std::string host;
  std::uint16_t port = 1883;
  bool tls = false;
  bool insecure = false;  ///< with tls: the server is not verified at all
  std::string ca;         ///< PEM file; empty: the system's store
  std::string cli_cert;
  std::string cli_key;
  std::string client_id;
  std::string username;
  std::string password;
  core::milliseconds keep_alive{std::chrono::seconds(60)};
  core::milliseconds connect_timeout{std::chrono::seconds(10)};
};

enum class ConnectFailure : std::uint8_t {
  network,              ///< no route, no name, no answer, connection closed
  tls,                  ///< the handshake failed; the reason names the check
  refused_credentials,  ///< CONNACK 4 or 5
  refused_other,        ///< CONNACK 1, 2, 3
};

/// What happens to a session. Thread: loop.
class MqttEvents {
 public:
  virtual ~MqttEvents() = default;
  virtual void on_connected() = 0;
  virtual void on_connect_failed(ConnectFailure failure, const std::string& reason) = 0;
  virtual void on_connection_lost(const std::string& reason) = 0;
  /// The server has acknowledged the publication (QoS 0: it was handed to the network).
  virtual void on_delivered(std::uint64_t delivery) = 0;
  virtual void on_message(const std::string& topic, const std::string& payload) = 0;
};

/// One MQTT 3.1.1 connection at a time, clean session. After connect() exactly one of on_connected and
/// on_connect_failed follows; after on_connected at most one on_connection_lost. disconnect() silences both,
/// and every event that was under way. Thread: loop.
class MqttTransport {
 public:
  virtual ~MqttTransport() = default;
  virtual void set_events(MqttEvents& events) = 0;
  /// Drops what was and connects anew.
  virtual void connect(const MqttOptions& options) = 0;
  virtual void subscribe(const std::vector<std::string>& topic_filters) = 0;
  /// False: not connected, nothing was sent.
  virtual bool publish(std::uint64_t delivery, const std::string& topic, const std::string& payload,
                       std::uint8_t qos) = 0;
  virtual void disconnect() = 0;
};

}  // namespace bmsgw::northbound
