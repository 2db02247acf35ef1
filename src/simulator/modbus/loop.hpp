#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "simulator/modbus/endpoint.hpp"
#include "simulator/modbus/options.hpp"
#include "simulator/modbus/server.hpp"

namespace bmsgw::simulator::modbus {

/// Units on a TCP port or a pty, until a signal or the end of their time. Throws std::runtime_error when the
/// profile can't be used, std::system_error when there is no port. Thread: loop.
class Loop final : private EndpointEvents {
 public:
  explicit Loop(const Options& options);

  void run();
  [[nodiscard]] std::string greeting() const;
  [[nodiscard]] std::string summary() const;

 private:
  [[nodiscard]] std::unique_ptr<Endpoint> make_endpoint();
  [[nodiscard]] Elapsed now() const override;
  void on_activity() override { advance(); }
  void advance();
  void arm_timer(Elapsed now);

  Options options_;
  MapPlan plan_;
  Misbehaviour misbehaviour_;
  Server server_;
  boost::asio::io_context io_{1};
  boost::asio::steady_timer timer_{io_};
  boost::asio::signal_set signals_{io_};
  std::chrono::steady_clock::time_point start_;
  std::unique_ptr<Endpoint> endpoint_;
};

}  // namespace bmsgw::simulator::modbus
