#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "simulator/can_log.hpp"
#include "simulator/can_misbehaviour.hpp"
#include "simulator/can_options.hpp"
#include "simulator/can_port.hpp"
#include "simulator/can_unit.hpp"

namespace bmsgw::simulator {

/// A control unit on a CAN interface, until a signal or the end of its time. It waits for an interface that
/// is absent or down. Throws std::system_error when the kernel has no CAN. Thread: loop.
class CanLoop {
 public:
  explicit CanLoop(const CanOptions& options);
  ~CanLoop() { lose_interface(); }
  CanLoop(const CanLoop&) = delete;
  CanLoop& operator=(const CanLoop&) = delete;

  void run();
  [[nodiscard]] std::string summary() const;

 private:
  void advance();
  void follow_interface();
  void say_state(const std::error_code& error);
  void lose_interface();
  void enqueue(Elapsed now);
  void flush(Elapsed now);
  void arm_timer(Elapsed now);
  void await_input();
  void on_readable();
  [[nodiscard]] Elapsed now() const;

  CanOptions options_;
  CanUnit unit_;
  CanMisbehaviour misbehaviour_;
  std::optional<CanLog> log_;
  std::deque<BusFrame> queue_;
  std::uint64_t sent_ = 0;
  std::uint64_t dropped_ = 0;
  std::optional<std::error_code> said_;  ///< the state of the interface that was last told of
  CanPort port_;
  boost::asio::io_context io_{1};
  boost::asio::steady_timer timer_{io_};
  boost::asio::signal_set signals_{io_};
  boost::asio::posix::stream_descriptor descriptor_{io_};
  std::chrono::steady_clock::time_point start_;
};

}  // namespace bmsgw::simulator
