#include "bmsgw/driver/g1_schedule.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bmsgw::driver {
namespace {

/// Read from each unit once it is heard: broadcast periods of the active and the sleeping state (0010, 0111)
/// and the function flags (1600). G1 Control Unit Serial Protocol 2.1.0, "Parameter meaning by ID".
constexpr std::array<const char*, 3> kParameters{"0010", "0111", "1600"};

}  // namespace

G1Schedule::G1Schedule(std::vector<Item> items) {
  for (auto& item : items)
    entries_.push_back({std::move(item.sentence),
                        "",
                        item.period,
                        item.list,
                        false,
                        item.background,
                        false,
                        false,
                        core::kLongAgo,
                        0,
                        {}});
  for (const auto* id : kParameters)
    entries_.push_back({"CF2", id, kAskPeriod, false, true, false, false, false, core::kLongAgo, 0, {}});
}

void G1Schedule::on_open(core::MonoTime now) {
  open_ = true;
  heard_ = false;
  asking_ = false;
  has_answered_ = false;
  silent_tries_ = 0;
  lost_answers_ = 0;
  in_flight_ = nullptr;
  volunteer_deadline_ = now + kVolunteerLimit;
  for (auto& entry : entries_) {
    entry.failures = 0;
    entry.done = false;
    entry.known = false;
    entry.late_until = core::kLongAgo;
    entry.next = now;
  }
}

void G1Schedule::on_close() {
  open_ = false;
  in_flight_ = nullptr;
}

bool G1Schedule::is_wanted(const Entry& entry) const {
  if (entry.once) return heard_ && !entry.done;
  if (entry.background) return heard_ && is_turn_of(entry);
  return entry.period ? heard_ || asking_ : asking_;
}

bool G1Schedule::is_turn_of(const Entry& entry) const {
  for (const auto& other : entries_) {
    if (&other == &entry) return true;
    if (other.background && !other.known && other.failures < kTries) return false;
  }
  return true;
}

core::milliseconds G1Schedule::period_of(const Entry& entry) const {
  const auto period = entry.period.value_or(kAskPeriod);
  return entry.failures >= kTries ? std::max(period, kDeafPeriod) : period;
}

void G1Schedule::settle(Entry& entry, core::MonoTime now) {
  // On the grid of its period, so that a late answer doesn't shift all that follow; a lost beat isn't made up
  // for.
  const auto period = period_of(entry);
  entry.next = std::max(entry.next + period, now);
  in_flight_ = nullptr;
}

void G1Schedule::note_alive(core::MonoTime now) {
  if (!std::exchange(heard_, true)) wake_up(now);
  silent_tries_ = 0;
  lost_answers_ = 0;
}

bool G1Schedule::awaits(std::string_view sentence, std::string_view parameter) const {
  return in_flight_ != nullptr && in_flight_->sentence == sentence && in_flight_->argument == parameter;
}

void G1Schedule::on_commanded(core::MonoTime now) {
  note_alive(now);
}

/// What comes anyway needn't be asked for.
void G1Schedule::note_background(std::string_view sentence, core::MonoTime now) {
  for (auto& entry : entries_) {
    if (!entry.background || &entry == in_flight_ || entry.sentence != sentence) continue;
    entry.known = true;
    entry.failures = 0;
    entry.next = now + entry.period.value_or(kAskPeriod);
  }
}

void G1Schedule::on_sentence(std::string_view sentence, std::string_view parameter, core::MonoTime now) {
  note_alive(now);
  note_background(sentence, now);
  if (awaits(sentence, parameter)) return take_answer(now);
  const auto entry = std::ranges::find_if(entries_, [sentence, parameter](const Entry& candidate) {
    return candidate.sentence == sentence && candidate.argument == parameter;
  });
  if (entry != entries_.end()) entry->known = true;
  if (entry != entries_.end() && now < entry->late_until) return take_late_answer(*entry);
  if (sentence == "CF2") return;  // asked for by another program: nothing volunteered
  volunteer_deadline_ = now + kVolunteerLimit;
  asking_ = false;
}

