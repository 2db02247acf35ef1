#include "bmsgw/route/router.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace bmsgw::route {
namespace {

using core::index_of;
using core::PointCell;
using core::Quality;
using core::Value;

std::chrono::nanoseconds nanoseconds_of(double seconds) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

/// Good values are sent; invalid ones, marked, where that is asked for.
bool can_be_sent(const RouteTable::Rule& rule, const PointCell& cell) {
  return cell.quality == Quality::good || (rule.send_invalid && cell.quality == Quality::invalid &&
                                           !std::holds_alternative<std::monostate>(cell.value));
}

}  // namespace

Router::Router(const RouteTable& table, core::RecordBatch& out)
    : table_(table),
      out_(out),
      outputs_(table.routes().size()),
      elements_(table.routes().size()),
      devices_(table.devices().size()) {
  points_.resize(table.points());
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const auto& route = table.routes()[i];
    auto& state = outputs_[i];
    state.device = route.device;
    state.slot = route.slot;
    state.has_deadband = route.report.deadband.has_value();
    state.deadband = route.report.deadband.value_or(0);
    state.min_interval = nanoseconds_of(route.report.min_interval_s.value_or(0));
    state.max_interval = nanoseconds_of(route.report.max_interval_s.value_or(0));
    state.expand = route.output.expand;
    state.on_change = route.report.deadband || route.report.max_interval_s;
  }
}

void Router::apply(std::span<const core::Sample> samples, core::Stamp now, core::milliseconds max_age) {
  counters_.samples += samples.size();
  for (const auto& sample : samples) apply_sample(sample, now, max_age);
}

void Router::apply_sample(const core::Sample& sample, const core::Stamp& now, core::milliseconds max_age) {
  const auto& rule = table_.rule(sample.point);
  auto& cell = points_.cell(sample.point);
  const auto* value = &sample.value;
  auto quality = sample.quality;
  if (quality == Quality::good && (rule.bounded || rule.gate != core::kNoPoint))
    quality = judged(rule, value);
  if (quality == Quality::invalid) ++counters_.invalid;
  const bool changed = quality != cell.quality || !cell.heard || !core::same_value(*value, cell.value);
  if (changed) points_.set_value(sample.point, *value);
  cell.quality = quality;
  cell.heard = true;
  cell.captured = now.mono;
  cell.captured_ms = now.unix_ms;
  cell.max_age = rule.max_age.count() > 0 ? rule.max_age : max_age;
  if (rule.output_count > 0) report(rule, cell, changed, now.mono);
}

/// The quality of a good value by its bounds and its flag. A list without its bad elements takes the value's
/// place.
Quality Router::judged(const RouteTable::Rule& rule, const Value*& value) {
  auto quality = Quality::good;
  if (rule.bounded) {
    if (const auto* list = std::get_if<core::List>(value)) {
      quality = bounded_list(rule, *list, value);
    } else if (const auto number = core::number_of(*value); number) {
      if (!(*number >= rule.valid_bot && *number <= rule.valid_top)) quality = Quality::invalid;
    }
  }
  if (quality == Quality::good && rule.gate != core::kNoPoint) quality = gated(rule.gate, quality);
  return quality;
}

/// A flag not yet heard gates nothing; one that is old or has no value makes what it gates stale.
Quality Router::gated(core::PointId gate, Quality quality) const {
  const auto& flag = points_.cell(gate);
  if (!flag.heard) return quality;
  if (flag.quality != Quality::good) return Quality::stale;
  const auto* valid = std::get_if<bool>(&flag.value);
  return valid != nullptr && !*valid ? Quality::invalid : quality;
}

/// An element out of bounds is as if its cell had not answered, unless invalid values are to be sent.
Quality Router::bounded_list(const RouteTable::Rule& rule, core::List list, const Value*& value) {
  const auto outside = [&rule](const core::ListElement& element) {
    return element && !(*element >= rule.valid_bot && *element <= rule.valid_top);
  };
  if (std::ranges::none_of(list, outside)) return Quality::good;
  if (rule.send_invalid) return Quality::invalid;
  list_scratch_.assign(list.begin(), list.end());
  for (auto& element : list_scratch_) {
    if (outside(element)) element.reset();
  }
  bounded_value_ = core::List(list_scratch_);
  value = &bounded_value_;
  return Quality::good;
}

