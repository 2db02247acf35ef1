#pragma once

#include <algorithm>
#include <chrono>

#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/modbus_worker.hpp"

namespace bmsgw::transport {

/// The times of a line. MODBUS over Serial Line V1.02, 2.5.1.1. Pure. Thread: any.
struct LineTiming {
  using Micros = std::chrono::microseconds;

  Micros character{0};     ///< on the wire; TCP: 0
  Micros gap{0};           ///< silence before each request
  Micros quiet{50'000};    ///< after so long without a byte nothing is under way any more
  Micros margin{300'000};  ///< for what stands between the wire and us: drivers, USB, the network
  core::milliseconds response{1000};

  static constexpr std::size_t kMostBytes = 260;  ///< of a frame

  /// So long is the wire busy with so many bytes.
  [[nodiscard]] Micros transfer(std::size_t bytes) const {
    return character * static_cast<Micros::rep>(bytes);
  }
  /// So long after the first of them all must have come.
  [[nodiscard]] Micros patience(std::size_t bytes) const { return transfer(bytes) * 5 / 4 + margin; }
};

[[nodiscard]] inline LineTiming serial_timing(const ModbusOptions& options) {
  using std::chrono::microseconds;
  const std::uint32_t bits = 1U + 8U + (options.parity == 'N' ? 0U : 1U) + options.stop_bits;
  const std::uint32_t speed = std::max(options.speed, 1U);
  LineTiming timing;
  timing.character = microseconds((1'000'000U * bits + speed - 1) / speed);
  const auto silence = speed > 19200 ? microseconds(1750) : timing.character * 7 / 2;
  timing.gap = std::max<microseconds>(silence, options.request_gap);
  timing.quiet = std::max(silence, timing.quiet);
  timing.response = options.response_timeout;
  return timing;
}

[[nodiscard]] inline LineTiming tcp_timing(const ModbusOptions& options) {
  LineTiming timing;
  timing.gap = options.request_gap;
  timing.margin = std::chrono::seconds(1);  // a lost segment comes again after some 200 ms, then later
  timing.response = options.response_timeout;
  return timing;
}

}  // namespace bmsgw::transport
