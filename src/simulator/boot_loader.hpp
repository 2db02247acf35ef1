#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "simulator/boot_frames.hpp"
#include "simulator/random.hpp"
#include "simulator/sim_time.hpp"

namespace bmsgw::simulator {

/// What the boot loader is to do wrong, by a seed.
struct BootFaults {
  unsigned crc_errors = 0;  ///< so many right frames are called wrong
  unsigned lose_every = 0;  ///< a byte of every so many-th frame is lost on its way; 0: none is
  /// How long it waits for the rest of a frame before it calls it wrong; 0: for ever.
  Elapsed patience = std::chrono::seconds(1);
  std::uint64_t seed = 1;
};

/// Takes firmware in frames and answers each with 0x11 (taken) or 0x22 (wrong: send it again). A wrong frame
/// is answered when the line has been quiet for a moment, so that what is left of it isn't taken for the next
/// one. The frame that was taken last is taken again (its answer may have been lost); one out of turn is
/// refused. G1 Control Unit Serial Protocol 2.1.0, "Firmware upgrade", p. 43. Thread: any (no sharing).
class BootLoader {
 public:
  explicit BootLoader(const BootFaults& faults) : faults_(faults), random_(faults.seed) {}

  /// Begins anew, with the first frame.
  void start();
  /// The answer bytes.
  [[nodiscard]] std::string on_bytes(std::span<const char> bytes, Elapsed now);
  [[nodiscard]] std::string on_time(Elapsed now);
  [[nodiscard]] Elapsed next_wake() const { return deadline_.value_or(kNotDue); }

  /// The old firmware is gone and the new one not complete.
  [[nodiscard]] bool half_done() const { return half_done_; }
  /// Set once the last frame was taken: the version that runs from now on.
  [[nodiscard]] const std::optional<std::string>& finished() const { return finished_; }

 private:
  void start_frame();
  void begin_frame();
  [[nodiscard]] bool loses_this_byte();
  [[nodiscard]] std::optional<std::size_t> wanted() const;
  [[nodiscard]] std::string judge(Elapsed now);
  [[nodiscard]] bool take(const BootFrame& frame);
  [[nodiscard]] bool lies();
  void discard(Elapsed now);

  BootFaults faults_;
  Random random_;
  std::string frame_;  ///< as far as it is here, length bytes included
  bool discarding_ = false;
  std::optional<Elapsed> deadline_;
  unsigned next_number_ = 0;
  bool half_done_ = false;
  std::optional<std::string> finished_;
  std::uint64_t frames_begun_ = 0;
  std::optional<std::size_t> lose_at_;   ///< the byte of this frame that is lost
  std::optional<std::size_t> next_lie_;  ///< so many right frames are still called right
};

}  // namespace bmsgw::simulator
