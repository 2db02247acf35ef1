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
/// both are brought to a frame's beginning first:
/// - Zero bytes, one by one, fill the frame up, until the loader answers (0x22, what it has is mangled).
/// - Of a lost length byte, or when only the answer was lost, it isn't known how much is missing. Zeros
/// beyond
///   a frame's end are empty frames, so only their being odd or even is in doubt. A probe tells: its two
///   bytes are the end of a frame for a loader that has a zero too many; for the other they are the length of
///   one that is then filled up.
/// - A loader that takes all that for nothing has perhaps forgotten its half frame by itself: the frame is
///   sent once more.
/// A 0x11 that is the first answer since the frame went out is that frame's, however late: the next one
/// follows, behind a probe. After any other answer the frame is sent again.
///
/// What the manual leaves open, and is assumed:
/// - It sets no time for an answer. kAnswerLimit is much more than the erasing and writing of a flash memory
///   takes, as zeros for a loader that is only slow cost more than the wait.
/// - It wants a frame sent again after 0x22. Without any answer there is nothing else to be done; a loader
///   that has taken the frame, and whose 0x11 got lost, takes it twice, or refuses it until this gives up.
/// - Empty frames, and frames with a wrong CRC, change nothing in the unit.
class FrameSender {
 public:
  static constexpr core::milliseconds kAnswerLimit{10'000};  ///< besides the time on the line
  static constexpr core::milliseconds kByteTime{2};          ///< at most, on the slowest line
  static constexpr core::milliseconds kFillPause{150};       ///< for an answer, after each filling byte
  static constexpr core::milliseconds kBulkPause{50};        ///< after each kBulk filling bytes
  static constexpr core::milliseconds kQuiet{100};           ///< then nothing old comes any more
  static constexpr int kRefusals = 10;                       ///< times that a frame is sent again after 0x22
  static constexpr int kRecoveries = 3;                      ///< of one frame

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
    filling,   ///< zeros, one by one
    probing,   ///< the probe is out
    sizing,    ///< the frame whose length the probe was, in pieces
    bulk,      ///< zeros, many at once
    draining,  ///< answered; old answers may follow
  };
  std::string send(core::MonoTime now);
  std::string take_answer(bool accepted, core::MonoTime now);
  std::string next_frame(core::MonoTime now);
  std::string repeat(core::MonoTime now);
  std::string drain(bool probe, core::MonoTime now);
  std::string recover(core::MonoTime now);
  std::string realign(core::MonoTime now);
  std::string probe(core::MonoTime now);
  std::string size_up(core::MonoTime now);
  std::string fill_bulk(core::MonoTime now);
  std::string put(std::string bytes, core::milliseconds pause, core::MonoTime now);
  std::string fail(std::string reason);

  const std::vector<std::string>& frames_;
  std::size_t frame_ = 0;
  Phase phase_ = Phase::answer;
  core::MonoTime deadline_ = core::kNever;
  core::MonoTime drain_until_ = core::kNever;  ///< at the latest
  bool probe_next_ = false;                    ///< after draining; else a frame
  bool restart_heard_ = false;                 ///< '#', since a frame was sent
  bool answered_ = false;                      ///< 0x11 or 0x22, since then
  std::size_t sent_ = 0;                       ///< frames that were sent, each counted once
  // Of this frame:
  int refusals_ = 0;
  int recoveries_ = 0;
  bool forgotten_ = false;  ///< the loader took all filling for nothing
  // Of this recovery:
  std::uint32_t filled_ = 0;
  std::uint32_t left_ = 0;  ///< of the probe's frame
  int probes_ = 0;

  std::uint32_t repeated_ = 0;
  std::uint64_t ignored_ = 0;
  std::string failure_;
};

}  // namespace bmsgw::driver
