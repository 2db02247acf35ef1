#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// MQTT 3.1.1 (OASIS standard, 29 October 2014) as a server reads and writes it.
namespace bmsgw::test {

enum class MqttType : std::uint8_t {
  connect = 1,
  connack = 2,
  publish = 3,
  puback = 4,
  subscribe = 8,
  suback = 9,
  unsubscribe = 10,
  unsuback = 11,
  pingreq = 12,
  pingresp = 13,
  disconnect = 14,
};

struct MqttPacket {
  MqttType type{};
  std::uint8_t flags = 0;
  std::string body;
};

/// Cuts a stream of bytes into packets. Thread: any.
class MqttPacketReader {
 public:
  explicit MqttPacketReader(std::size_t max_body) : max_body_(max_body) {}
  void add(std::string_view bytes) { bytes_ += bytes; }
  /// The next whole packet. Nothing: more bytes are needed, or the stream is lost: see problem().
  [[nodiscard]] std::optional<MqttPacket> next();
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  struct Length {
    std::size_t body = 0;
    std::size_t digits = 0;
  };
  [[nodiscard]] std::optional<Length> length();

  std::size_t max_body_;
  std::string bytes_;
  std::string problem_;
};

struct MqttConnect {
  std::string protocol;
  std::uint8_t level = 0;
  bool clean_session = true;
  bool has_will = false;
  std::uint16_t keep_alive_s = 0;
  std::string client_id;
  std::optional<std::string> username{};
  std::optional<std::string> password{};
};

struct MqttPublish {
  std::string topic;
  std::string payload;
  std::uint8_t qos = 0;
  bool dup = false;
  bool retain = false;
  std::uint16_t packet_id = 0;  ///< 0 with QoS 0
};

struct MqttSubscribe {
  std::uint16_t packet_id = 0;
  std::vector<std::pair<std::string, std::uint8_t>> filters;  ///< with the QoS that is asked for
};

/// Nothing: malformed.
[[nodiscard]] std::optional<MqttConnect> read_connect(const MqttPacket& packet);
[[nodiscard]] std::optional<MqttPublish> read_publish(const MqttPacket& packet);
/// Of UNSUBSCRIBE too; its filters have QoS 0.
[[nodiscard]] std::optional<MqttSubscribe> read_subscribe(const MqttPacket& packet);
[[nodiscard]] std::optional<std::uint16_t> read_packet_id(const MqttPacket& packet);

[[nodiscard]] std::string write_packet(const MqttPacket& packet);
[[nodiscard]] std::string write_connack(bool session_present, std::uint8_t code);
[[nodiscard]] std::string write_publish(const MqttPublish& message);
/// PUBACK, UNSUBACK.
[[nodiscard]] std::string write_ack(MqttType type, std::uint16_t packet_id);
[[nodiscard]] std::string write_suback(std::uint16_t packet_id, const std::string& codes);

}  // namespace bmsgw::test
