#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bmsgw/codec/g1/framer.hpp"
#include "bmsgw/codec/g1/sentence.hpp"

#include "exclusive.hpp"
#include "frame_sender.hpp"

namespace bmsgw::driver {

/// A firmware upgrade: restart, '#', '#' back, VR1 with "boot", the frames, restart.
/// G1 Control Unit Serial Protocol 2.1.0, "Firmware upgrade", p. 43-44. Nothing is sent to a unit of another
/// kind than the file's. However it ends, its reason says what state the unit is in. It is done when the unit
/// has told a version that isn't the one it had before (or is the file's): the manual says that the last
/// frame is followed by a restart, and nothing else would show that the firmware runs. Thread: loop.
class FirmwareRun final : public G1Exclusive {
 public:
  static constexpr core::milliseconds kVersionLimit{1'000};    ///< for the old version, before RS1
  static constexpr core::milliseconds kRestartLimit{10'000};   ///< from RS1 to '#'
  static constexpr core::milliseconds kPowerLimit{120'000};    ///< for somebody to turn the unit off and on
  static constexpr core::milliseconds kBootLimit{5'000};       ///< from '#' to VR1
  static constexpr core::milliseconds kHashGap{500};           ///< '#' isn't sent back twice within it
  static constexpr core::milliseconds kStartLimit{30'000};     ///< from the last frame to VR1
  static constexpr core::milliseconds kTotalLimit{1'500'000};  ///< whatever the unit does
  static constexpr core::milliseconds kProgressGap{1'000};
  /// A loader that offers itself so often after the last frame has no firmware to start.
  static constexpr int kBootOffers = 3;

  FirmwareRun(const core::FirmwareUpgrade& upgrade, std::string bus);

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
  using State = core::FirmwareProgress::State;
  void await_boot(std::span<const char> bytes, Effects& effects, core::MonoTime now);
  void reset_unit(Effects& effects, core::MonoTime now);
  void offer_hash(Effects& effects, core::MonoTime now);
  void read_lines(std::span<const char> bytes, Effects& effects, core::MonoTime now);
  void on_line(std::string_view text, Effects& effects, core::MonoTime now);
  void on_version(Effects& effects, core::MonoTime now);
  void begin_sending(Effects& effects, core::MonoTime now);
  void check_sender(Effects& effects, core::MonoTime now);
  void begin_restart(Effects& effects, core::MonoTime now);
  void ask_for_power(std::string reason, Effects& effects, core::MonoTime now);
  void on_limit(Effects& effects, core::MonoTime now);
  void give_up(Effects& effects);
  void set_state(State state, Effects& effects, core::MonoTime now);
  void tell(Effects& effects, core::MonoTime now);
  void tell_if_due(Effects& effects, core::MonoTime now);
  void finish(core::Outcome outcome, State state, std::string reason, Effects& effects);
  void finish_started(const std::string& version, Effects& effects);
  [[nodiscard]] std::string other_unit() const;

  std::shared_ptr<const core::FirmwareImage> image_;
  bool reset_;
  bool asks_ = false;        ///< for the version, before RS1
  std::string old_version_;  ///< empty: it isn't known
  core::FirmwareProgress progress_;
  codec::g1::Framer framer_;
  codec::g1::Sentence sentence_;
  FrameSender sender_;
  core::MonoTime limit_ = core::kNever;        ///< of the state
  core::MonoTime power_limit_ = core::kNever;  ///< of all waiting for '#'
  core::MonoTime total_ = core::kNever;
  core::MonoTime hash_sent_ = core::kLongAgo;
  core::MonoTime told_ = core::kLongAgo;
  std::uint32_t told_frame_ = 0;
  int boot_offers_ = 0;  ///< '#' since the last frame
  std::optional<core::Reply> reply_;
};

}  // namespace bmsgw::driver
