#include "bmsgw/driver/alarm_book.hpp"

#include <set>

namespace bmsgw::driver {
namespace {

/// No request is under way for longer: 11 tries of 30 s.
constexpr auto kLongestRequest = std::chrono::seconds(330);
constexpr std::size_t kMostTrapped = 4096;

}  // namespace

bool AlarmBook::on_trap(const core::AlarmEvent& event, core::MonoTime now) {
  note_trap(event.key, now);
  return event.state == kNormal ? end(event.key) : put(event);
}

std::vector<core::AlarmEvent> AlarmBook::on_poll(std::span<const Found> found, core::MonoTime asked) {
  std::vector<core::AlarmEvent> changes;
  std::set<core::AlarmKey> alarming;
  for (const auto& [key, state] : found) {
    if (!state || *state == kNormal || !alarming.insert(key).second || is_older(key, asked)) continue;
    if (!open_.contains(key) && open_.size() >= kMostOpen) {
      ++not_kept_;
      continue;
    }
    core::AlarmEvent event{key, std::string(*state), {}, false};
    if (put(event)) changes.push_back(std::move(event));
  }
  for (const auto& [key, state] : found) {
    if (state != kNormal || alarming.contains(key) || is_older(key, asked)) continue;
    if (end(key)) changes.push_back({key, std::string(kNormal), {}, false});
  }
  return changes;
}

void AlarmBook::clear() {
  open_.clear();
  trapped_.clear();
}

/// One that isn't kept is news each time.
bool AlarmBook::put(const core::AlarmEvent& event) {
  const auto found = open_.find(event.key);
  if (found == open_.end() && open_.size() >= kMostOpen) {
    ++not_kept_;
    return true;
  }
  if (found == open_.end()) return open_.emplace(event.key, event).second;
  const bool is_news = found->second.state != event.state;
  if (is_news || !event.text.empty()) found->second = event;
  return is_news;
}

bool AlarmBook::end(const core::AlarmKey& key) {
  return open_.erase(key) != 0;
}

/// Without room nothing is noted: then a poll that is under way may be believed.
void AlarmBook::note_trap(const core::AlarmKey& key, core::MonoTime now) {
  if (trapped_.size() >= kMostTrapped) {
    std::erase_if(trapped_, [now](const auto& one) { return now - one.second > kLongestRequest; });
  }
  if (trapped_.size() < kMostTrapped || trapped_.contains(key)) trapped_.insert_or_assign(key, now);
}

/// Once a poll was asked later, none that was asked before is to come.
bool AlarmBook::is_older(const core::AlarmKey& key, core::MonoTime asked) {
  const auto found = trapped_.find(key);
  if (found == trapped_.end()) return false;
  if (asked <= found->second) return true;
  trapped_.erase(found);
  return false;
}

}  // namespace bmsgw::driver
