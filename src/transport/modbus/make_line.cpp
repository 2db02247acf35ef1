#include "make_line.hpp"

#include <chrono>

#include "line_timing.hpp"
#include "rtu_line.hpp"
#include "tcp_dialer.hpp"
#include "tcp_line.hpp"

namespace bmsgw::transport {
namespace {

using std::chrono::microseconds;

/// What is owed from before is waited for, then that the line is quiet; the request, which may come back; its
/// answer begins at the last moment, is garbage, and more of it follows.
microseconds longest_rtu(const LineTiming& timing) {
  const auto frame = timing.patience(LineTiming::kMostBytes);
  const auto collecting = frame + timing.quiet;
  return 2 * timing.response + collecting + timing.gap + frame + timing.response + frame + collecting;
}

/// Something is still coming in; then the connection turns out to be dead when the answer is due, and once
/// more after it was opened anew.
microseconds longest_tcp(const LineTiming& timing) {
  const auto frame = timing.patience(LineTiming::kMostBytes);
  const auto exchange = timing.gap + 2 * timing.response + frame;  // sending may take as long as the answer
  return frame + timing.quiet + exchange + TcpDialer::kLongestSearch + TcpDialer::kLongestConnect + exchange;
}

}  // namespace

std::unique_ptr<BlockingLine> make_blocking_line(const ModbusOptions& options, Waiter& waiter) {
  if (options.host.empty()) return std::make_unique<RtuLine>(options, waiter);
  return std::make_unique<TcpLine>(options, waiter);
}

core::milliseconds longest_ask(const ModbusOptions& options) {
  constexpr core::milliseconds kScheduling{100};  // of a machine that has other things to do
  const auto longest =
      options.host.empty() ? longest_rtu(serial_timing(options)) : longest_tcp(tcp_timing(options));
  return std::chrono::ceil<core::milliseconds>(longest) + kScheduling;
}

}  // namespace bmsgw::transport
