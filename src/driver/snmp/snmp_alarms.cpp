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
  bool is_watched = false;
  for (const auto& sample : samples) {
    for (std::size_t i = 0; i < watched_.size(); ++i) {
      if (plan_.map.points[watched_[i]].point != sample.point) continue;
      keep(heard_[i], sample, asked);
      is_watched = true;
    }
  }
  if (!is_watched) return;
  bool changed = false;
  for (const auto& alarm : plan_.alarms) changed = judge(alarm, now) || changed;
  if (changed || !told_open_) tell_open(now);
}

/// Of a value that isn't good nothing is known.
void SnmpAlarms::keep(Heard& heard, const core::Sample& sample, MonoTime asked) {
  heard.asked = asked;
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
  const auto& numbers = heard_of(*owner.list).codes;
  if (element < numbers.size()) number = number_of(numbers[element]);
  return number.has_value();
}

/// True: an alarm has changed.
bool SnmpAlarms::judge(const SnmpAlarmPlan& plan, core::Stamp now) {
  auto& heard = heard_of(plan.point);
  bool changed = false;
  for (std::size_t i = 0; i < heard.codes.size(); ++i) {
    const auto& code = heard.codes[i];
    if (!code || std::trunc(*code) != *code) continue;
    if (is_normal(plan, *code) && book_.open().empty()) continue;
    AlarmEvent event{{{}, {}, plan.quantity}, state_of(plan, *code), {}, false};
    if (!find_owner(plan.string, plan, i, event.key.string)) continue;
    if (!find_owner(plan.battery, plan, i, event.key.battery)) continue;
    if (plan.is_numbered)
      event.key.quantity = core::numbered_quantity(plan.quantity, index_of(plan_.map.points[plan.point], i));
    if (!book_.on_poll(event.key, event.state, heard.asked)) continue;
    tell(event, now);
    changed = true;
  }
  return changed;
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
  if (may_tell(now.mono)) {
    tell(meaning->event, now);
  } else {
    ++dropped_events_;
  }
  if (meaning->is_alarm) tell_open(now);
  return true;
}

bool SnmpAlarms::may_tell(MonoTime now) {
  const std::chrono::duration<double> passed = now - std::exchange(tokens_at_, now);
  tokens_ = std::min(kMostAtOnce, tokens_ + passed.count() * kPerSecond);
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

void SnmpAlarms::tell(const AlarmEvent& event, core::Stamp now) {
  if (plan_.events_point == core::kNoPoint) return;
  now.unix_ms = std::max(now.unix_ms, last_event_ms_ + 1);
  last_event_ms_ = now.unix_ms;
  sink_.on_event(plan_.events_point, event, now);
}

void SnmpAlarms::tell_open(core::Stamp now) {
  if (plan_.alarms_point == core::kNoPoint) return;
  told_open_ = true;
  now.unix_ms = std::max(now.unix_ms, last_alarms_ms_ + 1);
  last_alarms_ms_ = now.unix_ms;
  sink_.on_alarms(plan_.alarms_point, book_.open(), now);
}

void SnmpAlarms::on_online(bool online, core::Stamp now) {
  if (std::exchange(online_, online) == online || online || plan_.alarms_point == core::kNoPoint) return;
  told_open_ = false;
  const core::Sample unknown{plan_.alarms_point, core::Quality::unavailable, {}};
  sink_.on_samples({&unknown, 1}, now, core::milliseconds(0));
}

}  // namespace bmsgw::driver
