#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

namespace bmsgw::app {

/// The local door: a UNIX stream socket (mode 0660) that takes one JSON request a line and gives one JSON
/// answer a line, in order. Thread: loop.
class ControlServer {
 public:
  static constexpr std::size_t kMaxRequestBytes = 65'536;
  static constexpr std::size_t kMaxConnections = 16;

  /// Takes the answer, now or later, once.
  using Reply = std::function<void(const std::string& answer)>;
  using Handler = std::function<void(const std::string& request, Reply reply)>;

  ControlServer(boost::asio::io_context& loop, Handler handler);
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  /// Makes the folder, replaces a dead daemon's socket and listens. On failure the reason; the daemon runs
  /// without.
  [[nodiscard]] std::string listen(const std::string& path);
  void close();

 private:
  class Connection;
  void accept();
  void retry_accept();

  boost::asio::local::stream_protocol::acceptor acceptor_;
  boost::asio::steady_timer retry_;
  std::shared_ptr<Handler> handler_;
  std::string path_;
};

}  // namespace bmsgw::app
