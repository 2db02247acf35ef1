#include "bmsgw/driver/alarm_book.hpp"

#include <utility>

namespace bmsgw::driver {
namespace {

/// No poll takes longer from its request to its answer.
constexpr core::milliseconds kOldestPoll{120'000};

}  // namespace

/// nullptr: there is no room.
AlarmBook::Entry* AlarmBook::entry_of(const core::AlarmKey& key) {
  const auto known = entries_.find(key);
  if (known != entries_.end()) return &known->second;
  if (entries_.size() >= kMostKept) {
    ++not_kept_;
    return nullptr;
  }
  return &entries_.emplace(key, Entry{std::string(kNormal), {}, false, core::kLongAgo}).first->second;
}

void AlarmBook::forget_ended(core::MonoTime now) {
  std::erase_if(entries_, [now](const auto& entry) {
    return entry.second.state == kNormal &&
           (entry.second.trap_at == core::kLongAgo || now - entry.second.trap_at > kOldestPoll);
  });
}

bool AlarmBook::on_trap(const core::AlarmEvent& event, core::MonoTime now) {
  forget_ended(now);
  const bool is_known = entries_.contains(event.key);
  auto* const entry = entry_of(event.key);
  if (entry == nullptr) return true;  // it can't be looked after, but it has been told
  entry->trap_at = now;
  // The end of what nobody knows of was raised before our time.
  if (entry->state == event.state) return !is_known;
  entry->state = event.state;
  entry->text = event.text;
  entry->by_trap = true;
  is_listed_ = false;
  return true;
}

bool AlarmBook::on_poll(const core::AlarmKey& key, std::string_view state, core::MonoTime asked) {
  const auto known = entries_.find(key);
  if (known == entries_.end() && state == kNormal) return false;
  auto* const entry = entry_of(key);
  if (entry == nullptr || asked <= entry->trap_at || entry->state == state) return false;
  entry->state = state;
  entry->text.clear();
  entry->by_trap = false;
  if (state == kNormal) entries_.erase(key);  // no older poll comes after this one
  is_listed_ = false;
  return true;
}

std::span<const core::AlarmEvent> AlarmBook::open() const {
  if (std::exchange(is_listed_, true)) return open_;
  open_.clear();
  for (const auto& [key, entry] : entries_) {
    if (entry.state != kNormal) open_.push_back({key, entry.state, entry.text, entry.by_trap});
  }
  return open_;
}

}  // namespace bmsgw::driver
