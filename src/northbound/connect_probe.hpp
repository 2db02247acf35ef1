#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <openssl/ssl.h>

#include "bmsgw/northbound/mqtt_transport.hpp"

namespace bmsgw::northbound {

class JobThread;

/// Paho only says that a connection failed. The probe goes the same way once more, name, TCP, TLS handshake,
/// and tells at which step it ends and why. It sends nothing of MQTT and takes kBound at most. Thread: loop;
/// a name is resolved on the job thread.
class ConnectProbe : public std::enable_shared_from_this<ConnectProbe> {
 public:
  static constexpr core::milliseconds kBound{5000};
  /// How long the server may take to refuse our certificate: in TLS 1.3 that comes after the handshake.
  static constexpr core::milliseconds kAlertBound{1000};

  struct Finding {
    ConnectFailure failure = ConnectFailure::network;
    std::string reason;
  };
  using Done = std::function<void(const Finding&)>;

  ConnectProbe(boost::asio::io_context& loop, MqttOptions options, Done done);
  ~ConnectProbe();
  ConnectProbe(const ConnectProbe&) = delete;
  ConnectProbe& operator=(const ConnectProbe&) = delete;

  /// Done is called once, never from inside start(); not at all after cancel().
  void start(JobThread& jobs);
  void cancel();

 private:
  using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;
  using Step = void (ConnectProbe::*)();
  struct ReturnPath;
  struct SslDelete {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  void on_resolved(const Endpoints& endpoints, const std::string& error);
  void connect_next();
  void on_tcp_connected();
  [[nodiscard]] bool prepare_tls();
  void handshake();
  void await_alert();
  void wait_for_socket(int ssl_error, Step then);
  void on_tls_ended(int ssl_error);
  void start_timer(core::milliseconds bound, std::string reason_then);
  void finish(ConnectFailure failure, std::string reason);
  [[nodiscard]] std::string server() const;

  MqttOptions options_;
  Done done_;  ///< empty: over
  std::shared_ptr<ReturnPath> return_path_;
  boost::asio::steady_timer timer_;
  boost::asio::ip::tcp::socket socket_;
  Endpoints endpoints_;
  std::size_t next_endpoint_ = 0;
  std::string last_error_;
  std::unique_ptr<SSL, SslDelete> ssl_;
};

}  // namespace bmsgw::northbound
