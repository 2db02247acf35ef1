#pragma once

#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "simulator/modbus/endpoint.hpp"
#include "simulator/modbus/misbehaviour.hpp"
#include "simulator/modbus/rtu_session.hpp"
#include "simulator/pty_port.hpp"

namespace bmsgw::simulator::modbus {

/// A pty in place of a serial line. Thread: loop.
class RtuEndpoint final : public Endpoint {
 public:
  /// What is given outlives the endpoint.
  RtuEndpoint(boost::asio::io_context& loop, std::string link, RtuSession session, Misbehaviour& misbehaviour,
              EndpointEvents& events);
  ~RtuEndpoint() override { close(); }
  RtuEndpoint(const RtuEndpoint&) = delete;
  RtuEndpoint& operator=(const RtuEndpoint&) = delete;

  [[nodiscard]] std::string place() const override;
  void advance(Elapsed now) override;
  [[nodiscard]] Elapsed next_wake(Elapsed now) const override;

 private:
  void follow_port(Elapsed now);
  void open();
  void close();
  void flush(Elapsed now);
  void await_input();
  void await_output();
  void on_readable();

  std::string link_;
  RtuSession session_;
  Misbehaviour& misbehaviour_;
  EndpointEvents& events_;
  boost::asio::posix::stream_descriptor descriptor_;
  std::optional<PtyPort> port_;
  bool listening_ = false;  ///< a wait for input is under way
  bool blocked_ = false;    ///< a wait for room is under way
};

}  // namespace bmsgw::simulator::modbus
