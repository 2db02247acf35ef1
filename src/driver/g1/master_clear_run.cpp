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
  limit_ = now.mono + kSilentStart;
  return {codec::g1::encode_sentence("RS1", "") + "\r\n", {}};
}

G1Exclusive::Effects MasterClearRun::on_bytes(std::span<const char> bytes, core::Stamp now) {
  Effects effects;
  if (reply_) return effects;
  if (std::ranges::find(bytes, '#') != bytes.end()) on_hash(now.mono);
  framer_.feed(bytes);
  while (const auto frame = framer_.next()) {
    if (frame->kind == codec::g1::Frame::Kind::sentence && !reply_) on_line(frame->text, effects, now.mono);
  }
  return effects;
}

void MasterClearRun::on_hash(core::MonoTime now) {
  if (state_ == State::restarting) return finish(core::Outcome::ok, "");
  if (state_ == State::starting) return;
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
  if (sentence_.name != "VR1" || asks) return;
  if (state_ == State::restarting) return finish(core::Outcome::ok, "");
  if (is_boot_version(sentence_.field(3)))
    return finish(core::Outcome::failed, "the unit is in its boot loader; nothing was cleared");
  send_sequence(effects, now);
}

void MasterClearRun::send_sequence(Effects& effects, core::MonoTime now) {
  effects.write = kSequence;
  state_ = State::restarting;
  limit_ = now + kRestartLimit;
}

G1Exclusive::Effects MasterClearRun::on_time(core::Stamp now) {
  Effects effects;
  if (reply_ || now.mono < limit_) return effects;
  if (down_) {
    finish(core::Outcome::bus_down, std::string("the line is lost; ") +
                                        (state_ == State::restarting ? kUnknown : "nothing was cleared"));
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
  if (state_ != State::restarting && !reply_) on_hash(now.mono);
  return {};
}

G1Exclusive::Effects MasterClearRun::stop(core::Stamp /*now*/) {
  if (reply_) return {};
  if (state_ == State::restarting) {
    finish(core::Outcome::failed, std::string("the gateway stops; ") + kUnknown);
  } else {
    finish(core::Outcome::refused, "the gateway stops; nothing was cleared");
  }
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
  limit_ = core::kNever;
  reply_ = core::Reply{0, outcome, std::move(reason)};
}

}  // namespace bmsgw::driver
