// What becomes of requests that fail: the one table of dispositions.
//   noSuchName, noAccess, authorizationError   the object is dropped, the rest asked again at once
//   tooBig                                     smaller requests, at once
//   genErr and others                          tried again at its period, at most 5 s later; after three
//   times
//                                              the object that is named is dropped
//   silence        asked for sysUpTime; three in a row: mute, one question in a while
//   a read that three times gets no answer from an agent that answers others: smaller requests
//   access denied  mute at once
//   unintelligible answers   the request is tried again at once, later each second; somebody is there, so
//                            nobody is mute
#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"
#include "bmsgw/driver/snmp_unit.hpp"

namespace bmsgw::driver {
namespace {

using core::milliseconds;
using core::MonoTime;
using core::SnmpOutcome;
using transport::SnmpAnswer;

constexpr std::uint32_t kAuthorizationError = 16;  // RFC 3416, 3

/// The agent has no such object, or not for us.
bool is_absence(std::uint32_t status) {
  return status == core::kSnmpNoSuchName || status == core::kSnmpNoAccess || status == kAuthorizationError;
}

}  // namespace

/// Before any value has come, this is about the user, not about an object.
bool SnmpUnit::is_shut_out(const SnmpAnswer& answer) const {
  return answer.outcome == SnmpOutcome::error && answer.error_status == kAuthorizationError && !online_;
}

/// The commonest mistakes make an agent silent.
std::string SnmpUnit::trouble_of(const SnmpAnswer& answer) const {
  if (is_shut_out(answer)) {
    return "access denied: " + text_of(answer) +
           ": the user may not read at this level of security; set auth and priv as the device has them";
  }
  auto text = text_of(answer);
  if (answer.outcome == SnmpOutcome::timeout && !ever_answered_)
    text += ": SNMP is off there, has another community, or doesn't let this computer in";
  return text;
}

void SnmpUnit::on_error(const SnmpAnswer& answer, std::vector<core::Sample>& samples) {
  const auto now = answer.at.mono;
  if (answer.error_status == core::kSnmpTooBig) return make_smaller(now);
  if (decoder_.reads()[taken_].request.kind == core::SnmpRequest::Kind::get_bulk) return on_no_bulk(answer);
  if (is_absence(answer.error_status)) {
    if (drop_culprit(answer, samples)) return;
    if (answer.error_index == 0) return make_smaller(now);  // which one isn't told: alone it is
  }
  ++errors_;
  trouble_ = text_of(answer);
  if (states_[taken_].failures + 1 >= kSoftErrors && drop_culprit(answer, samples)) return;
  on_failed(now + std::min(kRetry, period_of(taken_)), samples);
}

/// Whatever it dislikes about GETBULK, GET does the same.
void SnmpUnit::on_no_bulk(const SnmpAnswer& answer) {
  if (!std::exchange(no_bulk_told_, true)) {
    core::log_warning(
        "{}: the agent doesn't take GETBULK ({}): tables are read by GET; \"bulk\": false in "
        "settings.json saves the try",
        plan_.name, text_of(answer));
  }
  decoder_.stop_bulk();
}

bool SnmpUnit::drop_culprit(const SnmpAnswer& answer, std::vector<core::Sample>& samples) {
  const auto& request = decoder_.reads()[taken_].request;
  auto index = answer.error_index;
  if (index == 0 && core::count_oids(request.oids) == 1) index = 1;
  return index > 0 && decoder_.on_absent(taken_, index, samples);
}

/// As small as can be and still too big: as if it had failed.
void SnmpUnit::make_smaller(MonoTime now) {
  if (decoder_.on_too_big(taken_)) return;
  ++errors_;
  states_[taken_].next = now + std::min(kRetry, period_of(taken_));
  find_next();
}

void SnmpUnit::on_silence(const SnmpAnswer& answer, std::vector<core::Sample>& samples) {
  const auto now = answer.at.mono;
  trouble_ = trouble_of(answer);
  if (answer.outcome == SnmpOutcome::bad_answer) return on_garbled(answer, samples);
  ++unanswered_;
  ++silences_;
  denied_ = answer.outcome == SnmpOutcome::denied || is_shut_out(answer);
  if (denied_ || is_probing() || silences_ >= kSoftErrors) return become_mute(now, samples);
  not_before_ = now + (silences_ == 1 ? milliseconds(0) : kDoubt);
  uptime_due_ = not_before_;
  if (taken_ == kUptime) return;
  on_failed(now + std::min(kRetry, period_of(taken_)), samples);
  if (states_[taken_].failures == kSoftErrors) make_smaller(now);
}

void SnmpUnit::on_garbled(const SnmpAnswer& answer, std::vector<core::Sample>& samples) {
  const auto now = answer.at.mono;
  ++errors_;
  silences_ = 0;
  not_before_ = now + (++garbled_ == 1 ? milliseconds(0) : kDoubt);
  if (taken_ != kUptime) return on_failed(not_before_, samples);
  if (is_probing()) uptime_due_ = not_before_;  // else the values go first
}

void SnmpUnit::on_failed(MonoTime next, std::vector<core::Sample>& samples) {
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

void SnmpUnit::lose_all(std::vector<core::Sample>& samples) {
  const auto is_lost = [](const ReadState& state) { return state.lost; };
  if (!std::ranges::all_of(states_, is_lost)) decoder_.on_all_lost(samples);
  for (auto& state : states_) state.lost = true;
  online_ = false;
  answered_ = false;
}

/// From now on one small question in a while.
void SnmpUnit::become_mute(MonoTime now, std::vector<core::Sample>& samples) {
  mute_ = true;
  lose_all(samples);
  const auto wait = milliseconds(1000 << std::min(probes_++, 4U));
  not_before_ = now + std::min(wait, kLongestProbe);
  uptime_due_ = not_before_;
}

}  // namespace bmsgw::driver
