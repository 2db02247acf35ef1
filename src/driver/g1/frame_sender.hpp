#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// The frames of a firmware on their way to a G1 unit's boot loader: one at a time, 0x11 = accepted,
/// 0x22 = CRC error, send again. G1 Control Unit Serial Protocol 2.1.0, "Firmware upgrade", p. 43. Pure:
/// bytes to be written come back. Thread: loop.
///
/// The loader counts bytes, so one that got lost on the way leaves it waiting for the end of its frame, and a
/// frame that is simply sent again would be cut at the wrong places from then on. So when no answer comes,
/// the frame is filled up with zero bytes, one by one, until the loader answers (0x22: what it has is
/// mangled); then both stand at a frame's beginning again. Where the loader had the whole frame and only its
/// answer was lost, an even number of zeros are empty frames, and the frame is sent a second time. Where one
/// of the two length bytes was lost, the loader waits for as many bytes as the next two say: that is filled
/// up, too.
class FrameSender {
 public:
  static constexpr core::milliseconds kAnswerLimit{2000};  ///< besides the time on the line
  static constexpr core::milliseconds kByteTime{2};        ///< at most, on the slowest line
  static constexpr core::milliseconds kFillPause{50};      ///< for an answer, after each filling
  static constexpr core::milliseconds kQuiet{100};         ///< then nothing old comes any more
  static constexpr int kRefusals = 10;                     ///< times that a frame is sent again after 0x22
  static constexpr int kRecoveries = 3;                    ///< of one frame

  /// `frames` outlive it; there is at least one.
  explicit FrameSender(const std::vector<std::string>& frames) : frames_(frames) {}

  [[nodiscard]] std::string start(core::MonoTime now) { return send(now); }
  [[nodiscard]] std::string on_bytes(std::span<const char> bytes, core::MonoTime now);
  [[nodiscard]] std::string on_time(core::MonoTime now);
  [[nodiscard]] core::MonoTime next_wake() const { return deadline_; }

  [[nodiscard]] bool done() const { return frame_ == frames_.size(); }
  /// Why it was given up; empty: it wasn't.
  [[nodiscard]] const std::string& failure() const { return failure_; }
  [[nodiscard]] std::uint32_t accepted() const { return static_cast<std::uint32_t>(frame_); }
  [[nodiscard]] std::uint32_t repeated() const { return repeated_; }
  /// Bytes that are no answer.
  [[nodiscard]] std::uint64_t ignored() const { return ignored_; }
  /// Given up as the unit has started anew, with the last frame under way: it was accepted, and the answer
  /// lost.
  [[nodiscard]] bool restarted_at_last() const {
    return !failure_.empty() && restart_heard_ && frame_ + 1 == frames_.size();
  }

 private:
  enum class Phase : std::uint8_t {
    answer,    ///< a frame is out
    filling,   ///< no answer came: zeros are
    again,     ///< the frame once more behind the zeros
    draining,  ///< answered; old answers may follow
  };
  std::string send(core::MonoTime now);
  std::string take_answer(bool accepted, core::MonoTime now);
  std::string take_late(core::MonoTime now);
  void advance();
  std::string next_frame(core::MonoTime now);
  std::string repeat(core::MonoTime now);
  std::string recover(core::MonoTime now);
  std::string fill(core::MonoTime now);
  std::string send_behind_fill(core::MonoTime now);
  std::string drain(std::string bytes, bool refused, core::MonoTime now);
  std::string fail(std::string reason);

  const std::vector<std::string>& frames_;
  std::size_t frame_ = 0;
  Phase phase_ = Phase::answer;
  core::MonoTime deadline_ = core::kNever;
  core::MonoTime drain_until_ = core::kNever;  ///< at the latest
  bool refused_ = false;                       ///< what was answered before draining
  int refusals_ = 0;                           ///< of this frame
  int recoveries_ = 0;                         ///< of this frame
  bool restart_heard_ = false;                 ///< '#', since the frame was sent
  std::vector<std::uint32_t> stops_;           ///< numbers of filling bytes after which to listen
  std::size_t stop_ = 0;
  std::uint32_t filled_ = 0;
  std::uint32_t repeated_ = 0;
  std::uint64_t ignored_ = 0;
  std::string failure_;
};

}  // namespace bmsgw::driver
