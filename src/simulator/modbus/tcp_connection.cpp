#include "simulator/modbus/tcp_connection.hpp"

#include <array>
#include <span>
#include <utility>

#include <boost/asio/buffer.hpp>

namespace bmsgw::simulator::modbus {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr int kMostTurns = 64;  ///< reads before other things get their turn

}  // namespace

TcpConnection::TcpConnection(tcp::socket socket, TcpSession session, EndpointEvents& events)
    : socket_(std::move(socket)), session_(std::move(session)), events_(events) {
  ErrorCode ignored;
  socket_.non_blocking(true, ignored);  // else Asio itself waits where the socket would not
  socket_.set_option(tcp::no_delay(true), ignored);
}

void TcpConnection::close() {
  ErrorCode ignored;
  socket_.close(ignored);
}

void TcpConnection::advance(Elapsed now, bool deaf) {
  if (!is_open()) return;
  flush(now);
  if (is_open() && !listening_ && !deaf) await_input();
}

Elapsed TcpConnection::next_wake() const {
  return is_open() && !blocked_ ? session_.output().next_wake() : kNotDue;
}

void TcpConnection::flush(Elapsed now) {
  auto& output = session_.output();
  while (!blocked_) {
    const auto bytes = output.next(now);
    if (bytes.empty()) return;
    ErrorCode error;
    const auto written = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
    if (error == asio::error::would_block) return await_output();
    if (error) return close();
    output.on_written(written, now);
    if (output.has_ended()) return close();
  }
}

void TcpConnection::await_input() {
  listening_ = true;
  socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](ErrorCode error) {
    self->listening_ = false;
    if (!error) self->on_readable();
  });
}

void TcpConnection::await_output() {
  blocked_ = true;
  socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](ErrorCode error) {
    self->blocked_ = false;
    if (!error) self->events_.on_activity();
  });
}

void TcpConnection::on_readable() {
  std::array<std::uint8_t, 4096> buffer{};
  ErrorCode error;
  for (int turn = 0; turn < kMostTurns && !error; ++turn) {
    const auto count = socket_.read_some(asio::buffer(buffer), error);
    if (session_.on_bytes(std::span(buffer).first(count), events_.now())) continue;
    close();
    break;
  }
  if (error && error != asio::error::would_block) close();
  events_.on_activity();
}

}  // namespace bmsgw::simulator::modbus
