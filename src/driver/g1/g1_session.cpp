#include "bmsgw/driver/g1_session.hpp"

#include <algorithm>
#include <utility>

#include "bmsgw/codec/g1/field_codec.hpp"
#include "bmsgw/codec/g1/records.hpp"
#include "bmsgw/core/log.hpp"

#include "driver/g1/exclusive.hpp"

namespace bmsgw::driver {
namespace {

using codec::g1::FramerCounters;

constexpr std::uint64_t kBroadcastFlag = 1U << 12U;  // parameter 1600, bit 12: broadcast on RS232/USB

std::vector<G1Schedule::Item> schedule_items(const G1BusPlan& plan) {
  std::vector<G1Schedule::Item> items;
  for (const auto& packet : plan.packets) {
    items.push_back({packet.sentence, packet.period, packet.list, false});
  }
  if (plan.event_log_period.count() == 0) return items;
  // The clock first: without it nobody knows when the log's events were.
  items.push_back({"TD1", plan.event_log_period, false, true});
  items.push_back({"LG1", plan.event_log_period, true, true});
  return items;
}

core::milliseconds tenths_of_second(std::uint64_t tenths) {
  return core::milliseconds(100 * static_cast<std::int64_t>(std::min<std::uint64_t>(tenths, 0xFFFF)));
}

}  // namespace

G1Session::G1Session(const G1BusPlan& plan, transport::ByteLink& link, const route::WriteGate& gate,
                     BusSink& sink)
    : plan_(plan),
      link_(link),
      gate_(gate),
      sink_(sink),
      condition_(plan.name, plan.where, plan.device, sink),
      framer_(plan.max_line),
      decoder_(plan.points),
      schedule_(schedule_items(plan)),
      error_kinds_{{"sentences with a wrong CRC", &FramerCounters::bad_crc, 0, core::LogLimiter()},
                   {"lines longer than max_line", &FramerCounters::overlong, 0, core::LogLimiter()},
                   {"lines that are not ASCII", &FramerCounters::non_ascii, 0, core::LogLimiter()},
                   {"lines that are no sentence", &FramerCounters::malformed, 0, core::LogLimiter()}} {
  for (const auto& packet : plan.packets) {
    const auto name = codec::g1::pack_name(packet.sentence);
    if (name && find_heard(packet.sentence) == nullptr) heard_.push_back({*name, {}});
  }
  if (!plan.event_log_state.empty() && !event_log_.restore(plan.event_log_state)) {
    core::log_warning(
        "bus {}: what was told of its event log in earlier runs can't be read; it is told again", plan.name);
  }
}

G1Session::Heard* G1Session::find_heard(std::string_view sentence) {
  const auto name = codec::g1::pack_name(sentence);
  const auto place = std::ranges::find(heard_, name.value_or(0), &Heard::sentence);
  return place == heard_.end() ? nullptr : &*place;
}

void G1Session::on_opened(core::Stamp now) {
  open_ = true;
  opened_ = now.mono;
  bytes_heard_ = false;
  framer_.reset();
  interrupt_gaps();
  condition_.set_opened("the port is open; nothing heard yet", now);
  if (!exclusive_opened(now)) schedule_.on_open(now.mono);
}

void G1Session::on_down(std::error_code error, core::Stamp now) {
  flush_lists(core::kNever);
  open_ = false;
  schedule_.on_close();
  const bool none = error == std::errc::no_such_file_or_directory || error == std::errc::no_such_device ||
                    error == std::errc::no_such_device_or_address;
  const bool unnamed = none && plan_.where.empty();
  condition_.set(none ? BusState::absent : BusState::faulty,
                 unnamed ? "no serial.device is given, and there isn't exactly one in /dev/serial/by-id"
                         : error.message(),
                 now);
  event_log_.on_down();
  commands_.on_down(condition_.detail());
  give_replies();
  exclusive_down(now);
}

void G1Session::stop(core::Stamp now) {
  stopped_ = true;
  commands_.stop();
  give_replies();
  exclusive_stop(now);
  close();
  flush_lists(core::kNever);
  open_ = false;
  schedule_.on_close();
  condition_.set_stopped(now);
}

void G1Session::on_bytes(std::span<const char> bytes, core::Stamp now) {
  if (exclusive_takes(bytes, now)) return;
  bytes_heard_ = true;
  framer_.feed(bytes);
  while (const auto frame = framer_.next()) {
    if (frame->kind == codec::g1::Frame::Kind::restart) {
      on_restart(now);
    } else {
      on_sentence(frame->text, now);
    }
  }
  log_errors(now.mono);
  send_due(now);
}

void G1Session::on_sentence(std::string_view text, core::Stamp now) {
  if (!codec::g1::split_sentence(text, sentence_)) return;
  if (sentence_.is_request()) return on_request(text, now);
  samples_.clear();
  const auto list_deadline = decoder_.next_deadline();
  const auto result = decoder_.decode(sentence_, now.mono, samples_);
  if (decoder_.next_deadline() != list_deadline) list_heard_ = now;
  const bool is_parameter = sentence_.name == "CF2";
  if (is_parameter) on_parameter(sentence_);
  const bool is_reported = report_can_message(now);
  const bool is_logged = plan_.event_log_period.count() > 0 && event_log_.on_sentence(sentence_, now);
  const auto parameter = is_parameter ? sentence_.field(1) : std::string_view{};
  // A poll's answer stays the poll's, even when a command's may still come late.
  const bool is_commanded =
      !schedule_.awaits(sentence_.name, parameter) && commands_.on_sentence(sentence_, text, now.mono);
  if (result == codec::g1::DecodeResult::unknown && !is_parameter && !is_reported && !is_logged &&
      !is_commanded) {
    // One wrong line in 256 has a right CRC: only what is configured shows that the unit is there.
    ++unknown_;
    return;
  }
  note_heard(now);
  if (is_commanded) {
    schedule_.on_commanded(now.mono);
  } else {
    schedule_.on_sentence(sentence_.name, parameter, now.mono);
  }
  if (!is_parameter || !samples_.empty()) deliver(now, age_of(sentence_.name, now.mono));
}

/// Another master's question, or the echo of our own; or the unit wants a log-in.
void G1Session::on_request(std::string_view text, core::Stamp now) {
  bytes_heard_ = false;
  if (text == polled_) commands_.on_echo();
  if (!commands_.on_request(sentence_, text)) return;
  note_heard(now);
  schedule_.on_commanded(now.mono);
}

/// CN1: a CAN message that the unit has received; CN2: one that it has sent. False: it is none, or nobody
/// wants it.
bool G1Session::report_can_message(core::Stamp now) {
  const bool sent_by_unit = sentence_.name == "CN2";
  if (can_listeners_.empty() || (!sent_by_unit && sentence_.name != "CN1")) return false;
  const auto message = codec::g1::decode_can_message(sentence_);
  if (!message) return false;
  for (auto* listener : can_listeners_) listener->on_reported(*message, sent_by_unit, now);
  return true;
}

void G1Session::note_heard(core::Stamp now) {
  bytes_heard_ = false;
  last_good_ = now.mono;
  any_.on_heard(now.mono);
  if (condition_.state() != BusState::ok) condition_.set(BusState::ok, "", now);
}

core::milliseconds G1Session::age_of(std::string_view sentence, core::MonoTime now) {
  auto* const heard = find_heard(sentence);
  if (heard == nullptr) return any_.max_age();
  heard->gaps.on_heard(now);
  return heard->gaps.max_age();
}

void G1Session::deliver(core::Stamp now, core::milliseconds max_age) {
  if (!samples_.empty()) sink_.on_samples(samples_, now, max_age);
}

/// What the unit says of itself: its broadcast periods lengthen the ages, its flags tell whether it
/// broadcasts.
void G1Session::on_parameter(const codec::g1::Sentence& sentence) {
  const auto value = codec::g1::parse_hex(sentence.field(2));
  if (!value) return;
  const auto id = sentence.field(1);
  if (id == "1600") broadcast_off_ = (*value & kBroadcastFlag) == 0;
  if (id == "0010") active_period_ = tenths_of_second(*value);
  if (id == "0111") sleep_period_ = tenths_of_second(*value);
  tell_periods();
}

void G1Session::tell_periods() {
  const auto longer = std::max(active_period_, sleep_period_);
  any_.set_told(longer);
  for (auto& heard : heard_) heard.gaps.set_told(longer);
}

/// Time without a line, or without a unit, is nobody's rhythm.
void G1Session::interrupt_gaps() {
  any_.interrupt();
  for (auto& heard : heard_) heard.gaps.interrupt();
}

void G1Session::on_restart(core::Stamp now) {
  commands_.on_restart();
  interrupt_gaps();
  if (restart_limiter_.allow(now.mono))
    core::log_warning("bus {}: the control unit has restarted", plan_.name);
}

core::MonoTime G1Session::next_wake() const {
  if (!open_) return exclusive_wake();
  const auto schedule = commands_.holds_line() ? core::kNever : schedule_.next_wake();
  // What waits for a poll's answer goes out when that is there.
  const bool waits_for_poll = schedule_.busy() && commands_.has_waiting();
  const auto commands = waits_for_poll ? core::kNever : commands_.next_wake();
  return std::min({schedule, commands, exclusive_wake(), event_log_.next_wake(), decoder_.next_deadline(),
                   silence_deadline()});
}

/// A dialogue tells itself whether the unit answers.
core::MonoTime G1Session::silence_deadline() const {
  if (exclusive_.started) return core::kNever;
  if (condition_.state() == BusState::ok && schedule_.gone()) return last_good_;
  if (condition_.state() == BusState::ok) {
    const auto asked = schedule_.asking() ? 3 * schedule_.shortest_period() : core::milliseconds(0);
    return std::max(opened_, last_good_) + std::max(any_.max_age(), asked);
  }
  const bool undecided = condition_.state() == BusState::silent && bytes_heard_;
  return undecided ? std::max(opened_, last_good_) + GapLearner::kLeastAge : core::kNever;
}

void G1Session::on_time(core::Stamp now) {
  exclusive_time(now);
  if (!open_) return;
  flush_lists(now.mono);
  read_event_log(now);
  send_due(now);
  check_silence(now);
  condition_.log_due(now.mono);
}

void G1Session::flush_lists(core::MonoTime until) {
  if (decoder_.next_deadline() == core::kNever || decoder_.next_deadline() > until) return;
  samples_.clear();
  decoder_.flush_due(until, samples_);
  deliver(list_heard_, any_.max_age());  // captured when its last part came, not now
}

void G1Session::check_silence(core::Stamp now) {
  if (now.mono < silence_deadline()) return;
  if (bytes_heard_) {
    condition_.set(BusState::faulty, "bytes arrive, but no sentence that is configured: is the speed right?",
                   now);
  } else {
    condition_.set(BusState::silent, schedule_.gone() ? "it no longer answers" : "nothing heard", now);
  }
}

/// Tells what is new in the reading that has ended, if one has.
void G1Session::read_event_log(core::Stamp now) {
  if (now.mono < event_log_.next_wake()) return;
  for (const auto& entry : event_log_.take_new(now)) {
    if (plan_.events != core::kNoPoint) sink_.on_log_entry(plan_.events, entry, now);
  }
  if (event_log_.take_changed() && keep_event_log_) keep_event_log_(event_log_.state());
}

}  // namespace bmsgw::driver
