#include "bmsgw/driver/g1_session.hpp"

#include <algorithm>
#include <utility>

#include "bmsgw/codec/g1/field_codec.hpp"
#include "bmsgw/codec/g1/records.hpp"
#include "bmsgw/core/log.hpp"

namespace bmsgw::driver {
namespace {

using codec::g1::FramerCounters;

constexpr std::uint64_t kBroadcastFlag = 1U << 12U;  // parameter 1600, bit 12: broadcast on RS232/USB

std::vector<G1Schedule::Item> schedule_items(const G1BusPlan& plan) {
  std::vector<G1Schedule::Item> items;
  for (const auto& packet : plan.packets) items.push_back({packet.sentence, packet.period, packet.list});
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
  schedule_.on_open(now.mono);
  condition_.set_opened("the port is open; nothing heard yet", now);
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
}

void G1Session::stop(core::Stamp now) {
  close();
  flush_lists(core::kNever);
  open_ = false;
  schedule_.on_close();
  condition_.set_stopped(now);
}

void G1Session::submit(const route::PermittedCommand& permitted, core::Stamp /*now*/) {
  const auto* command = std::get_if<core::SentenceCommand>(&permitted.command().what);
  const bool sent = command != nullptr && open_ &&
                    link_.write(codec::g1::encode_sentence(command->sentence, command->fields) + "\r\n");
  if (!sent) ++dropped_commands_;
}

void G1Session::on_bytes(std::span<const char> bytes, core::Stamp now) {
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
  samples_.clear();
  const auto list_deadline = decoder_.next_deadline();
  const auto result = decoder_.decode(sentence_, now.mono, samples_);
  if (sentence_.is_request()) {  // another master's question, or the echo of our own
    bytes_heard_ = false;
    return;
  }
  if (decoder_.next_deadline() != list_deadline) list_heard_ = now;
  const bool is_parameter = sentence_.name == "CF2";
  if (is_parameter) on_parameter(sentence_);
  const bool is_reported = report_can_message(now);
  if (result == codec::g1::DecodeResult::unknown && !is_parameter && !is_reported) {
    // One wrong line in 256 has a right CRC: only what is configured shows that the unit is there.
    ++unknown_;
    return;
  }
  note_heard(now);
  schedule_.on_sentence(sentence_.name, is_parameter ? sentence_.field(1) : std::string_view{}, now.mono);
  if (!is_parameter || !samples_.empty()) deliver(now, age_of(sentence_.name, now.mono));
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
  interrupt_gaps();
  if (restart_limiter_.allow(now.mono))
    core::log_warning("bus {}: the control unit has restarted", plan_.name);
}

core::MonoTime G1Session::next_wake() const {
  if (!open_) return core::kNever;
  return std::min({schedule_.next_wake(), decoder_.next_deadline(), silence_deadline()});
}

core::MonoTime G1Session::silence_deadline() const {
  if (condition_.state() == BusState::ok && schedule_.gone()) return last_good_;
  if (condition_.state() == BusState::ok) {
    const auto asked = schedule_.asking() ? 3 * schedule_.shortest_period() : core::milliseconds(0);
    return last_good_ + std::max(any_.max_age(), asked);
  }
  const bool undecided = condition_.state() == BusState::silent && bytes_heard_;
  return undecided ? std::max(opened_, last_good_) + GapLearner::kLeastAge : core::kNever;
}

void G1Session::on_time(core::Stamp now) {
  if (!open_) return;
  flush_lists(now.mono);
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

void G1Session::send_due(core::Stamp now) {
  const bool was_asking = schedule_.asking();
  if (const auto request = schedule_.due(now.mono)) {
    const auto verdict = gate_.judge({0, plan_.bus, core::Command::Kind::read,
                                      core::SentenceCommand{request->sentence, request->argument}});
    if (const auto* permitted = std::get_if<route::PermittedCommand>(&verdict)) {
      const auto& asked = std::get<core::SentenceCommand>(permitted->command().what);
      link_.write(codec::g1::encode_read_request(asked.sentence, asked.fields) + "\r\n");
    }
  }
  if (!was_asking && schedule_.asking() && asking_limiter_.allow(now.mono)) {
    core::log_info("bus {}: the control unit volunteers nothing; asking for each sentence", plan_.name);
  }
}

void G1Session::log_errors(core::MonoTime now) {
  for (auto& kind : error_kinds_) {
    const auto count = framer_.counters().*kind.counter;
    if (count == kind.told || !kind.limiter.allow(now)) continue;
    core::log_warning("bus {}: {} {} so far", plan_.name, count, kind.what);
    kind.told = count;
  }
}

std::uint64_t G1Session::error_count() const {
  const auto& counters = framer_.counters();
  return counters.bad_crc + counters.overlong + counters.non_ascii + counters.malformed +
         decoder_.bad_fields();
}

BusStatus G1Session::status() const {
  const auto state = condition_.state();
  auto detail = condition_.detail();
  if (open_ && schedule_.asking()) {
    const bool answers = state == BusState::ok || detail.empty();
    detail = (answers ? "" : detail + "; ") + "nothing is volunteered, each sentence is asked for";
    if (broadcast_off_.value_or(false)) detail += " (broadcast is off in the unit: parameter 1600, bit 12)";
  }
  return {plan_.name,
          plan_.where,
          state,
          std::move(detail),
          error_count(),
          framer_.counters().sentences,
          schedule_.requests(),
          schedule_.unanswered() + dropped_commands_,
          last_good_,
          unknown_,
          {}};
}

}  // namespace bmsgw::driver