void Router::report(const RouteTable::Rule& rule, const PointCell& cell, bool changed, core::MonoTime now) {
  const auto end = rule.first_output + rule.output_count;
  for (auto output = rule.first_output; output < end; ++output) report_to(output, rule, cell, changed, now);
}

void Router::report_to(std::uint32_t output, const RouteTable::Rule& rule, const PointCell& cell,
                       bool changed, core::MonoTime now) {
  auto& state = outputs_[output];
  const bool may_go = state.slot == kNoSlot ? can_be_sent(rule, cell) : cell.quality == Quality::good;
  if (!may_go) return lose(output, rule, cell, changed, cell.captured_ms);
  state.pending = is_news(state, cell, changed, now);
  if (state.pending && may_send(state, now)) emit(output, cell, now);
}

/// A value that stays as it is was told already, or is held back: only what moves is weighed.
bool Router::is_news(const OutputState& state, const PointCell& cell, bool changed, core::MonoTime now) {
  if (!state.on_change || state.renewed || now >= state.due) return true;
  if (!changed) return state.pending;
  const auto number = state.has_deadband ? core::number_of(cell.value) : std::nullopt;
  return !number || std::abs(*number - state.last_number) > state.deadband;
}

bool Router::may_send(const OutputState& state, core::MonoTime now) {
  return state.last_sent == core::kLongAgo || now - state.last_sent >= state.min_interval;
}

void Router::emit(std::uint32_t output, const PointCell& cell, core::MonoTime now) {
  auto& state = outputs_[output];
  const auto number = core::number_of(cell.value);
  if (state.slot == kNoSlot) {
    tell_server(output, cell);
  } else if (number) {
    slot_values_.push_back({state.slot, *number});
  }
  state.last_sent = now;
  state.due = state.max_interval.count() > 0 ? now + state.max_interval : core::kNever;
  state.last_number = number.value_or(0);
  state.pending = false;
  state.renewed = false;
}

void Router::tell_server(std::uint32_t output, const PointCell& cell) {
  auto& state = outputs_[output];
  const bool bad = cell.quality != Quality::good;
  out_.add(cell.captured_ms, static_cast<core::OutputId>(output), cell.quality, bad || state.bad_told,
           cell.value);
  state.bad_told = bad;
  state.sent = true;
  if (state.listed) mark_listed(state, false);
  if (state.expand) note_elements(output, cell);
  ++counters_.records;
}

std::span<const SlotValue> Router::take_slot_values() {
  taken_slot_values_.swap(slot_values_);
  slot_values_.clear();
  return taken_slot_values_;
}

/// An element that is missing from an expanded list sends nothing: its key has to be told as stale.
void Router::note_elements(std::uint32_t output, const PointCell& cell) {
  const auto* list = std::get_if<core::List>(&cell.value);
  if (list == nullptr) return;
  auto& elements = elements_[output];
  if (elements.size() < list->size()) elements.resize(list->size(), Element::never_sent);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const bool present = i < list->size() && (*list)[i].has_value();
    const auto was = elements[i];
    if (present) {
      elements[i] = Element::sent;
    } else if (was == Element::sent) {
      elements[i] = Element::missing;
    }
    if ((was == Element::missing) != (elements[i] == Element::missing)) {
      devices_[index_of(outputs_[output].device)].stale_changed = true;
    }
  }
}

/// The output has no value that may be shown: its key goes into Stale, and its quality out where that is
/// asked for.
void Router::lose(std::uint32_t output, const RouteTable::Rule& rule, const PointCell& cell, bool changed,
                  std::int64_t unix_ms) {
  auto& state = outputs_[output];
  state.pending = false;
  state.renewed = true;
  if (rule.send_invalid && changed && state.slot == kNoSlot) {
    out_.add(unix_ms, static_cast<core::OutputId>(output), cell.quality, true, Value{});
    state.bad_told = true;
    ++counters_.records;
  }
  if (state.sent && !state.listed) mark_listed(state, true);
}

void Router::mark_listed(OutputState& state, bool listed) {
  state.listed = listed;
  devices_[index_of(state.device)].stale_changed = true;
}

