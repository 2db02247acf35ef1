#include "firmware_run.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "unit_texts.hpp"

namespace bmsgw::driver {

FirmwareRun::FirmwareRun(const core::FirmwareUpgrade& upgrade, std::string bus)
    : image_(upgrade.image), reset_(upgrade.reset), sender_(image_->frames) {
  progress_.bus = std::move(bus);
  progress_.file = image_->file;
  progress_.version = image_->version;
  progress_.frames = static_cast<std::uint32_t>(image_->frames.size());
}

G1Exclusive::Effects FirmwareRun::start(core::Stamp now) {
  Effects effects;
  power_limit_ = now.mono + kPowerLimit;
  total_ = now.mono + kTotalLimit;
  if (reset_) {
    asks_ = true;
    effects.write = codec::g1::encode_sentence("VR1", "?") + "\r\n";
    limit_ = now.mono + kVersionLimit;
    set_state(State::waiting, effects, now.mono);
  } else {
    ask_for_power("", effects, now.mono);
  }
  return effects;
}

void FirmwareRun::reset_unit(Effects& effects, core::MonoTime now) {
  asks_ = false;
  effects.write += codec::g1::encode_sentence("RS1", "") + "\r\n";
  limit_ = now + kRestartLimit;
}

/// Waits on until somebody has turned the unit off and on.
void FirmwareRun::ask_for_power(std::string reason, Effects& effects, core::MonoTime now) {
  progress_.reason = std::move(reason) + kTurnOffAndOn;
  limit_ = power_limit_;
  set_state(State::waiting, effects, now);
}

G1Exclusive::Effects FirmwareRun::on_bytes(std::span<const char> bytes, core::Stamp now) {
  Effects effects;
  if (reply_) return effects;
  switch (progress_.state) {
    case State::waiting:
    case State::booting:
      await_boot(bytes, effects, now.mono);
      break;
    case State::sending:
      effects.write = sender_.on_bytes(bytes, now.mono);
      check_sender(effects, now.mono);
      break;
    default:
      boot_offers_ += static_cast<int>(std::ranges::count(bytes, '#'));
      read_lines(bytes, effects, now.mono);
      break;
  }
  return effects;
}

void FirmwareRun::await_boot(std::span<const char> bytes, Effects& effects, core::MonoTime now) {
  // Not by the framer: it waits for the line's end, and the unit for a second only.
  const auto hash = std::ranges::find(bytes, '#');
  read_lines(bytes.first(static_cast<std::size_t>(hash - bytes.begin())), effects, now);
  if (hash == bytes.end() || reply_) return;
  offer_hash(effects, now);
  framer_.reset();
  read_lines(bytes.subspan(static_cast<std::size_t>(hash - bytes.begin()) + 1), effects, now);
}

/// Once: the loader would take a second one for a frame's first byte.
void FirmwareRun::offer_hash(Effects& effects, core::MonoTime now) {
  if (hash_sent_ != core::kLongAgo && now - hash_sent_ < kHashGap) return;
  asks_ = false;
  effects.write += '#';
  hash_sent_ = now;
  limit_ = now + kBootLimit;
  progress_.reason.clear();
  if (progress_.state != State::booting) set_state(State::booting, effects, now);
}

void FirmwareRun::read_lines(std::span<const char> bytes, Effects& effects, core::MonoTime now) {
  framer_.feed(bytes);
  while (const auto frame = framer_.next()) {
    if (frame->kind == codec::g1::Frame::Kind::sentence && !reply_) on_line(frame->text, effects, now);
  }
}

void FirmwareRun::on_line(std::string_view text, Effects& effects, core::MonoTime now) {
  if (!codec::g1::split_sentence(text, sentence_)) return;
  if (sentence_.name == "VR1" && !sentence_.is_request()) return on_version(effects, now);
  const bool wants_password = sentence_.name == "PW1" && sentence_.is_request();
  if (wants_password && reset_ && progress_.state == State::waiting) {
    finish(core::Outcome::login_needed, State::failed,
           std::string("the unit wants a log-in before it resets; ") + kOldFirmware +
               "; log in, or call it with \"reset\":false and turn the unit off and on",
           effects);
  }
}

void FirmwareRun::on_version(Effects& effects, core::MonoTime now) {
  const bool boots = is_boot_version(sentence_.field(3));
  if (progress_.state == State::restarting) {
    if (!boots) return finish_started(std::string(sentence_.field(3)), effects);
    return finish(core::Outcome::failed, State::failed,
                  std::string("the unit is back in its boot loader after the last frame; ") + kHalfFirmware,
                  effects);
  }
  if (!boots) old_version_ = sentence_.field(3);
  if (asks_) return reset_unit(effects, now);
  if (progress_.state != State::booting) return;
  if (!boots) return ask_for_power("the unit has started without entering its boot loader; ", effects, now);
  if (const auto other = other_unit(); !other.empty()) {
    return finish(core::Outcome::failed, State::failed, other + "; nothing was sent; " + kLeavesLoader,
                  effects);
  }
  begin_sending(effects, now);
}

/// How the unit of this VR1 is another one than the file's; empty: it isn't.
std::string FirmwareRun::other_unit() const {
  const auto hardware = sentence_.field(1);
  const auto serial = sentence_.field(2);
  if (!image_->hardware.empty() && image_->hardware != hardware)
    return fmt::format("the file is for hardware \"{}\", and the unit says \"{}\"", image_->hardware,
                       hardware);
  if (!image_->serial.empty() && !is_same_number(image_->serial, serial))
    return fmt::format("the file is for serial number {}, and the unit's is {}", image_->serial, serial);
  return {};
}

void FirmwareRun::begin_sending(Effects& effects, core::MonoTime now) {
  set_state(State::sending, effects, now);
  effects.write += sender_.start(now);
}

void FirmwareRun::check_sender(Effects& effects, core::MonoTime now) {
  progress_.frame = sender_.accepted();
  progress_.repeated = sender_.repeated();
  if (sender_.done() || sender_.restarted_at_last()) return begin_restart(effects, now);
  if (sender_.failure().empty()) return tell_if_due(effects, now);
  finish(core::Outcome::failed, State::failed,
         fmt::format("frame {} of {}: {}; {}", progress_.frame + 1, progress_.frames, sender_.failure(),
                     kHalfFirmware),
         effects);
}

void FirmwareRun::begin_restart(Effects& effects, core::MonoTime now) {
  progress_.frame = progress_.frames;
  limit_ = now + kStartLimit;
  framer_.reset();
  set_state(State::restarting, effects, now);
}

G1Exclusive::Effects FirmwareRun::on_time(core::Stamp now) {
  Effects effects;
  if (reply_ || now.mono < next_wake()) return effects;
  if (now.mono >= total_) {
    give_up(effects);
  } else if (progress_.state == State::sending) {
    effects.write = sender_.on_time(now.mono);
    check_sender(effects, now.mono);
  } else {
    on_limit(effects, now.mono);
  }
  return effects;
}

/// It has taken kTotalLimit.
void FirmwareRun::give_up(Effects& effects) {
  const bool sent = progress_.state == State::sending || progress_.state == State::restarting;
  auto where = sent ? fmt::format("{} of {} frames were accepted; {}", progress_.frame, progress_.frames,
                                  progress_.state == State::sending ? kHalfFirmware : kUntold)
                    : std::string("nothing was sent; ") + kLeavesLoader;
  finish(core::Outcome::timed_out, State::failed,
         fmt::format("it was given up after {} minutes; {}",
                     std::chrono::duration_cast<std::chrono::minutes>(kTotalLimit).count(), where),
         effects);
}

void FirmwareRun::on_limit(Effects& effects, core::MonoTime now) {
  if (asks_) return reset_unit(effects, now);
  if (progress_.state == State::restarting && boot_offers_ >= kBootOffers) {
    return finish(core::Outcome::failed, State::failed,
                  std::string("the unit offers its boot loader after the last frame; ") + kHalfFirmware,
                  effects);
  }
  if (progress_.state == State::restarting) {
    return finish(
        core::Outcome::failed, State::failed,
        std::string("every frame was accepted, but the unit hasn't told its version within 30 s; ") + kUntold,
        effects);
  }
  const bool booting = progress_.state == State::booting;
  if (now < power_limit_) {
    return ask_for_power(booting ? "the boot loader didn't answer '#'; " : "the unit didn't restart; ",
                         effects, now);
  }
  finish(core::Outcome::timed_out, State::failed,
         booting ? std::string("the boot loader didn't answer '#'; nothing was sent; ") + kLeavesLoader
                 : std::string("no '#' of a unit that starts was heard; nothing was sent; ") + kOldFirmware,
         effects);
}

G1Exclusive::Effects FirmwareRun::on_down(core::Stamp now) {
  Effects effects;
  framer_.reset();
  if (reply_) return effects;
  if (progress_.state == State::booting) ask_for_power("the line was lost; ", effects, now.mono);
  if (progress_.state == State::sending) {
    finish(core::Outcome::bus_down, State::failed,
           fmt::format("the line was lost at frame {} of {}; {}", progress_.frame + 1, progress_.frames,
                       kHalfFirmware),
           effects);
  }
  return effects;
}

/// A unit that starts may bring its port with it: '#' is still waited for, as before.
G1Exclusive::Effects FirmwareRun::on_opened(core::Stamp /*now*/) {
  hash_sent_ = core::kLongAgo;
  return {};
}

G1Exclusive::Effects FirmwareRun::stop(core::Stamp /*now*/) {
  Effects effects;
  if (reply_) return effects;
  switch (progress_.state) {
    case State::sending:
      finish(core::Outcome::failed, State::interrupted,
             fmt::format("the gateway stops after frame {} of {}; {}", progress_.frame, progress_.frames,
                         kHalfFirmware),
             effects);
      break;
    case State::restarting:
      finish(core::Outcome::failed, State::failed,
             std::string("every frame was accepted, but the gateway stops before the unit has told its "
                         "version; ") +
                 kUntold,
             effects);
      break;
    default:
      finish(core::Outcome::refused, State::aborted,
             std::string("the gateway stops; nothing was sent; ") + kLeavesLoader, effects);
  }
  return effects;
}

G1Exclusive::Effects FirmwareRun::abort(core::Stamp /*now*/, core::Reply& answer) {
  Effects effects;
  if (reply_ || progress_.state == State::sending || progress_.state == State::restarting) {
    answer.outcome = core::Outcome::refused;
    answer.reason = "frames have been sent, and a unit with half a firmware only runs its boot loader";
    return effects;
  }
  finish(core::Outcome::refused, State::aborted,
         std::string("stopped on request before the first frame; ") + kLeavesLoader, effects);
  answer.outcome = core::Outcome::ok;
  answer.reason = progress_.reason;
  return effects;
}

core::MonoTime FirmwareRun::next_wake() const {
  if (reply_) return core::kNever;
  return std::min(total_, progress_.state == State::sending ? sender_.next_wake() : limit_);
}

std::string FirmwareRun::detail() const {
  switch (progress_.state) {
    case State::waiting:
      return "a firmware upgrade: waiting for the unit to start" +
             (progress_.reason.empty() ? "" : "; " + progress_.reason);
    case State::booting:
      return "a firmware upgrade: waiting for the boot loader";
    case State::sending:
      return fmt::format("a firmware upgrade: frame {} of {}", progress_.frame + 1, progress_.frames);
    case State::restarting:
      return "a firmware upgrade: waiting for the unit to start with it";
    default:
      return "a firmware upgrade: " + std::string(to_string(progress_.state));
  }
}

void FirmwareRun::set_state(State state, Effects& effects, core::MonoTime now) {
  progress_.state = state;
  tell(effects, now);
}

void FirmwareRun::tell(Effects& effects, core::MonoTime now) {
  told_ = now;
  told_frame_ = progress_.frame;
  effects.progress = progress_;
}

/// At most once a second, and each percent.
void FirmwareRun::tell_if_due(Effects& effects, core::MonoTime now) {
  const bool further = (progress_.frame - told_frame_) * 100 >= progress_.frames;
  if (further && now - told_ >= kProgressGap) tell(effects, now);
}

void FirmwareRun::finish(core::Outcome outcome, State state, std::string reason, Effects& effects) {
  progress_.reason = std::move(reason);
  progress_.state = state;
  effects.progress = progress_;
  reply_ = core::Reply{0, outcome, progress_.reason};
}

/// The unit runs this version.
void FirmwareRun::finish_started(const std::string& version, Effects& effects) {
  const bool differs = !image_->version.empty() && version != image_->version;
  if (differs && version == old_version_) {
    return finish(
        core::Outcome::failed, State::failed,
        fmt::format("every frame was accepted, but the unit tells version \"{}\" as before, and the "
                    "file says \"{}\": it has its old firmware; is the file for this unit?",
                    version, image_->version),
        effects);
  }
  finish(core::Outcome::ok, State::done,
         differs ? fmt::format("the unit tells version \"{}\", and the file says \"{}\"", version,
                               image_->version)
                 : "",
         effects);
  reply_->lines.push_back("VR1," + version);
}

}  // namespace bmsgw::driver
