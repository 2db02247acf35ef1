#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "device_state.hpp"
#include "mqtt_packet.hpp"
#include "topic_family.hpp"

namespace bmsgw::test {

/// One connection, from its first packet on: MQTT 3.1.1 as ThingsBoard speaks it (MqttTransportHandler.java).
/// Pure: packets and the time in, bytes out. Thread: whoever holds the stand-in's lock.
class DeviceSession final : public DevicePort {
 public:
  explicit DeviceSession(DeviceState& device) : device_(device) {}

  void on_packet(const MqttPacket& packet, SteadyTime now);
  void on_time(SteadyTime now);
  /// Ends it from the server's side; bytes that wait still go out.
  void close(const std::string& reason);

  /// What is to be sent; empties it.
  [[nodiscard]] std::string take_output();
  /// The device is let in, and it is not over.
  [[nodiscard]] bool is_open() const { return state_ == State::open; }
  [[nodiscard]] bool is_closed() const { return state_ == State::closed; }

  [[nodiscard]] bool is_subscribed(const std::string& topic) const { return subscription(topic) != nullptr; }

  bool publish(const std::string& topic, const std::string& payload, std::uint32_t tag) override;
  bool publish_again(const std::string& topic, const std::string& payload, std::uint32_t tag) override;
  [[nodiscard]] std::uint8_t granted_qos(const std::string& topic) const override;
  void blame(const std::string& what) override { device_.violations.push_back(what); }

 private:
  enum class State : std::uint8_t { fresh, looked_up, open, closed };

  void on_connect(const MqttPacket& packet, SteadyTime now);
  void look_up(SteadyTime now);
  void wait_for_lookup(const MqttPacket& packet);
  void on_open_packet(const MqttPacket& packet, SteadyTime now);
  void on_publish(const MqttPacket& packet, SteadyTime now);
  void deliver(const MqttPublish& message, SteadyTime now);
  [[nodiscard]] bool is_within_limits(const Taken& taken, SteadyTime now);
  void on_subscribe(const MqttPacket& packet, SteadyTime now);
  void on_unsubscribe(const MqttPacket& packet);
  void on_puback(const MqttPacket& packet, SteadyTime now);
  void sin(const std::string& what);
  [[nodiscard]] const std::uint8_t* subscription(const std::string& topic) const;
  bool send(const std::string& topic, const std::string& payload, std::uint32_t tag, bool dup);

  DeviceState& device_;
  State state_ = State::fresh;
  MqttConnect connect_;
  SteadyTime looked_up_at_{};
  std::vector<MqttPacket> early_;  ///< came before CONNACK
  std::map<std::string, std::uint8_t> subscriptions_;
  std::uint16_t last_packet_id_ = 0;
  std::map<std::uint16_t, std::uint32_t> unacknowledged_;  ///< packet id -> tag
  std::string output_;
};

/// MQTT 3.1.1, 4.7.
[[nodiscard]] bool matches_filter(const std::string& topic, const std::string& filter);

}  // namespace bmsgw::test