void Router::on_time(core::Stamp now) {
  if (now.mono < next_sweep_) return;
  next_sweep_ = now.mono + kSweepPeriod;
  for (std::size_t i = 0; i < points_.size(); ++i) sweep_point(static_cast<core::PointId>(i), now);
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    if (std::exchange(devices_[i].stale_changed, false)) tell_stale(static_cast<core::DeviceId>(i), now);
  }
}

void Router::sweep_point(core::PointId point, const core::Stamp& now) {
  auto& cell = points_.cell(point);
  if (!cell.heard) return;
  const auto& rule = table_.rule(point);
  const auto quality = aged(rule, cell, now.mono);
  const bool changed = quality != cell.quality;
  cell.quality = quality;
  if (!changed) return send_pending(rule, cell, now.mono);
  const auto end = rule.first_output + rule.output_count;
  for (auto output = rule.first_output; output < end; ++output) lose(output, rule, cell, true, now.unix_ms);
}

/// What the quality of a value has become without a new sample.
Quality Router::aged(const RouteTable::Rule& rule, const PointCell& cell, core::MonoTime now) const {
  const bool had_value = cell.quality == Quality::good || cell.quality == Quality::invalid;
  auto limit = cell.max_age;
  if (rule.output_count > 0 && !rule.outlives_device) {
    const auto& device = devices_[index_of(outputs_[rule.first_output].device)];
    if (device.known && !device.online) limit = std::min(limit, kOfflineAge);
  }
  if (had_value && now - cell.captured > limit) return Quality::stale;
  if (cell.quality == Quality::good && rule.gate != core::kNoPoint) return gated(rule.gate, cell.quality);
  return cell.quality;
}

void Router::send_pending(const RouteTable::Rule& rule, const PointCell& cell, core::MonoTime now) {
  const auto end = rule.first_output + rule.output_count;
  for (auto output = rule.first_output; output < end; ++output) {
    const auto& state = outputs_[output];
    if (state.pending && may_send(state, now)) emit(output, cell, now);
  }
}

void Router::set_online(core::DeviceId device, bool online, core::Stamp now) {
  auto& state = devices_[index_of(device)];
  if (state.known && state.online == online) return;
  state.known = true;
  state.online = online;
  tell_online(device, now);
}

void Router::restate(core::Stamp now) {
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    if (!devices_[i].known) continue;
    tell_online(static_cast<core::DeviceId>(i), now);
    tell_stale(static_cast<core::DeviceId>(i), now);
  }
  // What is told on change only may have been lost with the outbox; at its own time it does no harm twice.
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const auto& route = table_.routes()[i];
    const auto& cell = points_.cell(route.point);
    if (route.output.json && outputs_[i].sent && cell.quality == Quality::good)
      tell_server(static_cast<std::uint32_t>(i), cell);
  }
}

void Router::tell_online(core::DeviceId device, core::Stamp now) {
  out_.add(now.unix_ms, table_.devices()[index_of(device)].online, Quality::good, false,
           devices_[index_of(device)].online);
  ++counters_.records;
}

/// The server knows an expanded list only by its elements' keys: all that were sent, or those that are
/// missing.
void Router::add_stale_elements(std::uint32_t output) {
  const auto& elements = elements_[output];
  const bool all = outputs_[output].listed;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (elements[i] != Element::missing && !(all && elements[i] == Element::sent)) continue;
    stale_keys_.push_back({static_cast<core::OutputId>(output), static_cast<std::uint32_t>(i)});
  }
}

void Router::tell_stale(core::DeviceId device, core::Stamp now) {
  stale_keys_.clear();
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    if (outputs_[i].device != device) continue;
    if (table_.outputs()[i].expand) {
      add_stale_elements(static_cast<std::uint32_t>(i));
    } else if (outputs_[i].listed) {
      stale_keys_.push_back({static_cast<core::OutputId>(i), core::KeyRef::kWhole});
    }
  }
  out_.add(now.unix_ms, table_.devices()[index_of(device)].stale, Quality::good, false,
           core::KeyList(stale_keys_));
  ++counters_.records;
}

}  // namespace bmsgw::route
