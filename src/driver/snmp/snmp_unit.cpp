#include "bmsgw/driver/snmp_unit.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"

namespace bmsgw::driver {
namespace {

using codec::snmp::Read;
using core::milliseconds;
using core::MonoTime;
using core::SnmpOutcome;
using transport::SnmpAnswer;

/// A read as a text to compare, so that one which stays as it is keeps its turn in a new plan.
std::string text_of(const Read& read) {
  return fmt::format("{}:{}:{}", static_cast<int>(read.request.kind), read.request.repetitions,
                     read.request.oids);
}

}  // namespace

SnmpUnit::SnmpUnit(const SnmpBusPlan& plan) : plan_(plan), decoder_(plan.map) {
  uptime_request_.oids = kUptimeOid;
  sync_reads(MonoTime{});
}

/// After the plan has changed: what is read as before keeps its turn, the rest is due.
void SnmpUnit::sync_reads(MonoTime now) {
  std::vector<std::string> texts;
  std::vector<std::uint32_t> groups;
  std::vector<ReadState> states;
  for (const auto& read : decoder_.reads()) {
    texts.push_back(text_of(read));
    groups.push_back(read.group);
    const auto same = std::ranges::find(texts_, texts.back());
    const auto index = static_cast<std::size_t>(same - texts_.begin());
    const bool is_kept = same != texts_.end() && groups_[index] == read.group;
    states.push_back(is_kept ? states_[index] : ReadState{.next = now});
  }
  texts_ = std::move(texts);
  groups_ = std::move(groups);
  states_ = std::move(states);
  find_next();
  const auto is_of_values = [](std::uint32_t group) { return group != Read::kPresence; };
  if (std::ranges::none_of(groups_, is_of_values)) online_ = false;  // there is nothing left to be told
}

milliseconds SnmpUnit::period_of(std::size_t read) const {
  const auto group = groups_[read];
  return group == Read::kPresence ? kPresenceAgain : plan_.map.groups[group];
}

/// Of what is due since the same time, what is wanted more often comes first.
void SnmpUnit::find_next() {
  next_ = 0;
  for (std::size_t i = 1; i < states_.size(); ++i) {
    const auto earlier = states_[i].next < states_[next_].next;
    const auto as_early = states_[i].next == states_[next_].next && period_of(i) < period_of(next_);
    if (earlier || as_early) next_ = i;
  }
}

void SnmpUnit::on_open(MonoTime now) {
  open_ = true;
  not_before_ = now;
  uptime_due_ = now;
  for (auto& state : states_) state.next = now;
  find_next();
}

void SnmpUnit::on_gone(std::vector<core::Sample>& samples) {
  open_ = false;
  mute_ = false;
  lose_all(samples);
}

MonoTime SnmpUnit::next_due() const {
  if (!open_) return core::kNever;
  if (is_probing()) return std::max(not_before_, uptime_due_);
  if (decoder_.is_outdated()) return not_before_;  // what will be due isn't planned yet
  const auto read = states_.empty() ? core::kNever : states_[next_].next;
  return std::max(not_before_, std::min({uptime_due_, presence_due_, read}));
}

const core::SnmpRequest* SnmpUnit::take_next(MonoTime now) {
  if (now >= uptime_due_) {
    taken_ = kUptime;
    uptime_due_ = now + kHeartbeat;
    return &uptime_request_;
  }
  if (is_probing()) return nullptr;
  if (now >= presence_due_) {
    presence_due_ = now + presence_wait_;
    presence_wait_ = std::min(2 * presence_wait_, kPresenceAgain);
    decoder_.ask_presence();
  }
  if (decoder_.is_outdated()) {
    decoder_.replan();
    sync_reads(now);
    if (std::ranges::find(groups_, Read::kPresence) == groups_.end()) tell_absent();
  }
  if (states_.empty() || states_[next_].next > now) return nullptr;
  taken_ = next_;
  auto& state = states_[taken_];
  if (!std::exchange(state.started, true)) state.next = now;  // staggered by the agent's own pace
  state.asked = now;
  return &decoder_.reads()[taken_].request;
}

/// Of the packet that was taken last.
MonoTime SnmpUnit::oldest_asked() const {
  auto oldest = states_[taken_].asked;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const bool is_part = groups_[i] == groups_[taken_] && states_[i].asked != core::kLongAgo;
    if (is_part) oldest = std::min(oldest, states_[i].asked);
  }
  return oldest;
}

void SnmpUnit::on_answer(const SnmpAnswer& answer, std::vector<core::Sample>& samples) {
  if (!is_from_agent(answer) || is_shut_out(answer)) return on_silence(answer, samples);
  note_answer(answer.at.mono);
  if (taken_ == kUptime) return on_uptime(answer);
  asked_since_ = oldest_asked();
  if (answer.outcome == SnmpOutcome::ok) return on_good(answer, samples);
  on_error(answer, samples);
}

