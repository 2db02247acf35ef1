#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "simulator/modbus/answer_queue.hpp"
#include "simulator/modbus/misbehaviour.hpp"
#include "simulator/modbus/server.hpp"

namespace bmsgw::simulator::modbus {

/// How fast a serial line is.
struct LineSpeed {
  unsigned baud = 9600;         ///< 0: as fast as it is read
  unsigned bits_per_byte = 10;  ///< start, 8, parity, stop

  [[nodiscard]] double byte_s() const { return baud == 0 ? 0 : static_cast<double>(bits_per_byte) / baud; }
};

/// A serial line with its devices, without its port. What a pty hands over at once takes the time that it
/// would take on the line: a request has come when its last byte could have come and the line was silent
/// after it, and the answer's bytes follow one by one. Thread: any (no sharing).
class RtuSession {
 public:
  RtuSession(Server& server, Misbehaviour& misbehaviour, LineSpeed speed);  ///< both outlive the session

  void on_bytes(std::span<const std::uint8_t> bytes, Elapsed now);
  /// A frame may have come to its end.
  void on_time(Elapsed now);
  [[nodiscard]] Elapsed next_wake() const;
  [[nodiscard]] AnswerQueue& output() { return output_; }
  /// Nobody is there any more.
  void reset();

 private:
  [[nodiscard]] Elapsed frame_end() const { return heard_until_ + silence_; }
  void on_frame(Elapsed ended_at);

  Server& server_;
  Misbehaviour& misbehaviour_;
  LineSpeed speed_;
  Elapsed silence_;  ///< ends a frame
  std::vector<std::uint8_t> received_;
  Elapsed heard_until_{0};  ///< the last byte would have arrived
  AnswerQueue output_;
};

}  // namespace bmsgw::simulator::modbus
