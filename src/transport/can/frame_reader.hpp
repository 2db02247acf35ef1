#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <system_error>

#include <linux/can.h>
#include <sys/socket.h>

#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/can_link.hpp"

#include "error_frame.hpp"

namespace bmsgw::transport {

/// Reads a raw CAN socket in batches of up to 32 frames, with their times. Allocates nothing. Thread: loop.
class FrameReader {
 public:
  static constexpr std::size_t kBatch = 32;

  FrameReader();

  struct PlacedError {
    ErrorReport report;
    std::size_t frames_before;  ///< how many frames of the batch came before it
  };
  /// What one read gave; the spans hold until the next one.
  struct Batch {
    std::span<const ReceivedFrame> frames;
    std::span<const PlacedError> errors;  ///< in their order
    std::uint32_t lost = 0;               ///< frames that the kernel dropped before these
    bool full = false;                    ///< there may be more
    std::error_code error;                ///< none when there is just nothing to read
  };
  [[nodiscard]] Batch read(int fd, const core::Clock& clock);

 private:
  void take(std::size_t slot, timespec real_now, core::Stamp now);
  void take_control(msghdr& header, timespec& received, std::uint32_t& dropped) const;

  struct Slot {
    canfd_frame frame;
    iovec part;
    alignas(
        cmsghdr) std::array<char, CMSG_SPACE(sizeof(timespec)) + CMSG_SPACE(sizeof(std::uint32_t))> control;
  };
  std::array<Slot, kBatch> slots_{};
  std::array<mmsghdr, kBatch> headers_{};
  std::array<ReceivedFrame, kBatch> frames_{};
  std::array<PlacedError, kBatch> errors_{};
  std::size_t frame_count_ = 0;
  std::size_t error_count_ = 0;
  std::uint32_t dropped_ = 0;  ///< by the socket since it was opened
};

}  // namespace bmsgw::transport
