#pragma once

#include <cstdint>
#include <fstream>
#include <string>

#include "simulator/bus_frame.hpp"
#include "simulator/can_options.hpp"
#include "simulator/sim_time.hpp"

namespace bmsgw::simulator {

/// What was sent, as `candump -L` writes it. Throws std::runtime_error when the file can't be written.
/// Thread: any (no sharing).
class CanLog {
 public:
  /// `interface` empty: the log names vcan0.
  CanLog(std::string path, std::string interface, std::int64_t start_unix_us);

  void write(const BusFrame& frame, Elapsed now);
  void flush();

 private:
  void check() const;

  std::string path_;
  std::string interface_;
  std::int64_t start_unix_us_;
  std::ofstream file_;
};

/// Writes the log of options.duration_s without a bus and without waiting; the number of frames.
std::uint64_t record_can_log(const CanOptions& options);

}  // namespace bmsgw::simulator
