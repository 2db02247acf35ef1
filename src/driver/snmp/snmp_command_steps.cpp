// What an answer means to the command that asked for it.
#include <algorithm>
#include <string>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/codec/scaler.hpp"
#include "bmsgw/driver/snmp_commands.hpp"

#include "command_task.hpp"

namespace bmsgw::driver {
namespace {

using core::MonoTime;
using core::Outcome;
using core::SnmpOutcome;
using core::SnmpRequest;
using transport::SnmpAnswer;

constexpr std::uint32_t kReadBackTries = 3;
constexpr core::milliseconds kPause{200};  ///< before something is asked again
/// An object that tells when a command is done may still tell of the one before. What it tells counts once it
/// has told something else, or after this time.
constexpr core::milliseconds kOldResult{10'000};
constexpr core::milliseconds kFirstLook{500};

core::milliseconds milliseconds_of(double seconds) {
  return core::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

Outcome outcome_of(const SnmpAnswer& answer) {
  switch (answer.outcome) {
    case SnmpOutcome::ok:
      return Outcome::ok;
    case SnmpOutcome::error:
    case SnmpOutcome::denied:
      return Outcome::device_refused;
    case SnmpOutcome::timeout:
      return Outcome::timed_out;
    case SnmpOutcome::unreachable:
    case SnmpOutcome::worker_down:
      return Outcome::bus_down;
    case SnmpOutcome::bad_answer:
      break;
  }
  return Outcome::failed;
}

std::string values_text(const SnmpRequest& set) {
  std::string text;
  for (const auto& one : set.sets)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", std::get<std::int64_t>(one.value));
  return text;
}

bool is_set(const SnmpRequest& set, std::span<const core::SnmpValue> values) {
  return std::ranges::equal(set.sets, values, [](const core::SnmpSet& one, const core::SnmpValue& value) {
    const auto* const number = std::get_if<std::int64_t>(&value);
    return number != nullptr && *number == std::get<std::int64_t>(one.value);
  });
}

/// Of a point that is written: what it is, in its units.
std::optional<double> number_of(const core::SnmpCommandSpec& spec, const SnmpAnswer& answer) {
  if (answer.outcome != SnmpOutcome::ok || answer.values.empty() || spec.sets.empty()) return std::nullopt;
  const auto& format = spec.sets.front().format;
  core::Sample sample;
  std::string text;
  sample.quality = codec::snmp::ValueReader(false, format).read(answer.values.front(), text, sample.value);
  return sample.quality == core::Quality::good ? core::number_of(sample.value) : std::nullopt;
}

/// Of agents in general it can't be told apart; a CyberPower unit takes no set while somebody is logged in
/// (BM100 user's manual, "SNMPv1 Service", Access Type).
std::string refusal_text(const SnmpAnswer& answer) {
  auto text = "the agent refuses to set it: " + text_of(answer);
  switch (answer.error_status) {
    case core::kSnmpBadValue:
    case core::kSnmpTooBig:
      return text;
    default:
      return text + "; the community or user may only read, or somebody is logged in at the unit's web page";
  }
}

}  // namespace

SnmpCommands::Wanted SnmpCommands::on_answer(const SnmpAnswer& answer) {
  auto* const task = book_->release();
  if (task == nullptr) return {};
  wanted_ = {};
  switch (task->step) {
    case Task::Step::read:
      on_read(*task, answer);
      break;
    case Task::Step::before:
      on_before(*task, answer);
      break;
    case Task::Step::set:
      on_set_answer(*task, answer);
      break;
    case Task::Step::read_back:
      on_read_back(*task, answer);
      break;
    case Task::Step::until:
      on_until_answer(*task, answer);
      break;
  }
  return std::exchange(wanted_, {});
}

/// The worker has asked several times already.
void SnmpCommands::on_read(Task& task, const SnmpAnswer& answer) {
  const auto now = answer.at.mono;
  if (answer.outcome != SnmpOutcome::ok) return end(task, outcome_of(answer), text_of(answer), now);
  if (answer.values.size() != 1) return end(task, Outcome::failed, "not one value came back", now);
  const auto point = task.order.point;
  const auto sample = unit_.decode_alone(point, answer.values.front());
  wanted_.samples.push_back(sample);
  wanted_.max_age = 3 * plan_.map.groups[plan_.map.points[point].group];
  if (std::holds_alternative<core::SnmpAbsent>(answer.values.front())) {
    return end(task, Outcome::device_refused, "the agent has no such object", now);
  }
  if (sample.quality == core::Quality::good) task.state.after = core::number_of(sample.value);
  if (task.state.after) return end(task, Outcome::ok, "", now);
  end(task, Outcome::failed, "the device has no value there now", now);
}

/// Who says no to being read may take a value all the same; who says nothing is given none.
void SnmpCommands::on_before(Task& task, const SnmpAnswer& answer) {
  const auto now = answer.at.mono;
  if (!is_from_agent(answer)) {
    return end(task, outcome_of(answer), text_of(answer) + "; nothing was set", now);
  }
  task.state.before = number_of(task.order.spec, answer);
  task.step = Task::Step::set;
  task.state.reason = "sets";
  task.due = now;
}

/// A set is never repeated by us. One without an answer may have arrived: reading back tells.
void SnmpCommands::on_set_answer(Task& task, const SnmpAnswer& answer) {
  const auto now = answer.at.mono;
  if (answer.outcome == SnmpOutcome::error)
    return end(task, Outcome::device_refused, refusal_text(answer), now);
  task.is_taken = answer.outcome == SnmpOutcome::ok;
  task.unanswered = outcome_of(answer);
  const bool may_have_arrived =
      answer.outcome == SnmpOutcome::timeout || answer.outcome == SnmpOutcome::bad_answer;
  const bool verify = task.order.spec.verify;
  if (task.is_taken && !verify) return next_step(task, now);
  if (!task.is_taken && !(verify && may_have_arrived)) {
    return end(task, outcome_of(answer), text_of(answer) + (may_have_arrived ? kMayBeSet : ""), now);
  }
  task.step = Task::Step::read_back;
  task.state.reason = "reads back";
  task.due = task.is_taken ? now : now + kPause;
}

void SnmpCommands::on_read_back(Task& task, const SnmpAnswer& answer) {
  const auto now = answer.at.mono;
  if (answer.outcome == SnmpOutcome::ok) {
    if (task.order.kind == core::MapRequest::Kind::write) {
      task.state.after = number_of(task.order.spec, answer);
    }
    if (is_set(task.order.set, answer.values)) return next_step(task, now);
    if (!task.is_taken) return end(task, Outcome::failed, "the agent didn't take it", now);
    // Some take a moment until they show what they were given.
  }
  if (++task.tries < (task.is_taken ? kReadBackTries : 1)) {
    task.due = now + kPause;
    return;
  }
  if (answer.outcome == SnmpOutcome::ok) {
    return end(task, Outcome::failed, "set, but it doesn't read back as " + values_text(task.order.set), now);
  }
  if (!task.is_taken) return end(task, task.unanswered, text_of(answer) + kMayBeSet, now);
  end(task, Outcome::failed, "set, but it can't be read back: " + text_of(answer), now);
}

void SnmpCommands::next_step(Task& task, MonoTime now) {
  const auto& until = task.order.spec.until;
  if (!until) return end(task, Outcome::ok, "", now);
  task.step = Task::Step::until;
  task.deadline = now + milliseconds_of(until->timeout_s);
  task.state.reason = "waits until the device is done";
  task.believed_at = now + kOldResult;
  task.due = std::min({now + milliseconds_of(until->every_s), now + kFirstLook, task.deadline});
}

/// A device that measures may have no time to answer: only the time-out ends the waiting.
void SnmpCommands::on_until_answer(Task& task, const SnmpAnswer& answer) {
  const auto& until = *task.order.spec.until;
  const auto now = answer.at.mono;
  task.due = std::min(now + milliseconds_of(until.every_s), task.deadline);
  if (answer.outcome != SnmpOutcome::ok || answer.values.empty()) return;
  const auto* const code = std::get_if<std::int64_t>(&answer.values.front());
  if (code == nullptr) return;
  const auto failure = until.fails.find(*code);
  const bool is_result = *code == until.equals || failure != until.fails.end();
  if (!is_result) task.believed_at = now;
  if (!is_result || now < task.believed_at) return;
  if (*code == until.equals) return end(task, Outcome::ok, "", now);
  end(task, Outcome::device_refused, std::string(failure->second), now);
}

}  // namespace bmsgw::driver
