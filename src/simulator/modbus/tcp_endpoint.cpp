#include "simulator/modbus/tcp_endpoint.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

namespace bmsgw::simulator::modbus {
namespace {

using boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;

}  // namespace

TcpEndpoint::TcpEndpoint(boost::asio::io_context& loop, std::uint16_t port, Server& server,
                         Misbehaviour& misbehaviour, EndpointEvents& events)
    : server_(server), misbehaviour_(misbehaviour), events_(events), acceptor_(loop), port_(port) {
  open();
}

void TcpEndpoint::open() {
  const tcp::endpoint endpoint(boost::asio::ip::address_v4::loopback(), port_);
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address(true));
  acceptor_.bind(endpoint);
  acceptor_.listen();
  port_ = acceptor_.local_endpoint().port();
  await_connection();
}

std::string TcpEndpoint::place() const {
  return fmt::format("127.0.0.1:{}", port_);
}

void TcpEndpoint::advance(Elapsed now) {
  follow_port(now);
  for (const auto& connection : connections_) connection->advance(now, misbehaviour_.is_half_open(now));
  std::erase_if(connections_, [](const auto& connection) { return !connection->is_open(); });
}

void TcpEndpoint::follow_port(Elapsed now) {
  const bool gone = misbehaviour_.is_gone(now);
  if (gone != acceptor_.is_open()) return;
  if (!gone) return open();
  acceptor_.close();
  for (const auto& connection : connections_) connection->close();
}

Elapsed TcpEndpoint::next_wake(Elapsed /*now*/) const {
  auto wake = kNotDue;
  for (const auto& connection : connections_) wake = std::min(wake, connection->next_wake());
  return wake;
}

void TcpEndpoint::await_connection() {
  acceptor_.async_accept([this](ErrorCode error, tcp::socket socket) {
    if (error == boost::asio::error::operation_aborted) return;
    if (!error) on_connection(std::move(socket));
    await_connection();
  });
}

/// With one-connection a further one is closed at once: the socket goes out of scope.
void TcpEndpoint::on_connection(tcp::socket socket) {
  const bool full = misbehaviour_.takes_one_only(events_.now()) && !connections_.empty();
  if (full) return;
  connections_.push_back(
      std::make_shared<TcpConnection>(std::move(socket), TcpSession(server_, misbehaviour_), events_));
  events_.on_activity();
}

}  // namespace bmsgw::simulator::modbus
