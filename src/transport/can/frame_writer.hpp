#pragma once

#include <array>
#include <cstddef>
#include <system_error>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::transport {

/// Frames on their way out, in their order, at most 64. Knows no loop: flush() says what to wait for.
/// Allocates nothing. Thread: loop.
class FrameWriter {
 public:
  static constexpr std::size_t kMost = 64;

  enum class Wait : std::uint8_t { nothing, writable, delay };
  struct Outcome {
    Wait wait = Wait::nothing;
    std::uint64_t dropped = 0;  ///< too old, or refused by the interface
    std::error_code error;      ///< the socket is of no use any more
    std::error_code refused;    ///< why the last refused frame can't be sent on this interface
  };

  /// False: the queue is full.
  bool push(const core::CanFrame& frame, core::MonoTime stale_after);
  [[nodiscard]] Outcome flush(int fd, core::MonoTime now);
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  struct Queued {
    core::CanFrame frame;
    core::MonoTime stale_after;
  };
  [[nodiscard]] Queued& front() { return queue_[first_]; }
  void pop();
  bool send_front(int fd, Outcome& outcome);

  std::array<Queued, kMost> queue_{};
  std::size_t first_ = 0;
  std::size_t count_ = 0;
};

}  // namespace bmsgw::transport
