#pragma once

#include <chrono>
#include <optional>
#include <span>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bmsgw/simulator/control_input.hpp"

#include "simulator/g1_options.hpp"
#include "simulator/g1_unit.hpp"
#include "simulator/line_input.hpp"
#include "simulator/line_output.hpp"
#include "simulator/misbehaviour.hpp"
#include "simulator/pty_port.hpp"

namespace bmsgw::simulator {

/// A control unit on a pty, until a signal or the end of its time.
/// Thread: loop.
class SimulatorLoop {
 public:
  explicit SimulatorLoop(const G1Options& options);

  void run();
  [[nodiscard]] std::string summary() const;

 private:
  void greet() const;
  void advance();
  void follow_port(Elapsed now);
  void flush(Elapsed now);
  void arm_timer(Elapsed now);
  void await_input();
  void await_output();
  void on_readable();
  void look_for_peer();
  void hear(std::span<const char> bytes, Elapsed now);
  void await_control();
  void on_control();
  [[nodiscard]] Elapsed now() const;

  G1Options options_;
  G1Unit unit_;
  Misbehaviour misbehaviour_;
  LineOutput line_;
  LineInput input_;
  ControlInput control_;
  boost::asio::io_context io_{1};
  boost::asio::steady_timer timer_{io_};
  boost::asio::signal_set signals_{io_};
  boost::asio::posix::stream_descriptor descriptor_{io_};
  boost::asio::posix::stream_descriptor control_descriptor_{io_};
  std::chrono::steady_clock::time_point start_;
  std::optional<PtyPort> port_;
  bool listening_ = false;  ///< a wait for input is under way
  bool blocked_ = false;    ///< a wait for room is under way
};

}  // namespace bmsgw::simulator
