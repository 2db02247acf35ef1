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

/// Of what is due since the same time, what is wanted more often comes first. Of a mute unit the shortest.
void ModbusUnit::find_next() {
  next_ = 0;
  if (mute_) {
    const auto shortest = std::ranges::min_element(reads_, {}, &codec::modbus::Read::count);
    next_ = static_cast<std::size_t>(shortest - reads_.begin());
    return;
  }
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

/// It may be another device, or another firmware, that comes back: what was parked is tried again then.
void ModbusUnit::on_gone(std::vector<core::Sample>& samples) {
  open_ = false;
  lose_all(samples);
  reset_wanted_ = reset_wanted_ || std::exchange(has_parked_, false);
  trouble_ = core::to_string(ModbusOutcome::link_down);
}

/// With nothing left to read, as all of it is parked, it is tried again from the start once in a while.
MonoTime ModbusUnit::next_due() const {
  if (!open_) return core::kNever;
  if (states_.empty()) return has_parked_ || reset_wanted_ ? not_before_ : core::kNever;
  return std::max(not_before_, states_[next_].next);
}

/// Not while the samples of the last answer may still be looked at.
void ModbusUnit::renew_plan(MonoTime now) {
  if (std::exchange(reset_wanted_, false)) {
    decoder_.reset();
    parked_.clear();
    sync_reads(now);
  }
  if (!decoder_.is_outdated()) return;
  decoder_.replan();
  sync_reads(now);
}

std::optional<ModbusUnit::Asked> ModbusUnit::take_next(MonoTime now) {
  if (states_.empty()) reset_wanted_ = reset_wanted_ || std::exchange(has_parked_, false);
  renew_plan(now);
  if (states_.empty()) return std::nullopt;
  taken_ = next_;
  auto& state = states_[taken_];
  if (!std::exchange(state.started, true)) state.next = now;  // staggered by the line's own pace
  const auto& read = reads_[taken_];
  return Asked{read.function, read.address, read.count};
}

/// On the grid of its period, so that a late answer doesn't shift all that follow. On a line that can't keep
/// up it is due again at once, after all who have waited longer.
void ModbusUnit::settle(MonoTime now) {
  auto& state = states_[taken_];
  state.next = std::max(state.next + period_of(taken_), now);
  find_next();
}

void ModbusUnit::on_answer(const ModbusAnswer& answer, std::size_t sharers,
                           std::vector<core::Sample>& samples) {
  if (answer.outcome == ModbusOutcome::ok) return on_good(answer, samples);
  trouble_ = text_of(answer);
  if (!is_from_device(answer)) return on_silence(answer, sharers, samples);
  on_exception(answer, samples);
}

void ModbusUnit::on_good(const ModbusAnswer& answer, std::vector<core::Sample>& samples) {
  const auto now = answer.at.mono;
  ++good_answers_;
  last_good_ = now;
  max_age_ = 3 * period_of(taken_);
  note_answer(now);
  online_ = true;
  trouble_.clear();
  auto& state = states_[taken_];
  state.failures = 0;
  state.lost = false;
  settle(now);
  decoder_.on_answer(taken_, answer.values, samples);
  warn_of_cut();
}

/// What isn't watched should not go unnoticed.
void ModbusUnit::warn_of_cut() {
  if (!decoder_.has_cut()) return;
  for (const auto& cut : decoder_.take_cut()) {
    core::log_warning(
        "{}: the device tells {} elements of {}, and the map's \"count\" is {}: the others are not read",
        plan_.name, cut.told, plan_.point_names[cut.point], plan_.map.points[cut.point].place.count);
  }
}

/// The device has said something, if only no.
void ModbusUnit::note_answer(MonoTime now) {
  silences_ = 0;
  not_before_ = now;
  answered_ = true;
  if (std::exchange(mute_, false)) wake_up(now);
}

/// It may have been replaced or reconfigured meanwhile: everything may be asked anew.
void ModbusUnit::wake_up(MonoTime now) {
  probes_ = 0;
  if (log_limiter_.allow(now)) core::log_info("{}: answers again", plan_.name);
  for (auto& state : states_) state.next = std::min(state.next, now);
  reset_wanted_ = reset_wanted_ || std::exchange(has_parked_, false);
}

void ModbusUnit::read_now(std::uint32_t group, MonoTime now) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (reads_[i].group == group) states_[i].next = std::min(states_[i].next, now);
  }
  find_next();
}

std::string ModbusUnit::detail() const {
  if (answered_ && trouble_.empty() && !parked_.empty()) {
    const auto more = parked_.size() > 1 ? fmt::format(" and {} more", parked_.size() - 1) : std::string();
    return fmt::format("unit {}: refuses {}{}", plan_.unit, parked_.front(), more);
  }
  if (!trouble_.empty()) return fmt::format("unit {}: {}", plan_.unit, trouble_);
  return answered_ ? "" : fmt::format("unit {}: not heard yet", plan_.unit);
}

}  // namespace bmsgw::driver
