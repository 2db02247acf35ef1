// What an answer means to the command that asked for it.
#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "bmsgw/codec/modbus/value_codec.hpp"
#include "bmsgw/codec/modbus/value_reader.hpp"
#include "bmsgw/driver/modbus_commands.hpp"

#include "command_task.hpp"

namespace bmsgw::driver {
namespace {

using core::ModbusOutcome;
using core::MonoTime;
using core::Outcome;
using transport::ModbusAnswer;

constexpr std::uint32_t kReadTries = 2;
constexpr std::uint32_t kReadBackTries = 3;
constexpr core::milliseconds kPause{100};  ///< before something is asked again
/// Of the time of a bus, waiting for a device that says nothing takes at most one part in so many.
constexpr int kWaitShare = 10;

core::milliseconds milliseconds_of(double seconds) {
  return core::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

std::string words_of(const ModbusAnswer& answer) {
  return (answer.outcome == ModbusOutcome::exception ? "the device says " : "") + text_of(answer);
}

Outcome outcome_of(const ModbusAnswer& answer) {
  switch (answer.outcome) {
    case ModbusOutcome::ok:
      return Outcome::ok;
    case ModbusOutcome::exception:  // a gateway's, too, of a device that says nothing
      return is_from_device(answer) ? Outcome::device_refused : Outcome::timed_out;
    case ModbusOutcome::timeout:
      return Outcome::timed_out;
    case ModbusOutcome::link_lost:
    case ModbusOutcome::link_down:
      return Outcome::bus_down;
    case ModbusOutcome::bad_answer:
    case ModbusOutcome::foreign_answer:
    case ModbusOutcome::echo:
      break;
  }
  return Outcome::failed;
}

/// What the answer says of a value that isn't text.
core::Sample sample_of(const core::ModbusPlace& place, const core::FieldFormat& format,
                       const ModbusAnswer& answer) {
  core::Sample sample;
  sample.quality = core::Quality::unavailable;
  if (answer.values.size() != codec::modbus::items_of(place)) return sample;
  std::string text;
  sample.quality = codec::modbus::ValueReader(place, format).read(answer.values, text, sample.value);
  return sample;
}

std::optional<double> number_of(const core::Sample& sample) {
  return sample.quality == core::Quality::good ? core::number_of(sample.value) : std::nullopt;
}

/// Of a point that is written.
std::optional<double> number_of(const core::ModbusCommandSpec& spec, const ModbusAnswer& answer) {
  if (answer.outcome != ModbusOutcome::ok || spec.writes.empty()) return std::nullopt;
  return number_of(sample_of(spec.writes.front().place, spec.writes.front().format, answer));
}

bool is_done(const core::ModbusUntil& until, const ModbusAnswer& answer) {
  if (answer.outcome != ModbusOutcome::ok) return false;
  constexpr double kNear = 1e-9;
  const auto number = number_of(sample_of(until.place, until.format, answer));
  return number && std::abs(*number - until.equals) <= kNear * std::max(1.0, std::abs(until.equals));
}

/// The device, or a gateway before it, may be at it all the same.
bool may_have_arrived(const ModbusAnswer& answer) {
  if (answer.outcome == ModbusOutcome::link_down) return false;
  return answer.outcome != ModbusOutcome::exception || answer.exception == core::kGatewayTargetSilent;
}

/// "Acknowledge": taken, it only takes long.
bool is_taken(const ModbusAnswer& answer) {
  return answer.outcome == ModbusOutcome::ok ||
         (answer.outcome == ModbusOutcome::exception && answer.exception == core::kAcknowledge);
}

}  // namespace

ModbusCommands::Wanted ModbusCommands::on_answer(const ModbusAnswer& answer) {
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
    case Task::Step::write:
      on_write_answer(*task, answer);
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

/// A lost or garbled answer to a read costs only another request.
bool ModbusCommands::ask_again(Task& task, const ModbusAnswer& answer) const {
  const bool is_busy = answer.outcome == ModbusOutcome::exception && answer.exception == core::kServerBusy;
  if ((is_from_device(answer) && !is_busy) || ++task.tries >= kReadTries) return false;
  task.due = answer.at.mono + kPause;
  return true;
}

void ModbusCommands::on_read(Task& task, const ModbusAnswer& answer) {
  const auto now = answer.at.mono;
  if (answer.outcome != ModbusOutcome::ok) {
    if (!ask_again(task, answer)) end(task, outcome_of(answer), words_of(answer), now);
    return;
  }
  if (task.reply_id != 0) {
    task.raw.values = answer.values;
    return end(task, Outcome::ok, "", now);
  }
  const auto& map = task.order.unit->map;
  const auto& point = map.points[task.order.point];
  auto sample = sample_of(point.place, point.format, answer);
  sample.point = point.point;
  task.state.after = number_of(sample);
  wanted_.unit = task.order.unit;
  wanted_.samples.push_back(sample);
  wanted_.max_age = 3 * map.periods[point.group];
  if (task.state.after) return end(task, Outcome::ok, "", now);
  end(task, Outcome::failed, "the device has no value there now", now);
}

/// Who says no to being read may take a value all the same; who says nothing is given none.
void ModbusCommands::on_before(Task& task, const ModbusAnswer& answer) {
  const auto now = answer.at.mono;
  if (answer.outcome != ModbusOutcome::ok && ask_again(task, answer)) return;
  if (!is_from_device(answer)) {
    return end(task, outcome_of(answer), words_of(answer) + "; nothing was written", now);
  }
  task.state.before = number_of(task.order.spec, answer);
  task.step = Task::Step::write;
  task.state.reason = "writes";
  task.due = now;
}

/// A write is never repeated. One without an answer may have arrived: reading back tells.
void ModbusCommands::on_write_answer(Task& task, const ModbusAnswer& answer) {
  const auto now = answer.at.mono;
  const bool verify = task.writes[task.at].verify;
  if (is_taken(answer) && !verify) return next_write(task, now);
  if (!is_taken(answer) && !(verify && may_have_arrived(answer))) {
    return end(task, outcome_of(answer), words_of(answer) + (may_have_arrived(answer) ? kMayBeTaken : ""),
               now);
  }
  task.step = Task::Step::read_back;
  task.tries = 0;
  task.is_taken = is_taken(answer);
  task.unanswered = outcome_of(answer);
  task.state.reason = "reads back";
  task.due = answer.outcome == ModbusOutcome::ok ? now : now + kPause;
}

void ModbusCommands::on_read_back(Task& task, const ModbusAnswer& answer) {
  const auto now = answer.at.mono;
  if (answer.outcome == ModbusOutcome::ok) {
    if (task.order.kind == core::MapRequest::Kind::write) {
      task.state.after = number_of(task.order.spec, answer);
    }
    if (answer.values == task.written.values) return next_write(task, now);
    return end(task, Outcome::failed,
               fmt::format("reads back as {}, not as {}", answer.values, task.written.values), now);
  }
  if (++task.tries >= kReadBackTries) {
    if (!task.is_taken) return end(task, task.unanswered, words_of(answer) + kMayBeTaken, now);
    return end(task, Outcome::failed, "written, but it can't be read back: " + words_of(answer), now);
  }
  task.due = now + kPause;
}

void ModbusCommands::next_write(Task& task, MonoTime now) {
  task.due = now;
  if (++task.at < task.writes.size()) {
    task.step = Task::Step::write;
    return;
  }
  const auto& until = task.order.spec.until;
  if (!until) return end(task, Outcome::ok, "", now);
  task.step = Task::Step::until;
  task.deadline = now + milliseconds_of(until->timeout_s);
  task.state.reason = "waits until the device is done";
  wait_again(task, now);
}

void ModbusCommands::wait_again(Task& task, MonoTime now) {
  task.due = std::min(now + milliseconds_of(task.order.spec.until->every_s), task.deadline);
}

/// A device that measures may have no time to answer: only the time-out ends the waiting.
void ModbusCommands::on_until_answer(Task& task, const ModbusAnswer& answer) {
  if (is_done(*task.order.spec.until, answer)) return end(task, Outcome::ok, "", answer.at.mono);
  wait_again(task, answer.at.mono);
  if (answer.outcome != ModbusOutcome::timeout) return;
  const auto pause = std::chrono::duration_cast<core::milliseconds>(kWaitShare * answer.took);
  task.due = std::min(std::max(task.due, answer.at.mono + pause), task.deadline);
}

}  // namespace bmsgw::driver
