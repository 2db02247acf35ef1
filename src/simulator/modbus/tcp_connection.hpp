#pragma once

#include <memory>

#include <boost/asio/ip/tcp.hpp>

#include "simulator/modbus/endpoint.hpp"
#include "simulator/modbus/tcp_session.hpp"

namespace bmsgw::simulator::modbus {

/// A master's connection. Thread: loop.
class TcpConnection : public std::enable_shared_from_this<TcpConnection> {
 public:
  TcpConnection(boost::asio::ip::tcp::socket socket, TcpSession session, EndpointEvents& events);

  /// Sends what is due; reads, unless `deaf`.
  void advance(Elapsed now, bool deaf);
  void close();
  [[nodiscard]] bool is_open() const { return socket_.is_open(); }
  [[nodiscard]] Elapsed next_wake() const;

 private:
  void await_input();
  void await_output();
  void on_readable();
  void flush(Elapsed now);

  boost::asio::ip::tcp::socket socket_;
  TcpSession session_;
  EndpointEvents& events_;
  bool listening_ = false;  ///< a wait for input is under way
  bool blocked_ = false;    ///< a wait for room is under way
};

}  // namespace bmsgw::simulator::modbus
