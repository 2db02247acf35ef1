#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "simulator/modbus/endpoint.hpp"
#include "simulator/modbus/misbehaviour.hpp"
#include "simulator/modbus/server.hpp"
#include "simulator/modbus/tcp_connection.hpp"

namespace bmsgw::simulator::modbus {

/// A port of 127.0.0.1. Throws boost::system::system_error when it can't be had. Thread: loop.
class TcpEndpoint final : public Endpoint {
 public:
  /// `port` 0: any that is free. What is given outlives the endpoint.
  TcpEndpoint(boost::asio::io_context& loop, std::uint16_t port, Server& server, Misbehaviour& misbehaviour,
              EndpointEvents& events);

  [[nodiscard]] std::string place() const override;
  void advance(Elapsed now) override;
  [[nodiscard]] Elapsed next_wake(Elapsed now) const override;

 private:
  void follow_port(Elapsed now);
  void open();
  void await_connection();
  void on_connection(boost::asio::ip::tcp::socket socket);

  Server& server_;
  Misbehaviour& misbehaviour_;
  EndpointEvents& events_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  std::vector<std::shared_ptr<TcpConnection>> connections_;
};

}  // namespace bmsgw::simulator::modbus
