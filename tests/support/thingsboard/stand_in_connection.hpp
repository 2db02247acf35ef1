#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/ip/tcp.hpp>

#include "device_session.hpp"

namespace bmsgw::test {

/// The socket of one session. `lock` guards the session, as tests look from other threads; it is held while
/// packets are worked off. Thread: the stand-in's, but for session().
class StandInConnection : public std::enable_shared_from_this<StandInConnection> {
 public:
  /// `work` is called with something to do under the lock, and tells everybody who waits.
  using Work = std::function<void(const std::function<void()>&)>;
  StandInConnection(boost::asio::ip::tcp::socket socket, DeviceState& device, Work work)
      : socket_(std::move(socket)),
        session_(device),
        reader_(device.options.max_payload),
        work_(std::move(work)) {}

  void start() { read(); }
  /// Sends what the session has to say, and ends when it has ended.
  void flush();
  /// Ends the connection without a word.
  void drop();
  [[nodiscard]] DeviceSession& session() { return session_; }
  [[nodiscard]] bool is_over() const { return !socket_.is_open(); }

 private:
  void read();
  void on_bytes(std::size_t size);
  void write();

  boost::asio::ip::tcp::socket socket_;
  DeviceSession session_;
  MqttPacketReader reader_;
  Work work_;
  std::array<char, 16'384> buffer_{};
  std::string sending_;
  std::string waiting_;
};

}  // namespace bmsgw::test
