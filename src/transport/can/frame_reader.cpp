#include "frame_reader.hpp"

#include <cerrno>
#include <cstring>
#include <ctime>

#include "bmsgw/transport/can_frame_words.hpp"

#include "receive_time.hpp"

namespace bmsgw::transport {

FrameReader::FrameReader() {
  for (std::size_t i = 0; i < kBatch; ++i) {
    slots_[i].part = {&slots_[i].frame, sizeof(slots_[i].frame)};
    headers_[i].msg_hdr.msg_iov = &slots_[i].part;
    headers_[i].msg_hdr.msg_iovlen = 1;
    headers_[i].msg_hdr.msg_control = slots_[i].control.data();
  }
}

FrameReader::Batch FrameReader::read(int fd, const core::Clock& clock) {
  for (mmsghdr& header : headers_) header.msg_hdr.msg_controllen = sizeof(Slot::control);
  const int count = recvmmsg(fd, headers_.data(), kBatch, MSG_DONTWAIT, nullptr);
  Batch batch;
  if (count < 0) {
    if (errno != EAGAIN && errno != EINTR) batch.error = {errno, std::generic_category()};
    return batch;
  }
  timespec real_now{};
  clock_gettime(CLOCK_REALTIME, &real_now);
  const core::Stamp now = clock.now();
  const std::uint32_t dropped_before = dropped_;
  frame_count_ = 0;
  error_count_ = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) take(i, real_now, now);
  batch.frames = {frames_.data(), frame_count_};
  batch.errors = {errors_.data(), error_count_};
  batch.lost = dropped_ - dropped_before;
  batch.full = static_cast<std::size_t>(count) == kBatch;
  return batch;
}

void FrameReader::take(std::size_t slot, timespec real_now, core::Stamp now) {
  const canfd_frame& raw = slots_[slot].frame;
  timespec received{};
  take_control(headers_[slot].msg_hdr, received, dropped_);
  if ((raw.can_id & CAN_ERR_FLAG) != 0) {
    errors_[error_count_++] = {decode_error_frame(raw), frame_count_};
    return;
  }
  frames_[frame_count_].frame = from_kernel(raw, headers_[slot].msg_len == CANFD_MTU);
  frames_[frame_count_].at = received_at(received, real_now, now);
  ++frame_count_;
}

void FrameReader::take_control(msghdr& header, timespec& received, std::uint32_t& dropped) const {
  for (cmsghdr* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level != SOL_SOCKET) continue;
    if (part->cmsg_type == SCM_TIMESTAMPNS) std::memcpy(&received, CMSG_DATA(part), sizeof(received));
    if (part->cmsg_type == SO_RXQ_OVFL) std::memcpy(&dropped, CMSG_DATA(part), sizeof(dropped));
  }
}

}  // namespace bmsgw::transport
