#include "frame_sender.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::driver {
namespace {

constexpr char kAccepted = 0x11;
constexpr char kCrcError = 0x22;
constexpr std::uint32_t kSingleFills = 16;  // even: see FrameSender
constexpr std::uint32_t kLargestFill = 64;  // at once: slow enough for a line of 19200 bit/s
constexpr core::milliseconds kLongestDrain{1000};

std::uint32_t byte_at(const std::string& frame, std::size_t i) {
  return static_cast<unsigned char>(frame[i]);
}

/// How many bytes a loader still wants that has lost the first or the second byte of a frame: it takes the
/// two that it has for the length.
std::vector<std::uint32_t> missing_after_lost_length(const std::string& frame) {
  if (frame.size() < 3) return {};
  const auto arrived = static_cast<std::uint32_t>(frame.size()) - 3;  // without the two of the length
  std::vector<std::uint32_t> missing;
  for (const auto high : {byte_at(frame, 1), byte_at(frame, 0)}) {
    const auto length = high * 256 + byte_at(frame, 2);
    if (length > arrived) missing.push_back(length - arrived);
  }
  std::ranges::sort(missing);
  return missing;
}

/// After how many zeros to listen: after each of the first; then where a lost length byte lets the loader
/// want its last ones.
std::vector<std::uint32_t> stops_of(const std::string& frame) {
  std::vector<std::uint32_t> stops;
  for (std::uint32_t i = 1; i <= kSingleFills; ++i) stops.push_back(i);
  const auto sent_again = kSingleFills + static_cast<std::uint32_t>(frame.size());
  for (const auto missing : missing_after_lost_length(frame)) {
    for (auto stop = std::max(missing, 2U) - 1; stop <= missing + 1; ++stop) {
      if (stop > sent_again && stop > stops.back()) stops.push_back(stop);
    }
  }
  return stops;
}

}  // namespace

std::string FrameSender::fail(std::string reason) {
  failure_ = std::move(reason);
  deadline_ = core::kNever;
  return {};
}

std::string FrameSender::send(core::MonoTime now) {
  const auto& frame = frames_[frame_];
  phase_ = Phase::answer;
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
  if (phase_ == Phase::answer) return accepted ? next_frame(now) : repeat(now);
  if (!accepted) return drain({}, true, now);
  return phase_ == Phase::again ? next_frame(now) : take_late(now);
}

/// Accepted while it was being filled up: the answer was late, and the loader has zeros of the next frame's
/// length already; unless the frame ends with zeros, which were what it missed.
std::string FrameSender::take_late(core::MonoTime now) {
  const bool odd = frames_[frame_].back() != '\0' && filled_ % 2 == 1;
  advance();
  return done() ? std::string() : drain(odd ? std::string(1, '\0') : std::string(), false, now);
}

void FrameSender::advance() {
  ++frame_;
  refusals_ = 0;
  recoveries_ = 0;
  if (done()) deadline_ = core::kNever;
}

std::string FrameSender::next_frame(core::MonoTime now) {
  advance();
  return done() ? std::string() : send(now);
}

std::string FrameSender::repeat(core::MonoTime now) {
  if (++refusals_ > kRefusals) return fail("the boot loader found a CRC error in the frame each time");
  ++repeated_;
  return send(now);
}

std::string FrameSender::drain(std::string bytes, bool refused, core::MonoTime now) {
  phase_ = Phase::draining;
  refused_ = refused;
  deadline_ = now + kQuiet;
  drain_until_ = now + kLongestDrain;
  return bytes;
}

std::string FrameSender::recover(core::MonoTime now) {
  if (++recoveries_ > kRecoveries) return fail("the boot loader lost bytes of the frame each time");
  stops_ = stops_of(frames_[frame_]);
  stop_ = 0;
  filled_ = 0;
  return fill(now);
}

std::string FrameSender::fill(core::MonoTime now) {
  if (restart_heard_) return fail("the unit has started anew in the middle");
  if (filled_ == kSingleFills && phase_ == Phase::filling) return send_behind_fill(now);
  while (stop_ < stops_.size() && stops_[stop_] <= filled_) ++stop_;
  if (stop_ == stops_.size()) return fail("the boot loader no longer answers");
  phase_ = Phase::filling;
  const auto size = std::min(stops_[stop_] - filled_, kLargestFill);
  filled_ += size;
  deadline_ = now + kFillPause;
  return std::string(size, '\0');
}

/// The zeros have made no difference: perhaps the loader stands at a frame's beginning.
std::string FrameSender::send_behind_fill(core::MonoTime now) {
  ++repeated_;
  auto frame = send(now);
  phase_ = Phase::again;
  filled_ += static_cast<std::uint32_t>(frame.size());
  return frame;
}

std::string FrameSender::on_time(core::MonoTime now) {
  if (now < deadline_) return {};
  switch (phase_) {
    case Phase::answer:
      return recover(now);
    case Phase::filling:
    case Phase::again:
      return fill(now);
    case Phase::draining:
      break;
  }
  return refused_ ? repeat(now) : send(now);
}

}  // namespace bmsgw::driver
