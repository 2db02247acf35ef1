#include "frame_writer.hpp"

#include <cerrno>

#include <sys/socket.h>

#include "bmsgw/transport/can_frame_words.hpp"

namespace bmsgw::transport {

bool FrameWriter::push(const core::CanFrame& frame, core::MonoTime stale_after) {
  if (count_ == kMost) return false;
  queue_[(first_ + count_) % kMost] = {frame, stale_after};
  ++count_;
  return true;
}

void FrameWriter::pop() {
  first_ = (first_ + 1) % kMost;
  --count_;
}

FrameWriter::Outcome FrameWriter::flush(int fd, core::MonoTime now) {
  Outcome outcome;
  while (count_ > 0) {
    if (front().stale_after < now) {
      ++outcome.dropped;
      pop();
    } else if (!send_front(fd, outcome)) {
      break;
    }
  }
  return outcome;
}

/// False: it stays where it is, and `outcome` says what has to happen first.
bool FrameWriter::send_front(int fd, Outcome& outcome) {
  const KernelFrame kernel = to_kernel(front().frame);
  if (send(fd, &kernel.raw, kernel.size, MSG_DONTWAIT) >= 0) {
    pop();
    return true;
  }
  switch (errno) {
    case EINTR:
      return true;
    case EAGAIN:
      outcome.wait = Wait::writable;
      return false;
    case ENOBUFS:
      outcome.wait = Wait::delay;
      return false;  // the interface's queue; nothing tells when it has room
    case ENETDOWN:
    case ENXIO:
    case ENODEV:
      outcome.error = {errno, std::generic_category()};
      return false;
    default:
      break;
  }
  outcome.refused = {errno, std::generic_category()};
  ++outcome.dropped;
  pop();
  return true;
}

}  // namespace bmsgw::transport
