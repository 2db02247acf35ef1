#pragma once

#include <array>
#include <optional>
#include <string>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "support/thingsboard/mqtt_packet.hpp"

namespace bmsgw::test {

/// A device that says whatever the test wants it to.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    const timeval bound{10, 0};
    setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof bound);
  }

  void send(const std::string& bytes) {
    boost::system::error_code ignored;  // the server may have closed already
    boost::asio::write(socket_, boost::asio::buffer(bytes), ignored);
  }
  /// The next packet; nothing: the connection has ended.
  std::optional<MqttPacket> receive() {
    while (true) {
      if (auto packet = reader_.next()) return packet;
      std::array<char, 1024> bytes{};
      const auto size = recv(socket_.native_handle(), bytes.data(), bytes.size(), 0);
      if (size <= 0) return std::nullopt;
      reader_.add({bytes.data(), static_cast<std::size_t>(size)});
    }
  }
  /// Connects; the code of CONNACK, -1: there was none.
  int connect(const std::string& username, const std::string& client_id = "c") {
    send(connect_packet(username, client_id));
    const auto packet = receive();
    return packet && packet->type == MqttType::connack ? packet->body.at(1) : -1;
  }

  static std::string text(const std::string& value) {
    return {static_cast<char>(value.size() >> 8U), static_cast<char>(value.size() & 0xFFU)};
  }
  static std::string connect_packet(const std::string& username, const std::string& client_id = "c",
                                    char level = 4, unsigned more_flags = 2) {
    const auto flags = static_cast<char>((username.empty() ? 0U : 0x80U) | more_flags);
    auto body = text("MQTT") + "MQTT" + level + flags + '\0' + '\x3C' + text(client_id) + client_id;
    if (!username.empty()) body += text(username) + username;
    return write_packet({MqttType::connect, 0, body});
  }
  static std::string subscribe_packet(const std::string& filter, char qos = 1) {
    return write_packet({MqttType::subscribe, 2, std::string("\0\1", 2) + text(filter) + filter + qos});
  }

 private:
  boost::asio::io_context loop_;
  boost::asio::ip::tcp::socket socket_{loop_};
  MqttPacketReader reader_{100'000};
};

}  // namespace bmsgw::test
