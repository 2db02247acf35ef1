#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bmsgw/codec/g1/framer.hpp"
#include "bmsgw/codec/g1/sentence.hpp"

#include "exclusive.hpp"

namespace bmsgw::driver {

/// A master clear: RS1, and once the unit has started five 'x' and CR, within ten seconds of the start and
/// with nothing before them. G1 Control Unit Serial Protocol 2.1.0, "Master Clear", p. 43. A unit whose
/// password keeps RS1 from it can be turned off and on instead. Ok: the unit has started once more after a
/// sequence that went to a unit which was heard to start; whether it has cleared only its statistic 07
/// proves. Thread: loop.
class MasterClearRun final : public G1Exclusive {
 public:
  /// From '#' on the boot loader listens for a second; the firmware says VR1 when it runs. Without VR1 the
  /// sequence goes out after this time.
  static constexpr core::milliseconds kLoaderTime{2'000};
  /// From RS1 to the first sign of the unit; then it is sent all the same, as the window is ten seconds. The
  /// start that RS1 asked for may still come: then it is sent once more.
  static constexpr core::milliseconds kSilentStart{4'000};
  static constexpr core::milliseconds kPowerLimit{60'000};    ///< for somebody to turn the unit off and on
  static constexpr core::milliseconds kRestartLimit{10'000};  ///< from the sequence to the restart
  static constexpr core::milliseconds kQuiet{1'000};          ///< of a unit that resets
  static constexpr core::milliseconds kTotalLimit{100'000};   ///< whatever the unit does

  Effects start(core::Stamp now) override;
  Effects on_bytes(std::span<const char> bytes, core::Stamp now) override;
  Effects on_time(core::Stamp now) override;
  Effects on_down(core::Stamp now) override;
  Effects on_opened(core::Stamp now) override;
  Effects stop(core::Stamp now) override;
  Effects abort(core::Stamp now, core::Reply& answer) override;
  [[nodiscard]] core::MonoTime next_wake() const override;
  [[nodiscard]] const core::Reply* finished() const override { return reply_ ? &*reply_ : nullptr; }
  [[nodiscard]] std::string detail() const override;

 private:
  enum class State : std::uint8_t {
    resetting,   ///< RS1 is out
    powerless,   ///< RS1 was refused: somebody has to turn the unit off and on
    starting,    ///< '#' was heard, or the line is back
    restarting,  ///< the sequence is out
  };
  void read_lines(std::span<const char> bytes, Effects& effects, core::MonoTime now);
  void on_line(std::string_view text, Effects& effects, core::MonoTime now);
  void on_version(Effects& effects, core::MonoTime now);
  void on_hash(core::MonoTime now);
  void await_firmware(core::MonoTime now);
  void send_sequence(Effects& effects, core::MonoTime now);
  void finish(core::Outcome outcome, std::string reason);
  [[nodiscard]] const char* what_is_known() const;

  State state_ = State::resetting;
  bool down_ = false;
  bool quiet_ = false;           ///< nothing came for kQuiet, since RS1
  bool start_heard_ = false;     ///< '#', or its VR1, before what is awaited now
  bool firmware_heard_ = false;  ///< the VR1 of that start
  bool sent_ = false;            ///< the sequence
  core::MonoTime heard_ = core::kLongAgo;
  core::MonoTime limit_ = core::kNever;  ///< of the state
  core::MonoTime total_ = core::kNever;
  codec::g1::Framer framer_;
  codec::g1::Sentence sentence_;
  std::optional<core::Reply> reply_;
};

}  // namespace bmsgw::driver
