#include "frame_sender.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::driver {
namespace {

constexpr char kAccepted = 0x11;
constexpr char kCrcError = 0x22;
constexpr std::uint32_t kSingleFills = 16;
constexpr std::uint32_t kBulk = 64;          // each kBulkPause: no more than a line of 19200 bit/s carries
constexpr std::uint32_t kMostFill = 66'000;  // more than the longest frame that two bytes can announce
constexpr const char* kProbe = "\x01\x55";   // behind a zero: a frame of one byte; else the next one's length
constexpr std::uint32_t kProbeSize = 0x0155;  // bytes
constexpr char kProbeEnd = 0x55;              // zeros alone could have a right CRC
constexpr int kProbes = 8;                    // of one recovery
constexpr int kPlainRefusals = 3;             // then the frame's length may have been what was mangled
constexpr core::milliseconds kLongestDrain{1000};

}  // namespace

std::string FrameSender::fail(std::string reason) {
  failure_ = std::move(reason);
  deadline_ = core::kNever;
  return {};
}

std::string FrameSender::put(std::string bytes, core::milliseconds pause, core::MonoTime now) {
  filled_ += static_cast<std::uint32_t>(bytes.size());
  deadline_ = now + pause;
  return bytes;
}

std::string FrameSender::send(core::MonoTime now) {
  const auto& frame = frames_[frame_];
  if (frame_ < sent_) ++repeated_;
  sent_ = frame_ + 1;
  phase_ = Phase::answer;
  answered_ = false;
  restart_heard_ = false;
  deadline_ = now + kAnswerLimit + kByteTime * static_cast<int>(frame.size());
  return frame;
}

std::string FrameSender::on_bytes(std::span<const char> bytes, core::MonoTime now) {
  if (done() || !failure_.empty()) return {};
  if (phase_ == Phase::draining) {
    ignored_ += bytes.size();
    deadline_ = std::min(now + kQuiet, drain_until_);
    return {};
  }
  // One answer at most is to what is out; more that came with it are noise.
  const auto answer = std::ranges::find_if(bytes, [](char c) { return c == kAccepted || c == kCrcError; });
  restart_heard_ = restart_heard_ || std::find(bytes.begin(), answer, '#') != answer;
  ignored_ += bytes.size() - (answer == bytes.end() ? 0 : 1);
  return answer == bytes.end() ? std::string() : take_answer(*answer == kAccepted, now);
}

std::string FrameSender::take_answer(bool accepted, core::MonoTime now) {
  const bool first = !std::exchange(answered_, true);
  if (first && accepted) return next_frame(now);
  switch (phase_) {
    case Phase::answer:
      return repeat(now);
    case Phase::filling:
    case Phase::probing:
      return drain(false, now);
    case Phase::sizing:
      return drain(left_ > 0, now);
    case Phase::bulk:
    case Phase::draining:
      break;
  }
  return drain(true, now);
}

/// Late: zeros went out behind the frame, and the loader may have one too many.
std::string FrameSender::next_frame(core::MonoTime now) {
  const bool late = phase_ != Phase::answer;
  const bool recovered = std::exchange(recoveries_, 0) > 0;
  ++frame_;
  refusals_ = 0;
  forgotten_ = false;
  probes_ = 0;
  filled_ = 0;
  if (!done()) return recovered ? drain(late, now) : send(now);
  deadline_ = core::kNever;
  return {};
}

std::string FrameSender::repeat(core::MonoTime now) {
  if (++refusals_ > kRefusals) return fail("the boot loader found a CRC error in the frame each time");
  if (refusals_ <= kPlainRefusals) return send(now);
  probes_ = 0;
  filled_ = 0;
  return drain(true, now);
}

std::string FrameSender::drain(bool probe, core::MonoTime now) {
  phase_ = Phase::draining;
  probe_next_ = probe;
  deadline_ = now + kQuiet;
  drain_until_ = now + kLongestDrain;
  return {};
}

std::string FrameSender::recover(core::MonoTime now) {
  if (forgotten_) return fail("the boot loader no longer answers");
  if (++recoveries_ > kRecoveries) return fail("the boot loader lost bytes of the frame each time");
  filled_ = 0;
  probes_ = 0;
  phase_ = Phase::filling;
  return put(std::string(1, '\0'), kFillPause, now);
}

std::string FrameSender::probe(core::MonoTime now) {
  if (++probes_ > kProbes) return fail("the boot loader answers nothing that makes sense");
  phase_ = Phase::probing;
  return put(kProbe, kFillPause, now);
}

std::string FrameSender::size_up(core::MonoTime now) {
  if (phase_ == Phase::probing) left_ = kProbeSize;
  phase_ = Phase::sizing;
  if (left_ == 0) return fill_bulk(now);
  const auto size = left_ > 1 ? std::min(left_ - 1, kBulk) : 1;
  left_ -= size;
  return left_ > 0 ? put(std::string(size, '\0'), kBulkPause, now)
                   : put(std::string(1, kProbeEnd), kFillPause, now);
}

std::string FrameSender::fill_bulk(core::MonoTime now) {
  phase_ = Phase::bulk;
  if (filled_ < kMostFill) return put(std::string(kBulk, '\0'), kBulkPause, now);
  forgotten_ = true;
  return send(now);
}

/// No answer to what was filled up.
std::string FrameSender::realign(core::MonoTime now) {
  switch (phase_) {
    case Phase::filling:
      return filled_ < kSingleFills ? put(std::string(1, '\0'), kFillPause, now) : probe(now);
    case Phase::probing:
    case Phase::sizing:
      return size_up(now);
    default:
      return fill_bulk(now);
  }
}

std::string FrameSender::on_time(core::MonoTime now) {
  if (now < deadline_) return {};
  if (restart_heard_ && phase_ != Phase::draining) return fail("the unit has started anew in the middle");
  if (phase_ == Phase::answer) return recover(now);
  if (phase_ != Phase::draining) return realign(now);
  return probe_next_ ? probe(now) : send(now);
}

}  // namespace bmsgw::driver
