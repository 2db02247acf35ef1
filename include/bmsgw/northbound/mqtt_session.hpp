#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bmsgw/northbound/mqtt_transport.hpp"

namespace boost::asio {
class io_context;
}

namespace bmsgw::northbound {

/// MQTT over Paho. Each connect() builds a client of its own; the old one is closed and destroyed on a thread
/// that lives as long as the session, because Paho may block (a name server that does not answer, a full
/// socket).
///
/// Lifetime: events come from inside loop.run() only, never from inside a call of ours. The loop must live
/// until disconnect() or the destructor has returned; after that neither touches the other, and the session
/// may be destroyed from inside an event. The destructor sends DISCONNECT if it can, and never takes longer
/// than kCloseBound; a Paho that is stuck for longer is left behind with its thread. Thread: loop.
class MqttSession final : public MqttTransport {
 public:
  static constexpr core::milliseconds kCloseBound{500};

  explicit MqttSession(boost::asio::io_context& loop);
  ~MqttSession() override;
  MqttSession(const MqttSession&) = delete;
  MqttSession& operator=(const MqttSession&) = delete;

  void set_events(MqttEvents& events) override;
  void connect(const MqttOptions& options) override;
  /// With QoS 1. A filter that the server refuses is logged.
  void subscribe(const std::vector<std::string>& topic_filters) override;
  bool publish(std::uint64_t delivery, const std::string& topic, const std::string& payload,
               std::uint8_t qos) override;
  /// Returns at once; DISCONNECT goes out after what was published before.
  void disconnect() override;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace bmsgw::northbound
