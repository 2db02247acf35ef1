#include "master_clear_run.hpp"

#include <algorithm>
#include <utility>

#include "unit_texts.hpp"

namespace bmsgw::driver {
namespace {

constexpr const char* kSequence = "xxxxx\r";
constexpr const char* kUnknown =
    "what is cleared isn't known: statistic 07 counts the master clears (g1.getStatistic)";

}  // namespace

G1Exclusive::Effects MasterClearRun::start(core::Stamp now) {
  total_ = now.mono + kTotalLimit;
  heard_ = now.mono;
  limit_ = now.mono + kSilentStart;
  return {codec::g1::encode_sentence("RS1", "") + "\r\n", {}};
}

G1Exclusive::Effects MasterClearRun::on_bytes(std::span<const char> bytes, core::Stamp now) {
  Effects effects;
  if (reply_ || bytes.empty()) return effects;
  quiet_ = quiet_ || now.mono - heard_ >= kQuiet;
  heard_ = now.mono;
  // In their order: a VR1 before '#' is of the unit's old run.
  for (auto hash = std::ranges::find(bytes, '#'); hash != bytes.end(); hash = std::ranges::find(bytes, '#')) {
    const auto before = static_cast<std::size_t>(hash - bytes.begin());
    read_lines(bytes.first(before), effects, now.mono);
    bytes = bytes.subspan(before + 1);
    framer_.reset();
    on_hash(now.mono);
  }
  read_lines(bytes, effects, now.mono);
  return effects;
}

void MasterClearRun::read_lines(std::span<const char> bytes, Effects& effects, core::MonoTime now) {
  framer_.feed(bytes);
  while (const auto frame = framer_.next()) {
    if (frame->kind == codec::g1::Frame::Kind::sentence && !reply_) on_line(frame->text, effects, now);
  }
}

void MasterClearRun::on_hash(core::MonoTime now) {
  if (reply_) return;
  if (state_ == State::restarting && start_heard_) return finish(core::Outcome::ok, "");
  const bool again = state_ == State::starting && start_heard_;
  start_heard_ = true;
  if (!again) await_firmware(now);
}

/// The unit starts: the sequence goes out once its firmware runs.
void MasterClearRun::await_firmware(core::MonoTime now) {
  state_ = State::starting;
  limit_ = now + kLoaderTime;
}

void MasterClearRun::on_line(std::string_view text, Effects& effects, core::MonoTime now) {
  if (!codec::g1::split_sentence(text, sentence_)) return;
  const bool asks = sentence_.is_request();
  if (sentence_.name == "PW1" && asks && state_ == State::resetting) {
    state_ = State::powerless;
    limit_ = now + kPowerLimit;
  }
  if (sentence_.name == "VR1" && !asks) on_version(effects, now);
}

void MasterClearRun::on_version(Effects& effects, core::MonoTime now) {
  if (is_boot_version(sentence_.field(3)))
    return finish(core::Outcome::failed, "the unit is in its boot loader; " + std::string(what_is_known()));
  // Before a start was heard it may be the late answer to a poll.
  const bool is_old = (state_ == State::resetting || state_ == State::powerless) && !quiet_;
  if (is_old) return;
  if (state_ == State::restarting && start_heard_ && firmware_heard_) return finish(core::Outcome::ok, "");
  start_heard_ = true;
  firmware_heard_ = true;
  send_sequence(effects, now);
}

void MasterClearRun::send_sequence(Effects& effects, core::MonoTime now) {
  effects.write += kSequence;
  sent_ = true;
  state_ = State::restarting;
  limit_ = now + kRestartLimit;
}

G1Exclusive::Effects MasterClearRun::on_time(core::Stamp now) {
  Effects effects;
  if (reply_ || now.mono < next_wake()) return effects;
  if (down_) {
    finish(core::Outcome::bus_down, std::string("the line is lost; ") + what_is_known());
  } else if (now.mono >= total_) {
    finish(core::Outcome::timed_out, std::string("it has taken too long; ") + what_is_known());
  } else if (state_ == State::restarting) {
    finish(core::Outcome::failed, std::string("the unit hasn't restarted; ") + kUnknown);
  } else if (state_ == State::powerless) {
    finish(core::Outcome::login_needed,
           "the unit wants a log-in before it resets, and nobody has turned it off and on within a minute; "
           "nothing was cleared");
  } else {
    send_sequence(effects, now.mono);
  }
  return effects;
}

/// A unit that restarts may take its port with it.
G1Exclusive::Effects MasterClearRun::on_down(core::Stamp now) {
  down_ = true;
  framer_.reset();
  if (!reply_) limit_ = std::max(limit_, now.mono + kRestartLimit);
  return {};
}

G1Exclusive::Effects MasterClearRun::on_opened(core::Stamp now) {
  down_ = false;
  if (reply_) return {};
  if (state_ == State::restarting && start_heard_) {
    firmware_heard_ = true;  // a VR1 is of another start than that before the sequence
  } else {
    await_firmware(now.mono);
  }
  return {};
}

const char* MasterClearRun::what_is_known() const {
  return sent_ ? kUnknown : "nothing was cleared";
}

core::MonoTime MasterClearRun::next_wake() const {
  return reply_ ? core::kNever : std::min(limit_, total_);
}

G1Exclusive::Effects MasterClearRun::stop(core::Stamp /*now*/) {
  if (reply_) return {};
  finish(sent_ ? core::Outcome::failed : core::Outcome::refused,
         std::string("the gateway stops; ") + what_is_known());
  return {};
}

G1Exclusive::Effects MasterClearRun::abort(core::Stamp /*now*/, core::Reply& answer) {
  answer.outcome = core::Outcome::refused;
  answer.reason = "a master clear is under way, no firmware upgrade";
  return {};
}

std::string MasterClearRun::detail() const {
  if (state_ == State::powerless)
    return "a master clear: the unit wants a log-in; turn it off and on within a minute";
  return "a master clear is under way";
}

void MasterClearRun::finish(core::Outcome outcome, std::string reason) {
  reply_ = core::Reply{0, outcome, std::move(reason)};
}

}  // namespace bmsgw::driver
