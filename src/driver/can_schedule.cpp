#include "bmsgw/driver/can_schedule.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace bmsgw::driver {

CanSchedule::CanSchedule(const std::vector<Item>& items) {
  for (const auto& item : items) {
    for (std::uint32_t i = 0; i < item.range; ++i) {
      entries_.push_back({item.packet, item.id + i, item.period, i == 0, false, false, 0, {}});
    }
    shortest_ = shortest_.count() == 0 ? item.period : std::min(shortest_, item.period);
  }
  std::ranges::sort(entries_, {}, &Entry::id);
}

void CanSchedule::on_open(core::MonoTime now) {
  open_ = true;
  in_flight_ = nullptr;
  not_before_ = now;
  alone_ = false;  // until kTries requests have shown it
  last_frame_ = core::kLongAgo;
  has_answered_ = false;
  silent_tries_ = 0;
  lost_answers_ = 0;
  wake_up(now);
  for (auto& entry : entries_) entry.next = now;
  find_earliest();
}

void CanSchedule::on_close() {
  open_ = false;
  in_flight_ = nullptr;
}

CanSchedule::Entry* CanSchedule::find(core::CanId id) {
  const auto place = std::ranges::lower_bound(entries_, id, {}, &Entry::id);
  return place != entries_.end() && place->id == id ? &*place : nullptr;
}

/// On the grid of its period, so that a late answer doesn't shift all that follow.
void CanSchedule::settle(core::MonoTime now) {
  auto& entry = *in_flight_;
  const auto period = entry.failures >= kTries ? std::max(entry.period, kDeafPeriod) : entry.period;
  entry.next += period;
  if (entry.next <= now) entry.next = now + period;
  in_flight_ = nullptr;
  find_earliest();
}

void CanSchedule::find_earliest() {
  earliest_ = core::kNever;
  for (const auto& entry : entries_) {
    if (is_asked(entry)) earliest_ = std::min(earliest_, entry.next);
  }
}

void CanSchedule::on_frame(core::CanId id, core::MonoTime now) {
  const bool was_present = last_frame_ != core::kLongAgo && now - last_frame_ < kPresence;
  last_frame_ = now;
  if (std::exchange(alone_, false)) wake_up(now);
  if (silent_tries_ > 0) settle_doubts(was_present);
  silent_tries_ = 0;
  lost_answers_ = 0;
  auto* const entry = find(id);
  if (entry == nullptr) return;
  entry->known = true;
  entry->failures = 0;
  if (entry != in_flight_) return;
  has_answered_ = true;
  settle(now);
}

/// The device is heard: what it left unanswered meanwhile it may not know. If it was away, that says nothing.
void CanSchedule::settle_doubts(bool was_present) {
  for (auto& entry : entries_) {
    if (std::exchange(entry.doubted, false) && was_present && entry.failures < kTries) ++entry.failures;
  }
}

bool CanSchedule::on_empty(core::CanId id, core::MonoTime now) {
  if (in_flight_ == nullptr || in_flight_->id != id) return false;
  in_flight_->failures = 0;
  in_flight_->doubted = false;
  settle(now);
  return true;
}

/// The device is there (again): everything may be asked anew.
void CanSchedule::wake_up(core::MonoTime now) {
  not_before_ = now;
  for (auto& entry : entries_) {
    entry.failures = 0;
    entry.doubted = false;
    entry.next = std::min(entry.next, now);
  }
  find_earliest();
}

void CanSchedule::give_up(core::MonoTime now) {
  ++unanswered_;
  in_flight_->doubted = true;
  if (in_flight_->known) ++lost_answers_;
  const bool was_present = last_frame_ != core::kLongAgo && now - last_frame_ < kPresence;
  alone_ = ++silent_tries_ >= kTries && !was_present;
  if (alone_) not_before_ = now + kProbePeriod;  // one question a round, not one per id
  settle(now);
}

/// Of what is due since the same time (all of it, when the bus has just been opened) what is wanted more
/// often: cell details, with many ids that nobody answers, come last.
CanSchedule::Entry* CanSchedule::first_due(core::MonoTime now) {
  const auto rank = [](const Entry& entry) {
    return std::make_tuple(!entry.known, entry.next, entry.period);
  };
  Entry* found = nullptr;
  for (auto& entry : entries_) {
    if (entry.next > now || !is_asked(entry)) continue;
    if (found == nullptr || rank(entry) < rank(*found)) found = &entry;
  }
  return found;
}

std::optional<CanSchedule::Request> CanSchedule::due(core::MonoTime now) {
  if (!open_) return std::nullopt;
  if (in_flight_ != nullptr && now >= deadline_) give_up(now);
  if (in_flight_ != nullptr || now < std::max(not_before_, earliest_)) return std::nullopt;
  auto* const entry = first_due(now);
  if (entry == nullptr) return std::nullopt;
  in_flight_ = entry;
  deadline_ = now + kAnswerDeadline;
  ++requests_;
  return Request{entry->packet, entry->id};
}

core::MonoTime CanSchedule::next_wake() const {
  if (!open_ || entries_.empty()) return core::kNever;
  if (in_flight_ != nullptr) return deadline_;
  return std::max(not_before_, earliest_);
}

}  // namespace bmsgw::driver
