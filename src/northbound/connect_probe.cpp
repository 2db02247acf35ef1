#include "northbound/connect_probe.hpp"

#include <cstring>
#include <mutex>
#include <utility>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <fmt/core.h>
#include <netdb.h>
#include <openssl/err.h>

#include "northbound/job_thread.hpp"
#include "northbound/tls_reason.hpp"

namespace bmsgw::northbound {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

/// Blocks. Empty: `error` says why.
std::vector<tcp::endpoint> resolve_host(const std::string& host, std::uint16_t port, std::string& error) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (const int code = getaddrinfo(host.c_str(), nullptr, &hints, &list); code != 0) {
    error = gai_strerror(code);
    return {};
  }
  std::vector<tcp::endpoint> endpoints;
  for (const auto* entry = list; entry != nullptr; entry = entry->ai_next) {
    tcp::endpoint endpoint;
    endpoint.resize(entry->ai_addrlen);
    std::memcpy(endpoint.data(), entry->ai_addr, entry->ai_addrlen);
    endpoint.port(port);
    endpoints.push_back(endpoint);
  }
  freeaddrinfo(list);
  return endpoints;
}

}  // namespace

/// The way back from the job thread, closed when the probe is over: the loop may be gone by then.
struct ConnectProbe::ReturnPath {
  std::mutex mutex;
  boost::asio::io_context* loop = nullptr;

  template <typename Handler>
  void post(Handler handler) {
    const std::lock_guard lock(mutex);
    if (loop != nullptr) boost::asio::post(*loop, std::move(handler));
  }
  void close() {
    const std::lock_guard lock(mutex);
    loop = nullptr;
  }
};

ConnectProbe::ConnectProbe(boost::asio::io_context& loop, MqttOptions options, Done done)
    : options_(std::move(options)),
      done_(std::move(done)),
      return_path_(std::make_shared<ReturnPath>()),
      timer_(loop),
      socket_(loop) {
  return_path_->loop = &loop;
}

ConnectProbe::~ConnectProbe() {
  return_path_->close();
}

void ConnectProbe::start(JobThread& jobs) {
  start_timer(kBound, fmt::format("{} does not answer", server()));
  error_code not_numeric;
  const auto address = boost::asio::ip::make_address(options_.host, not_numeric);
  if (!not_numeric) {
    endpoints_.emplace_back(address, options_.port);
    connect_next();
    return;
  }
  jobs.post([weak = weak_from_this(), path = return_path_, host = options_.host, port = options_.port] {
    std::string error;
    auto endpoints = resolve_host(host, port, error);
    path->post([weak, endpoints = std::move(endpoints), error] {
      if (const auto self = weak.lock()) self->on_resolved(endpoints, error);
    });
  });
}

void ConnectProbe::cancel() {
  done_ = nullptr;
  return_path_->close();
  timer_.cancel();
  error_code ignored;
  socket_.close(ignored);
}

void ConnectProbe::on_resolved(const Endpoints& endpoints, const std::string& error) {
  if (!done_) return;
  if (endpoints.empty()) {
    finish(ConnectFailure::network, fmt::format("cannot find the address of {}: {}", options_.host, error));
    return;
  }
  endpoints_ = endpoints;
  connect_next();
}

void ConnectProbe::connect_next() {
  if (next_endpoint_ == endpoints_.size()) {
    finish(ConnectFailure::network, fmt::format("cannot connect to {}: {}", server(), last_error_));
    return;
  }
  error_code ignored;
  socket_.close(ignored);
  socket_.async_connect(endpoints_[next_endpoint_++], [self = shared_from_this()](error_code error) {
    if (!self->done_) return;
    self->last_error_ = error.message();
    error ? self->connect_next() : self->on_tcp_connected();
  });
}

void ConnectProbe::on_tcp_connected() {
  if (!options_.tls) {
    finish(ConnectFailure::network, fmt::format("{} closes the connection: is it an MQTT server?", server()));
    return;
  }
  error_code error;
  socket_.non_blocking(true, error);
  if (prepare_tls()) handshake();
}

bool ConnectProbe::prepare_tls() {
  std::string problem;
  const auto context = make_client_context(options_, problem);
  if (context) ssl_.reset(SSL_new(context.get()));
  if (!ssl_ || SSL_set_fd(ssl_.get(), socket_.native_handle()) != 1) {
    finish(ConnectFailure::tls, problem.empty() ? "TLS is not available" : problem);
    return false;
  }
  expect_server_name(*ssl_, options_.host);
  return true;
}

void ConnectProbe::handshake() {
  ERR_clear_error();
  if (const int result = SSL_connect(ssl_.get()); result != 1) {
    wait_for_socket(SSL_get_error(ssl_.get(), result), &ConnectProbe::handshake);
    return;
  }
  if (!options_.insecure && options_.host.find(':') != std::string::npos) {
    finish(ConnectFailure::tls,
           "Paho cannot check a certificate against an IPv6 address: give a name instead");
    return;
  }
  start_timer(kAlertBound, fmt::format("{} accepts TLS and then does not answer", server()));
  await_alert();
}

void ConnectProbe::await_alert() {
  ERR_clear_error();
  char byte = 0;
  if (const int result = SSL_read(ssl_.get(), &byte, 1); result <= 0) {
    wait_for_socket(SSL_get_error(ssl_.get(), result), &ConnectProbe::await_alert);
    return;
  }
  finish(ConnectFailure::network, fmt::format("{} is not an MQTT server", server()));
}

void ConnectProbe::wait_for_socket(int ssl_error, Step then) {
  using boost::asio::socket_base;
  if (ssl_error != SSL_ERROR_WANT_READ && ssl_error != SSL_ERROR_WANT_WRITE) {
    on_tls_ended(ssl_error);
    return;
  }
  const auto direction = ssl_error == SSL_ERROR_WANT_READ ? socket_base::wait_read : socket_base::wait_write;
  socket_.async_wait(direction, [self = shared_from_this(), then](error_code error) {
    if (self->done_ && !error) (self.get()->*then)();
  });
}

void ConnectProbe::on_tls_ended(int ssl_error) {
  // A peer that only hangs up has not failed a check.
  const bool is_closed = ssl_error == SSL_ERROR_ZERO_RETURN || ssl_error == SSL_ERROR_SYSCALL ||
                         ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
  if (is_closed && SSL_get_verify_result(ssl_.get()) == X509_V_OK) {
    ERR_clear_error();
    finish(ConnectFailure::network, fmt::format("{} closes the connection", server()));
    return;
  }
  finish(ConnectFailure::tls, handshake_failure_reason(*ssl_, options_.host));
}

void ConnectProbe::start_timer(core::milliseconds bound, std::string reason_then) {
  timer_.expires_after(bound);
  timer_.async_wait([self = shared_from_this(), reason = std::move(reason_then)](error_code error) {
    if (!error && self->done_) self->finish(ConnectFailure::network, reason);
  });
}

void ConnectProbe::finish(ConnectFailure failure, std::string reason) {
  const auto done = done_;
  cancel();
  done({failure, std::move(reason)});
}

std::string ConnectProbe::server() const {
  return fmt::format("{}:{}", options_.host, options_.port);
}

}  // namespace bmsgw::northbound