/// Whatever the answer is, the agent lives. Of a restarted one nothing is known to be as it was.
void SnmpUnit::on_uptime(const SnmpAnswer& answer) {
  if (answer.outcome != SnmpOutcome::ok || answer.values.empty()) return;
  const auto* const uptime = std::get_if<std::int64_t>(&answer.values.front());
  if (uptime == nullptr) return;
  // It begins again after 497 days: then the same is asked once more, which does no harm.
  if (*uptime < std::exchange(uptime_, *uptime)) {
    core::log_info("{}: the agent has started anew", plan_.name);
    restarted_ = true;
    presence_due_ = answer.at.mono;
    presence_wait_ = kPresenceSoon;
  }
}

void SnmpUnit::on_good(const SnmpAnswer& answer, std::vector<core::Sample>& samples) {
  const auto now = answer.at.mono;
  ++good_answers_;
  const bool is_presence = groups_[taken_] == Read::kPresence;
  auto& state = states_[taken_];
  state.failures = 0;
  state.lost = false;
  state.next = std::max(state.next + period_of(taken_), now);
  if (is_presence) {
    state.next = now + period_of(taken_);
  } else {
    last_good_ = now;
    online_ = true;
    trouble_.clear();
    max_age_ = 3 * period_of(taken_);
  }
  find_next();
  decoder_.on_answer(taken_, answer.values, answer.oids, samples);
  tell_news();
  if (!is_presence) tell_unsettled(now);
}

/// Once: values are missing as long as nobody knows it.
void SnmpUnit::tell_unsettled(MonoTime now) {
  if (unsettled_told_ || now - answered_at_ < kUnsettled) return;
  unsettled_told_ = true;
  for (std::uint32_t i = 0; i < plan_.scale_names.size(); ++i) {
    if (decoder_.scale(i)) continue;
    core::log_warning(
        "{}: {} isn't clear from what the device tells: values that need it are unavailable; set "
        "\"{}\" of this bus in settings.json",
        plan_.name, plan_.scale_names[i], plan_.scale_names[i]);
  }
}

/// Names, so that a slip in a map is seen.
void SnmpUnit::tell_absent() {
  const auto absent = decoder_.absent_list();
  if (absent == told_absent_) return;
  told_absent_ = absent;
  if (absent.empty() || absent.size() == plan_.point_names.size()) return;
  constexpr std::size_t kMostNamed = 12;
  std::string names;
  for (std::size_t i = 0; i < std::min(absent.size(), kMostNamed); ++i)
    names += (i > 0 ? ", " : "") + plan_.point_names[absent[i]];
  if (absent.size() > kMostNamed) names += fmt::format(" and {} more", absent.size() - kMostNamed);
  core::log_info("{}: the device doesn't have {}", plan_.name, names);
}

void SnmpUnit::tell_news() {
  for (const auto index : decoder_.take_settled()) {
    core::log_info("{}: {} is {}", plan_.name, plan_.scale_names[index], *decoder_.scale(index));
  }
  for (const auto& cut : decoder_.take_cut()) {
    core::log_warning(
        "{}: the device tells {} elements of {}, and the map's \"count\" is {}: the others are not read; a "
        "larger "
        "\"count\" of that packet in params_config.json mends it",
        plan_.name, cut.told, plan_.point_names[cut.point], plan_.map.points[cut.point].place.count);
  }
}

void SnmpUnit::note_answer(MonoTime now) {
  silences_ = 0;
  garbled_ = 0;
  probes_ = 0;
  denied_ = false;
  not_before_ = now;
  mute_ = false;
  ever_answered_ = true;
  if (std::exchange(answered_, true)) return;
  answered_at_ = now;
  trouble_.clear();
  // It may be another device, or another firmware, that is there now.
  presence_due_ = now;
  presence_wait_ = kPresenceSoon;
  for (auto& state : states_) state.next = std::min(state.next, now);
  find_next();
}

void SnmpUnit::on_not_sent(MonoTime now) {
  if (taken_ == kUptime) uptime_due_ = now;
}

void SnmpUnit::read_now(std::uint32_t group, MonoTime now) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (groups_[i] == group) states_[i].next = std::min(states_[i].next, now);
  }
  find_next();
}

std::string SnmpUnit::detail() const {
  const auto is_lost = [](const ReadState& state) { return state.lost; };
  // A request that is tried again is nobody's concern.
  if (online_ && std::ranges::none_of(states_, is_lost)) return "";
  if (!trouble_.empty()) return trouble_;
  if (!answered_) return "not heard yet";
  if (online_) return "";
  if (decoder_.absent_points() < plan_.map.points.size()) return "answers; no values yet";
  return "answers, but has none of the map's objects: is it another device, or has it another profile?";
}

}  // namespace bmsgw::driver
