#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "simulator/sim_time.hpp"

namespace bmsgw::simulator::modbus {

/// What is to be sent, and when.
struct Outgoing {
  std::vector<std::uint8_t> bytes;
  Elapsed due{0};     ///< not before
  double byte_s = 0;  ///< of each byte; 0: all at once
  bool ends = false;  ///< the connection ends with it
};

/// Answers in their order, at the speed of a line: a byte may be written once it would have arrived. Bounded:
/// what has no room is dropped. Thread: any (no sharing).
class AnswerQueue {
 public:
  static constexpr std::size_t kCapacity = 256;

  void push(Outgoing outgoing);
  /// What may be written now; empty: nothing.
  [[nodiscard]] std::span<const std::uint8_t> next(Elapsed now) const;
  void on_written(std::size_t bytes, Elapsed now);
  /// The last answer of the connection has gone out.
  [[nodiscard]] bool has_ended() const { return ended_; }
  void clear();
  /// When next() will have something.
  [[nodiscard]] Elapsed next_wake() const;
  [[nodiscard]] bool empty() const { return queue_.empty(); }

 private:
  [[nodiscard]] Elapsed start() const;

  std::deque<Outgoing> queue_;
  std::size_t begun_ = 0;    ///< bytes of the first one that are written
  Elapsed line_free_at_{0};  ///< the one before has gone out
  bool ended_ = false;
};

}  // namespace bmsgw::simulator::modbus
