#include "bmsgw/driver/modbus_unit.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"

namespace bmsgw::driver {
namespace {

using core::milliseconds;
using core::ModbusOutcome;
using core::MonoTime;
using transport::ModbusAnswer;

/// The device has not said anything: a gateway in between may have.
bool is_silence(const ModbusAnswer& answer) {
  if (answer.outcome != ModbusOutcome::exception) return true;
  return answer.exception == core::kGatewayTargetSilent || answer.exception == core::kGatewayPathUnavailable;
}

/// Something came back, only not what was wanted: the next try may well succeed, and costs little.
bool is_garbled(ModbusOutcome outcome) {
  return outcome == ModbusOutcome::bad_answer || outcome == ModbusOutcome::foreign_answer;
}

std::string trouble_of(const ModbusAnswer& answer) {
  if (answer.outcome == ModbusOutcome::exception) return core::exception_text(answer.exception);
  return std::string(core::to_string(answer.outcome));
}

}  // namespace

ModbusUnit::ModbusUnit(const ModbusUnitPlan& plan) : plan_(plan), decoder_(plan.map) {
  const auto shortest = std::ranges::min_element(plan.map.periods);
  if (shortest != plan.map.periods.end()) shortest_ = *shortest;
  sync_reads(MonoTime{});
}

/// After the plan has changed: what is read as before keeps its turn, the rest is due.
void ModbusUnit::sync_reads(MonoTime now) {
  const auto reads = decoder_.reads();
  std::vector<ReadState> states(reads.size(), ReadState{.next = now});
  for (std::size_t i = 0; i < reads.size(); ++i) {
    const auto same = std::ranges::find(reads_, reads[i]);
    if (same != reads_.end()) states[i] = states_[static_cast<std::size_t>(same - reads_.begin())];
  }
  reads_.assign(reads.begin(), reads.end());
  states_ = std::move(states);
  find_next();
}

milliseconds ModbusUnit::period_of(std::size_t read) const {
  return plan_.map.periods[reads_[read].group];
}

/// Of what is due since the same time, what is wanted more often comes first.
void ModbusUnit::find_next() {
  next_ = 0;
  for (std::size_t i = 1; i < states_.size(); ++i) {
    const auto earlier = states_[i].next < states_[next_].next;
    const auto as_early = states_[i].next == states_[next_].next && period_of(i) < period_of(next_);
    if (earlier || as_early) next_ = i;
  }
}

void ModbusUnit::on_open(MonoTime now) {
  open_ = true;
  not_before_ = now;
  for (auto& state : states_) state.next = now;
  find_next();
}

void ModbusUnit::on_gone(std::vector<core::Sample>& samples) {
  open_ = false;
  for (std::size_t read = 0; read < states_.size(); ++read) lose(read, samples);
  online_ = false;
  answered_ = false;
  trouble_ = core::to_string(ModbusOutcome::link_down);
}

MonoTime ModbusUnit::next_due() const {
  if (!open_ || states_.empty()) return core::kNever;
  return std::max(not_before_, states_[next_].next);
}

/// Not while the samples of the last answer may still be looked at.
void ModbusUnit::renew_plan(MonoTime now) {
  if (std::exchange(reset_wanted_, false)) {
    decoder_.reset();
    sync_reads(now);
  }
  if (!decoder_.is_outdated()) return;
  decoder_.replan();
  sync_reads(now);
}

ModbusUnit::Asked ModbusUnit::take_next(MonoTime now) {
  renew_plan(now);
  taken_ = next_;
  auto& state = states_[taken_];
  if (!std::exchange(state.started, true)) state.next = now;  // staggered by the line's own pace
  const auto& read = reads_[taken_];
  return {taken_, read.function, read.address, read.count};
}

/// On the grid of its period, so that a late answer doesn't shift all that follow. On a line that can't keep up
/// it is due again at once, after all who have waited longer.
void ModbusUnit::settle(MonoTime now) {
  auto& state = states_[taken_];
  state.next = std::max(state.next + period_of(taken_), now);
  find_next();
}

void ModbusUnit::on_answer(const ModbusAnswer& answer, bool shared, std::vector<core::Sample>& samples) {
  if (answer.outcome == ModbusOutcome::ok) return on_good(answer, samples);
  trouble_ = trouble_of(answer);
  if (is_silence(answer)) return on_silence(answer, shared, samples);
  on_exception(answer, samples);
}

void ModbusUnit::on_good(const ModbusAnswer& answer, std::vector<core::Sample>& samples) {
  const auto now = answer.at.mono;
  ++good_answers_;
  last_good_ = now;
  max_age_ = 3 * period_of(taken_);
  silences_ = 0;
  not_before_ = now;
  answered_ = true;
  online_ = true;
  trouble_.clear();
  if (std::exchange(mute_, false)) wake_up(now);
  auto& state = states_[taken_];
  state.failures = 0;
  state.lost = false;
  settle(now);
  decoder_.on_answer(taken_, answer.values, samples);
}

/// It may have been replaced or reconfigured meanwhile: everything may be asked anew.
void ModbusUnit::wake_up(MonoTime now) {
  probes_ = 0;
  core::log_info("{}: answers again", plan_.name);
  for (auto& state : states_) state.next = std::min(state.next, now);
  reset_wanted_ = std::exchange(has_parked_, false);
}

void ModbusUnit::on_exception(const ModbusAnswer& answer, std::vector<core::Sample>& samples) {
  const auto now = answer.at.mono;
  ++errors_;
  silences_ = 0;
  not_before_ = now;
  answered_ = true;
  mute_ = false;
  switch (answer.exception) {
    case core::kIllegalFunction:
      lose(taken_, samples);
      return on_failed(now + std::max(kUnsupported, period_of(taken_)), samples);
    case core::kIllegalDataAddress:
    case core::kIllegalDataValue:
      return on_illegal(now, samples);
    default:
      return on_failed(now + std::min(kRetry, period_of(taken_)), samples);
  }
}

/// Of several values one is to blame; of one it is known which.
void ModbusUnit::on_illegal(MonoTime now, std::vector<core::Sample>& samples) {
  has_parked_ = true;
  for (const auto& culprit : decoder_.split(taken_, samples)) {
    core::log_warning("{}: {} at {} (function {}) is not read any more: the device says {}", plan_.name,
                      plan_.point_names[culprit.point], culprit.address, static_cast<int>(culprit.function),
                      trouble_);
  }
  sync_reads(now);
}

void ModbusUnit::on_silence(const ModbusAnswer& answer, bool shared, std::vector<core::Sample>& samples) {
  const auto now = answer.at.mono;
  ++(is_garbled(answer.outcome) ? errors_ : unanswered_);
  ++silences_;
  if (mute_ || !answered_ || silences_ >= kSoftErrors) return become_mute(answer, shared, samples);
  const bool at_once = is_garbled(answer.outcome) && silences_ == 1;
  not_before_ = at_once ? now : now + std::min(kDoubt, shortest_);
  on_failed(at_once ? now : now + std::min(kRetry, period_of(taken_)), samples);
}

void ModbusUnit::on_failed(MonoTime next, std::vector<core::Sample>& samples) {
  auto& state = states_[taken_];
  if (++state.failures >= kSoftErrors) lose(taken_, samples);
  state.next = next;
  find_next();
}

void ModbusUnit::lose(std::size_t read, std::vector<core::Sample>& samples) {
  auto& state = states_[read];
  if (std::exchange(state.lost, true)) return;
  decoder_.on_lost(read, samples);
  online_ = online_ && std::ranges::any_of(states_, [](const ReadState& other) { return !other.lost; });
}

/// From now on one short request in a while. On a shared bus it costs the others next to nothing.
void ModbusUnit::become_mute(const ModbusAnswer& answer, bool shared, std::vector<core::Sample>& samples) {
  if (!std::exchange(mute_, true)) {
    core::log_warning("{}: doesn't answer (unit {}): {}", plan_.name, plan_.unit, trouble_);
  }
  for (std::size_t read = 0; read < states_.size(); ++read) lose(read, samples);
  online_ = false;
  answered_ = false;
  const auto cost = std::chrono::duration_cast<milliseconds>(answer.took);
  const auto wait = milliseconds(1000 << std::min(probes_++, 6U));
  const auto longest = shared ? std::max(kLongestProbe, kMuteShare * cost) : kLongestProbeAlone;
  const auto least = shared ? kMuteShare * cost : milliseconds(0);
  not_before_ = answer.at.mono + std::clamp(wait, std::min(least, longest), longest);
  const auto shorter = [](const auto& a, const auto& b) { return a.count < b.count; };
  const auto probe = std::ranges::min_element(reads_, shorter) - reads_.begin();
  next_ = static_cast<std::size_t>(probe);
  states_[next_].next = std::min(states_[next_].next, not_before_);
}

void ModbusUnit::read_now(std::uint32_t group, MonoTime now) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (reads_[i].group == group) states_[i].next = std::min(states_[i].next, now);
  }
  if (!mute_) find_next();
}

std::string ModbusUnit::detail() const {
  if (mute_) return fmt::format("unit {}: {}", plan_.unit, trouble_);
  if (!answered_) return fmt::format("unit {}: not heard yet", plan_.unit);
  return trouble_.empty() ? "" : fmt::format("unit {}: {}", plan_.unit, trouble_);
}

}  // namespace bmsgw::driver
