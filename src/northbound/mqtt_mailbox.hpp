#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace bmsgw::northbound {

/// What a Paho thread has to tell.
struct MqttSignal {
  enum class Kind : std::uint8_t { connected, connect_failed, lost, delivered, message };

  Kind kind{};
  int code = 0;          ///< connect_failed: CONNACK code if positive
  std::size_t slot = 0;  ///< delivered
  std::string topic;     ///< message
  std::string text;      ///< message: payload; connect_failed: what Paho says
};

/// The way from Paho's threads to the loop, one per connection: signals keep their order, and the loop is
/// woken once for many. After close() nothing arrives and the loop is never touched again. Thread: push()
/// any, the rest loop.
class MqttMailbox : public std::enable_shared_from_this<MqttMailbox> {
 public:
  using Handler = std::function<void(MqttSignal&)>;
  /// Messages of the server that may wait for the loop; more are dropped and counted in the log.
  static constexpr std::size_t kMaxMessages = 1000;

  MqttMailbox(boost::asio::io_context& loop, Handler handler);

  void push(MqttSignal signal);
  void close();

 private:
  void drain();
  [[nodiscard]] std::size_t take(std::vector<MqttSignal>& signals);

  std::mutex mutex_;
  boost::asio::io_context* loop_;  ///< null: closed
  std::vector<MqttSignal> waiting_;
  std::size_t messages_ = 0;
  std::size_t dropped_ = 0;
  bool posted_ = false;
  bool closed_ = false;  ///< as the loop sees it, without the mutex
  Handler handler_;
};

}  // namespace bmsgw::northbound
