// What becomes of requests that fail: the one table of dispositions.
//   exception 1        the values are unavailable, asked once a minute
//   exception 2, 3     cut in two until the culprit is alone and parked
//   other exceptions   tried again at its period, at most 5 s later
//   garbled answers    the first one tried again at once
//   silence            once a second, then mute: one probe in a while; 10 and 11 of a TCP gateway are silence
#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"
#include "bmsgw/driver/modbus_unit.hpp"

namespace bmsgw::driver {
namespace {

using core::milliseconds;
using core::ModbusOutcome;
using core::MonoTime;
using transport::ModbusAnswer;

/// Something came back, only not what was wanted: the next try may well succeed, and costs little.
bool is_garbled(ModbusOutcome outcome) {
  return outcome == ModbusOutcome::bad_answer || outcome == ModbusOutcome::foreign_answer;
}

}  // namespace

void ModbusUnit::on_exception(const ModbusAnswer& answer, std::vector<core::Sample>& samples) {
  const auto now = answer.at.mono;
  ++errors_;
  note_answer(now);
  switch (answer.exception) {
    case core::kIllegalFunction:
      states_[taken_].failures = kSoftErrors;
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
    auto name = plan_.point_names[culprit.point];
    if (plan_.map.points[culprit.point].list) name += fmt::format("[{}]", culprit.element);
    core::log_warning("{}: {} at {} (function {}) is not read any more: the device says {}", plan_.name, name,
                      culprit.address, static_cast<int>(culprit.function), trouble_);
    parked_.push_back(std::move(name));
  }
  sync_reads(now);
  if (!states_.empty()) return;
  online_ = false;
  not_before_ = now + kUnsupported;
}

void ModbusUnit::on_silence(const ModbusAnswer& answer, std::size_t sharers,
                            std::vector<core::Sample>& samples) {
  const auto now = answer.at.mono;
  ++(is_garbled(answer.outcome) ? errors_ : unanswered_);
  ++silences_;
  if (mute_ || !answered_ || silences_ >= kSoftErrors) return become_mute(answer, sharers, samples);
  const bool at_once = is_garbled(answer.outcome) && silences_ == 1;
  not_before_ = at_once ? now : now + std::min(kDoubt, shortest_);
  on_failed(at_once ? now : now + std::min(kRetry, period_of(taken_)), samples);
}

/// Also of one that is lost already its failure is told: a list of several reads goes on without it.
void ModbusUnit::on_failed(MonoTime next, std::vector<core::Sample>& samples) {
  auto& state = states_[taken_];
  if (++state.failures >= kSoftErrors) {
    state.lost = true;
    decoder_.on_lost(taken_, samples);
    const auto is_heard = [](const ReadState& other) { return !other.lost; };
    online_ = online_ && std::ranges::any_of(states_, is_heard);
  }
  state.next = next;
  find_next();
}

void ModbusUnit::lose_all(std::vector<core::Sample>& samples) {
  const auto is_lost = [](const ReadState& state) { return state.lost; };
  if (!std::ranges::all_of(states_, is_lost)) decoder_.on_all_lost(samples);
  for (auto& state : states_) state.lost = true;
  online_ = false;
  answered_ = false;
}

/// From now on one short request in a while. On a shared bus it costs the others next to nothing.
void ModbusUnit::become_mute(const ModbusAnswer& answer, std::size_t sharers,
                             std::vector<core::Sample>& samples) {
  if (!std::exchange(mute_, true) && log_limiter_.allow(answer.at.mono)) {
    core::log_warning("{}: doesn't answer (unit {}): {}", plan_.name, plan_.unit, trouble_);
  }
  lose_all(samples);
  const auto cost = std::chrono::duration_cast<milliseconds>(answer.took);
  const auto wait = milliseconds(1000 << std::min(probes_++, 6U));
  const auto least = kMuteShare * static_cast<int>(sharers) * cost;
  const auto longest = sharers > 0 ? std::max(kLongestProbe, least) : kLongestProbeAlone;
  not_before_ = answer.at.mono + std::clamp(wait, least, longest);
  find_next();
  states_[next_].next = std::min(states_[next_].next, not_before_);
}

}  // namespace bmsgw::driver
