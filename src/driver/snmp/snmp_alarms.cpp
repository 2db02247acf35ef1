#include "bmsgw/driver/snmp_alarms.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/codec/snmp/trap_reader.hpp"
#include "bmsgw/core/log.hpp"

namespace bmsgw::driver {
namespace {

using core::AlarmEvent;
using core::MonoTime;

/// This computer's clock has been set back when an event would have to wait longer than this.
constexpr std::int64_t kClockStep_ms = 10'000;

/// A string's or battery's number.
std::optional<std::uint32_t> number_of(const core::ListElement& element) {
  if (!element || *element < 1 || *element > 1e6) return std::nullopt;
  return static_cast<std::uint32_t>(*element);
}

bool is_normal(const SnmpAlarmPlan& plan, double code) {
  return std::ranges::any_of(plan.normal,
                             [code](std::int64_t normal) { return static_cast<double>(normal) == code; });
}

std::uint32_t index_of(const codec::snmp::PointSpec& list, std::size_t element) {
  return list.place.first_index + static_cast<std::uint32_t>(element);
}

/// `contact 3` is of the plan of contacts.
bool is_of(const SnmpAlarmPlan& plan, std::string_view quantity) {
  if (!plan.is_numbered || !quantity.starts_with(plan.quantity)) return quantity == plan.quantity;
  return quantity.size() == plan.quantity.size() || quantity[plan.quantity.size()] == ' ';
}

}  // namespace

SnmpAlarms::SnmpAlarms(const SnmpBusPlan& plan, BusSink& sink) : plan_(plan), sink_(sink) {
  const auto watch = [this](const std::optional<std::uint32_t>& point) {
    if (point && std::ranges::find(watched_, *point) == watched_.end()) watched_.push_back(*point);
  };
  for (const auto& alarm : plan.alarms) {
    watch(alarm.point);
    watch(alarm.string.list);
    watch(alarm.battery.list);
  }
  heard_.resize(watched_.size());
}

void SnmpAlarms::on_samples(std::span<const core::Sample> samples, MonoTime asked, core::Stamp now) {
  for (auto& heard : heard_) heard.is_new = false;
  for (const auto& sample : samples) {
    for (std::size_t i = 0; i < watched_.size(); ++i) {
      if (plan_.map.points[watched_[i]].point == sample.point) keep(heard_[i], sample, asked);
    }
  }
  bool changed = false;
  for (const auto& alarm : plan_.alarms) {
    if (is_concerned(alarm)) changed = judge(alarm, now) || changed;
  }
  if (changed || (!told_open_ && is_known())) tell_open(now);
}

bool SnmpAlarms::is_concerned(const SnmpAlarmPlan& plan) {
  const auto is_new = [this](const std::optional<std::uint32_t>& point) {
    return point && heard_of(*point).is_new;
  };
  return is_new(plan.point) || is_new(plan.string.list) || is_new(plan.battery.list);
}

/// Each alarm has been heard, or is known to be absent, and not all are: before that "none" would be a guess.
bool SnmpAlarms::is_known() {
  if (plan_.alarms.empty()) return true;
  const auto is_owner_heard = [this](const SnmpAlarmPlan::Owner& owner) {
    return !owner.list || heard_of(*owner.list).is_heard;
  };
  const auto is_heard = [&](const SnmpAlarmPlan& plan) {
    return heard_of(plan.point).is_heard && is_owner_heard(plan.string) && is_owner_heard(plan.battery);
  };
  const auto has_codes = [this](const SnmpAlarmPlan& plan) { return !heard_of(plan.point).codes.empty(); };
  return std::ranges::all_of(plan_.alarms, is_heard) && std::ranges::any_of(plan_.alarms, has_codes);
}

/// Of a value that isn't good nothing is known.
void SnmpAlarms::keep(Heard& heard, const core::Sample& sample, MonoTime asked) {
  heard.asked = asked;
  heard.is_new = true;
  heard.is_heard = true;
  heard.codes.clear();
  if (sample.quality != core::Quality::good) return;
  if (const auto* const list = std::get_if<core::List>(&sample.value)) {
    heard.codes.assign(list->begin(), list->end());
  } else {
    heard.codes.push_back(core::number_of(sample.value));
  }
}

SnmpAlarms::Heard& SnmpAlarms::heard_of(std::uint32_t point) {
  return heard_[static_cast<std::size_t>(std::ranges::find(watched_, point) - watched_.begin())];
}

/// False: the owner isn't known yet, so nothing can be said.
bool SnmpAlarms::find_owner(const SnmpAlarmPlan::Owner& owner, const SnmpAlarmPlan& plan, std::size_t element,
                            std::optional<std::uint32_t>& number) {
  if (owner.is_index) {
    number = index_of(plan_.map.points[plan.point], element);
    return true;
  }
  if (!owner.list) return true;
  const auto& heard = heard_of(*owner.list);
  if (element < heard.codes.size()) number = number_of(heard.codes[element]);
  return number.has_value() || (heard.is_heard && heard.codes.empty());  // the device doesn't tell it
}

/// Nothing: whose it is isn't known.
std::optional<core::AlarmKey> SnmpAlarms::key_of(const SnmpAlarmPlan& plan, std::size_t element) {
  core::AlarmKey key{{}, {}, plan.quantity};
  if (!find_owner(plan.string, plan, element, key.string)) return std::nullopt;
  if (!find_owner(plan.battery, plan, element, key.battery)) return std::nullopt;
  const auto index = index_of(plan_.map.points[plan.point], element);
  // Without a number of its own a battery is called by its place in the table.
  if (!key.battery && plan.battery.list) key.battery = index;
  if (plan.is_numbered) key.quantity = core::numbered_quantity(plan.quantity, index);
  return key;
}

/// True: an alarm has changed.
bool SnmpAlarms::judge(const SnmpAlarmPlan& plan, core::Stamp now) {
  const auto& heard = heard_of(plan.point);
  bool changed = false;
  bool is_whole = !heard.codes.empty();
  std::vector<core::AlarmKey> named;
  for (std::size_t i = 0; i < heard.codes.size(); ++i) {
    const auto& code = heard.codes[i];
    const bool is_told = code && std::trunc(*code) == *code;
    if (is_told && is_normal(plan, *code) && book_.open().empty()) continue;
    const auto key = key_of(plan, i);
    is_whole = is_whole && key;
    if (!key) continue;
    named.push_back(*key);
    if (!is_told) continue;
    const AlarmEvent event{*key, state_of(plan, *code), {}, false};
    if (!book_.on_poll(*key, event.state, heard.asked)) continue;
    tell(event, now);
    changed = true;
  }
  return (is_whole && end_unnamed(named, plan, now)) || changed;
}

/// Of batteries that are no longer there, or never were.
bool SnmpAlarms::end_unnamed(const std::vector<core::AlarmKey>& named, const SnmpAlarmPlan& plan,
                             core::Stamp now) {
  std::vector<core::AlarmKey> unnamed;
  for (const auto& alarm : book_.open()) {
    if (!is_of(plan, alarm.key.quantity)) continue;
    if (std::ranges::find(named, alarm.key) == named.end()) unnamed.push_back(alarm.key);
  }
  bool changed = false;
  const auto asked = heard_of(plan.point).asked;
  for (const auto& key : unnamed) changed = end_alarm(key, asked, now) || changed;
  return changed;
}

bool SnmpAlarms::end_alarm(const core::AlarmKey& key, MonoTime asked, core::Stamp now) {
  if (!book_.on_poll(key, AlarmBook::kNormal, asked)) return false;
  tell({key, std::string(AlarmBook::kNormal), {}, false}, now);
  return true;
}

void SnmpAlarms::on_restart(core::Stamp now) {
  const auto is_polled = [this](const AlarmEvent& alarm) {
    return std::ranges::any_of(
        plan_.alarms, [&alarm](const SnmpAlarmPlan& plan) { return is_of(plan, alarm.key.quantity); });
  };
  std::vector<core::AlarmKey> over;
  for (const auto& alarm : book_.open()) {
    if (!is_polled(alarm)) over.push_back(alarm.key);
  }
  for (const auto& key : over) end_alarm(key, now.mono, now);
  if (!over.empty()) tell_open(now);
}

std::string SnmpAlarms::state_of(const SnmpAlarmPlan& plan, double code) {
  if (is_normal(plan, code)) return std::string(AlarmBook::kNormal);
  const auto number = static_cast<std::int64_t>(code);
  const auto name = plan.states.find(number);
  return name == plan.states.end() ? fmt::format("code {}", number) : name->second;
}

bool SnmpAlarms::on_trap(const core::SnmpTrap& trap, core::Stamp now) {
  const auto meaning = codec::snmp::read_trap(plan_.traps, trap);
  if (!meaning) {
    ++unknown_traps_;
    return false;
  }
  ++traps_;
  const bool is_news = !meaning->is_alarm || book_.on_trap(meaning->event, now.mono);
  if (!is_news) return true;
  if (events_.allow(now.mono)) {
    tell(meaning->event, now);
  } else {
    ++dropped_events_;
  }
  if (meaning->is_alarm) tell_open(now);
  return true;
}

bool SnmpAlarms::Bucket::allow(MonoTime now) {
  const std::chrono::duration<double> passed = now - std::exchange(at, now);
  tokens = std::min(most, tokens + passed.count() * per_second);
  if (tokens < 1) return false;
  tokens -= 1;
  return true;
}

void SnmpAlarms::tell(const AlarmEvent& event, core::Stamp now) {
  if (plan_.events_point == core::kNoPoint) return;
  const bool is_set_back = last_event_ms_ - now.unix_ms > kClockStep_ms;
  if (!is_set_back) now.unix_ms = std::max(now.unix_ms, last_event_ms_ + 1);
  last_event_ms_ = now.unix_ms;
  sink_.on_event(plan_.events_point, event, now);
}

void SnmpAlarms::tell_open(core::Stamp now) {
  if (plan_.alarms_point == core::kNoPoint) return;
  if (!told_open_ && !is_known()) return;  // the others may have changed, too
  told_open_ = true;
  open_due_ = std::min(open_due_, opens_.allow(now.mono) ? now.mono : now.mono + kBetweenOpens);
  on_time(now);
}

void SnmpAlarms::on_time(core::Stamp now) {
  if (now.mono < open_due_) return;
  open_due_ = now.mono + kRepeatOpen;
  sink_.on_alarms(plan_.alarms_point, book_.open(), now);
}

void SnmpAlarms::on_online(bool online, core::Stamp now) {
  if (std::exchange(online_, online) == online || online || plan_.alarms_point == core::kNoPoint) return;
  told_open_ = false;
  open_due_ = core::kNever;
  for (auto& heard : heard_) heard = {};
  const core::Sample unknown{plan_.alarms_point, core::Quality::unavailable, {}};
  sink_.on_samples({&unknown, 1}, now, core::milliseconds(0));
}

}  // namespace bmsgw::driver
