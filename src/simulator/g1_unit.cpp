// What a control unit sends by itself, and how it starts: G1 Control Unit Serial Protocol 2.1.0.
#include "simulator/g1_unit.hpp"

#include <algorithm>

#include "simulator/g1_requests.hpp"
#include "simulator/status_sentences.hpp"

namespace bmsgw::simulator {
namespace {

constexpr Elapsed kResetSilence = std::chrono::seconds(1);
constexpr Elapsed kOffer = std::chrono::seconds(1);
constexpr char kBootMark = '#';

}  // namespace

G1Unit::G1Unit(UnitConfig config)
    : version_(config.version),
      memory_(config),
      loader_(config.boot),
      broadcaster_(periodic_sentences().size(), config.rate_per_s) {
  offer(Elapsed{0});
  run(Elapsed{0});
}

Elapsed G1Unit::broadcast_period() const {
  const bool active = reading().charger_connected || reading().ignition;
  const auto& parameters = memory_.parameters();
  return elapsed_of(active ? parameters.active_period_s() : parameters.sleep_period_s());
}

void G1Unit::restart(std::uint8_t source, Elapsed now) {
  reset_source_ = source;
  phase_ = Phase::silent;
  phase_ends_ = now + kResetSilence;
  master_clear_.stop();
}

void G1Unit::cycle_power(Elapsed now) {
  memory_.advance(now);
  restart(ResetHistory::kPowerOn, now);
}

/// '#' asks whether there is firmware to load.
void G1Unit::offer(Elapsed now) {
  if (phase_ != Phase::offering) {
    memory_.note_reset(reset_source_);
    master_clear_.start(now);
  }
  phase_ = Phase::offering;
  phase_ends_ = now + kOffer;
  send_bytes({kBootMark});
}

void G1Unit::run(Elapsed now) {
  phase_ = Phase::running;
  framer_.reset();
  memory_.note_start();
  send("VR1", vr1_fields(version_));
  broadcaster_.restart(now);
}

/// What time alone brings to a unit that starts.
void G1Unit::move_on(Elapsed now) {
  if (phase_ == Phase::silent && now >= phase_ends_) offer(phase_ends_);
  if (phase_ != Phase::offering || now < phase_ends_) return;
  if (loader_.half_done()) {
    offer(now);
  } else {
    run(now);
  }
}

void G1Unit::on_time(Elapsed now) {
  memory_.advance(now);
  move_on(now);
  if (phase_ == Phase::loading) send_bytes(loader_.on_time(now));
  if (phase_ == Phase::running && memory_.parameters().broadcast()) {
    const auto due = broadcaster_.take_due(now, broadcast_period());
    if (!line_busy_) broadcast(due.first, due.count);
  }
  mute(now);
}

Elapsed G1Unit::next_wake() const {
  if (phase_ == Phase::silent || phase_ == Phase::offering) return phase_ends_;
  if (phase_ == Phase::loading) return loader_.next_wake();
  return memory_.parameters().broadcast() ? broadcaster_.next() : kNotDue;
}

void G1Unit::on_bytes(std::span<const char> bytes, Elapsed now) {
  if (phase_ == Phase::loading) return load(bytes, now);
  on_time(now);
  if (phase_ == Phase::silent) return;
  if (phase_ == Phase::offering && starts_loading(bytes)) return start_loading();
  if (clears(bytes, now)) {
    memory_.master_clear();
    return restart(ResetHistory::kUser, now);
  }
  if (phase_ == Phase::running) hear(bytes, now);
  mute(now);
}

bool G1Unit::starts_loading(std::span<const char> bytes) const {
  return std::ranges::find(bytes, kBootMark) != bytes.end();
}

void G1Unit::start_loading() {
  phase_ = Phase::loading;
  master_clear_.stop();
  loader_.start();
  send("VR1", vr1_fields("boot"));
}

bool G1Unit::clears(std::span<const char> bytes, Elapsed now) {
  return std::ranges::any_of(bytes, [this, now](char c) { return master_clear_.on_char(c, now); });
}

void G1Unit::load(std::span<const char> bytes, Elapsed now) {
  memory_.advance(now);
  send_bytes(loader_.on_bytes(bytes, now));
  if (const auto& version = loader_.finished()) {
    version_ = *version;
    restart(ResetHistory::kUser, now);
  }
  mute(now);
}

void G1Unit::hear(std::span<const char> bytes, Elapsed now) {
  framer_.feed(bytes);
  while (const auto frame = framer_.next()) {
    if (phase_ != Phase::running || frame->kind != codec::g1::Frame::Kind::sentence) continue;
    if (codec::g1::split_sentence(frame->text, sentence_)) on_sentence(now);
  }
}

void G1Unit::on_sentence(Elapsed now) {
  const bool was_broadcasting = memory_.parameters().broadcast();
  auto outcome = G1Requests(memory_).on_sentence(sentence_, version_);
  if (!outcome.sentences.empty()) ++requests_answered_;
  for (auto& sentence : outcome.sentences) output_.push_back(std::move(sentence));
  if (!was_broadcasting) broadcaster_.restart(now);
  if (outcome.obeyed) broadcaster_.shorten(now, broadcast_period());
  if (outcome.restart) restart(ResetHistory::kUser, now);
}

void G1Unit::broadcast(std::size_t first, std::size_t count) {
  const auto sentences = periodic_sentences();
  for (std::size_t i = first; i < first + count; ++i) {
    const auto& sentence = sentences[i % sentences.size()];
    send(sentence.name, sentence.fields(memory_.view()));
  }
}

void G1Unit::mute(Elapsed now) {
  if (now < mute_until_) output_.clear();
}

void G1Unit::send(std::string_view name, std::string_view fields) {
  output_.push_back(codec::g1::encode_sentence(name, fields) + "\r\n");
}

void G1Unit::send_bytes(std::string bytes) {
  if (!bytes.empty()) output_.push_back(std::move(bytes));
}

}  // namespace bmsgw::simulator