/// The unit is there (again): everything may be asked anew.
void G1Schedule::wake_up(core::MonoTime now) {
  for (auto& entry : entries_) {
    entry.failures = 0;
    entry.next = std::min(entry.next, now);
  }
}

void G1Schedule::take_late_answer(Entry& entry) {
  entry.failures = 0;
  entry.done = true;
  has_answered_ = true;
}

void G1Schedule::take_answer(core::MonoTime now) {
  in_flight_->failures = 0;
  in_flight_->known = true;
  has_answered_ = true;
  if (in_flight_->list) {
    answered_ = true;
    deadline_ = now + kListQuiet;
  } else {
    in_flight_->done = true;
    settle(*in_flight_, now);
  }
}

void G1Schedule::start_asking(core::MonoTime now) {
  asking_ = true;
  for (auto& entry : entries_) {
    if (!entry.period) entry.next = now;
  }
}

void G1Schedule::give_up_in_flight(core::MonoTime now) {
  auto& entry = *in_flight_;
  if (!answered_) {
    ++unanswered_;
    if (entry.known) ++lost_answers_;
    entry.late_until = now + kVolunteerLimit;
    if (++silent_tries_ >= kTries) heard_ = false;
    if (heard_ && ++entry.failures >= kTries && entry.once) entry.done = true;
    // Nobody there: one question a round, not one per sentence.
    if (!heard_) postpone_all(now + kAskPeriod);
  } else {
    entry.late_until = now + kListLate;
  }
  settle(entry, now);
}

void G1Schedule::postpone_all(core::MonoTime until) {
  for (auto& entry : entries_) entry.next = std::max(entry.next, until);
}

core::milliseconds G1Schedule::shortest_period() const {
  auto shortest = core::milliseconds::max();
  for (const auto& entry : entries_) {
    if (!entry.once && !entry.background && is_wanted(entry))
      shortest = std::min(shortest, entry.period.value_or(kAskPeriod));
  }
  return shortest == core::milliseconds::max() ? core::milliseconds(0) : shortest;
}

/// The one that has waited longest; a background one only if no other is due, or if it has waited for long.
G1Schedule::Entry* G1Schedule::next_due(core::MonoTime now) {
  const auto is_patient = [now](const Entry& entry) {
    return entry.background && now - entry.next < kBackgroundPatience;
  };
  Entry* found = nullptr;
  for (auto& entry : entries_) {
    if (entry.next > now || !is_wanted(entry)) continue;
    const bool goes_first =
        found == nullptr ||
        (is_patient(entry) == is_patient(*found) ? entry.next < found->next : is_patient(*found));
    if (goes_first) found = &entry;
  }
  return found;
}

void G1Schedule::expire(core::MonoTime now) {
  if (open_ && in_flight_ != nullptr && now >= deadline_) give_up_in_flight(now);
}

std::optional<G1Request> G1Schedule::due(core::MonoTime now) {
  if (!open_) return std::nullopt;
  expire(now);
  if (!asking_ && now >= volunteer_deadline_) start_asking(now);
  auto* const entry = in_flight_ == nullptr ? next_due(now) : nullptr;
  if (entry == nullptr) return std::nullopt;
  in_flight_ = entry;
  answered_ = false;
  deadline_ = now + kAnswerDeadline;
  ++requests_;
  return G1Request{entry->sentence, entry->argument};
}

core::MonoTime G1Schedule::next_wake() const {
  if (!open_) return core::kNever;
  auto wake = asking_ ? core::kNever : volunteer_deadline_;
  if (in_flight_ != nullptr) return std::min(wake, deadline_);
  for (const auto& entry : entries_) {
    if (is_wanted(entry)) wake = std::min(wake, entry.next);
  }
  return wake;
}

}  // namespace bmsgw::driver
