#include "bmsgw/driver/modbus_commands.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "bmsgw/codec/modbus/value_codec.hpp"
#include "bmsgw/core/log.hpp"

#include "write_plan.hpp"

namespace bmsgw::driver {
namespace {

using core::ModbusOutcome;
using core::ModbusRequest;
using core::MonoTime;
using Phase = CommandState::Phase;
using transport::ModbusAnswer;

constexpr std::uint32_t kReadBackTries = 3;
constexpr core::milliseconds kReadBackPause{100};

core::milliseconds milliseconds_of(double seconds) {
  return core::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

std::string words_of(const ModbusAnswer& answer) {
  if (answer.outcome == ModbusOutcome::exception) {
    return "the device says " + core::exception_text(answer.exception);
  }
  return std::string(core::to_string(answer.outcome));
}

ModbusRequest read_back_of(const ModbusRequest& write) {
  return {write.unit, reading_function(write.function), write.address, write.count, {}};
}

}  // namespace

struct ModbusCommands::Task {
  enum class Step : std::uint8_t { write, read_back, until };

  CommandState state;
  const ModbusUnitPlan* unit = nullptr;
  core::ModbusCommandSpec spec;
  std::optional<double> argument;
  std::vector<PlannedWrite> writes;
  std::size_t at = 0;  ///< of writes
  Step step = Step::write;
  MonoTime due{};
  MonoTime deadline = core::kNever;  ///< of until
  std::uint32_t tries = 0;
  ModbusRequest written;
  std::vector<std::uint16_t> done_when;  ///< of until: what its registers hold then
};

ModbusCommands::ModbusCommands() = default;
ModbusCommands::~ModbusCommands() = default;

std::variant<std::uint64_t, std::string> ModbusCommands::start(const ModbusUnitPlan& unit,
                                                               core::ModbusCommandSpec spec,
                                                               std::optional<double> argument,
                                                               core::Stamp now) {
  const auto is_same = [&](const auto& task) { return task->unit == &unit && task->spec.name == spec.name; };
  if (std::ranges::any_of(running_, is_same)) return spec.name + " is under way already";
  if (running_.size() >= kMostRunning) return fmt::format("{} commands are under way already", kMostRunning);
  auto task = std::make_unique<Task>();
  task->writes = plan_writes(spec);
  for (const auto& write : task->writes) {
    auto request = make_write(spec, write, unit.unit, argument, now.unix_ms);
    if (auto* const reason = std::get_if<std::string>(&request)) return std::move(*reason);
  }
  if (spec.until) {
    auto words = codec::modbus::encode_value(spec.until->place, spec.until->format, spec.until->equals);
    if (!words) return fmt::format("{} can't stand in the register that tells the end", spec.until->equals);
    task->done_when = std::move(*words);
  }
  task->unit = &unit;
  task->state = {++last_id_, unit.name, spec.name, Phase::running, "writes", now.mono, core::kNever};
  task->spec = std::move(spec);
  task->argument = argument;
  task->due = now.mono;
  running_.push_back(std::move(task));
  return last_id_;
}

ModbusCommands::Task* ModbusCommands::first_due() const {
  const auto first = std::ranges::min_element(running_, {}, [](const auto& task) { return task->due; });
  return first == running_.end() ? nullptr : first->get();
}

MonoTime ModbusCommands::next_due() const {
  const auto* const task = first_due();
  return task == nullptr ? core::kNever : task->due;
}

std::optional<ModbusCommands::Asked> ModbusCommands::take_next(core::Stamp now) {
  using core::Command;
  taken_ = first_due();
  auto& task = *taken_;
  if (now.mono >= task.deadline) {
    end(task, Phase::failed, fmt::format("not done within {} s", task.spec.until->timeout_s), now.mono);
    return std::nullopt;
  }
  if (task.step == Task::Step::until) {
    const auto& place = task.spec.until->place;
    const auto count = static_cast<std::uint16_t>(task.done_when.size());
    return Asked{{task.unit->unit, place.function, place.address, count, {}}, {}, Command::Kind::read};
  }
  if (task.step == Task::Step::read_back) return Asked{read_back_of(task.written), {}, Command::Kind::read};
  auto request = make_write(task.spec, task.writes[task.at], task.unit->unit, task.argument, now.unix_ms);
  if (const auto* const reason = std::get_if<std::string>(&request)) {
    end(task, Phase::failed, *reason, now.mono);
    return std::nullopt;
  }
  task.written = std::get<ModbusRequest>(request);
  return Asked{task.written, task.spec.name, Command::Kind::write};
}

ModbusCommands::Wanted ModbusCommands::on_answer(const ModbusAnswer& answer) {
  if (taken_ == nullptr) return {};
  auto& task = *std::exchange(taken_, nullptr);
  const auto* const unit = task.unit;
  const auto then_read = task.spec.then_read;
  const auto id = task.state.id;
  if (task.step == Task::Step::write) {
    on_write_answer(task, answer);
  } else if (task.step == Task::Step::read_back) {
    on_read_back(task, answer);
  } else {
    on_until_answer(task, answer);
  }
  const auto state = state_of(id);  // the task may be gone
  if (!state || state->phase != Phase::done) return {};
  Wanted wanted{unit, {}};
  for (const auto& packet : then_read) {
    const auto groups = unit->groups.find(packet);
    if (groups == unit->groups.end()) continue;
    wanted.groups.insert(wanted.groups.end(), groups->second.begin(), groups->second.end());
  }
  return wanted;
}

/// A write is never repeated. One without an answer may have arrived: reading back tells.
void ModbusCommands::on_write_answer(Task& task, const ModbusAnswer& answer) {
  const auto now = answer.at.mono;
  const bool verify = task.writes[task.at].verify;
  const bool may_have_arrived =
      answer.outcome != ModbusOutcome::exception && answer.outcome != ModbusOutcome::link_down;
  if (answer.outcome == ModbusOutcome::ok ? !verify : !(verify && may_have_arrived)) {
    if (answer.outcome == ModbusOutcome::ok) return next_write(task, now);
    const auto* const doubt = may_have_arrived ? "; it may have been taken all the same" : "";
    return end(task, Phase::failed, words_of(answer) + doubt, now);
  }
  task.step = Task::Step::read_back;
  task.tries = 0;
  task.state.reason = "reads back";
  task.due = answer.outcome == ModbusOutcome::ok ? now : now + kReadBackPause;
}

void ModbusCommands::on_read_back(Task& task, const ModbusAnswer& answer) {
  const auto now = answer.at.mono;
  if (answer.outcome == ModbusOutcome::ok) {
    if (answer.values == task.written.values) return next_write(task, now);
    return end(task, Phase::failed,
               fmt::format("reads back as {}, not as {}", answer.values, task.written.values), now);
  }
  if (++task.tries >= kReadBackTries) {
    return end(task, Phase::failed, "written, but it can't be read back: " + words_of(answer), now);
  }
  task.due = now + kReadBackPause;
}

void ModbusCommands::next_write(Task& task, MonoTime now) {
  task.due = now;
  if (++task.at < task.writes.size()) {
    task.step = Task::Step::write;
    return;
  }
  if (!task.spec.until) return end(task, Phase::done, "", now);
  task.step = Task::Step::until;
  task.deadline = now + milliseconds_of(task.spec.until->timeout_s);
  task.state.reason = "waits until the device is done";
  wait_again(task, now);
}

void ModbusCommands::wait_again(Task& task, MonoTime now) {
  task.due = std::min(now + milliseconds_of(task.spec.until->every_s), task.deadline);
}

/// A device that measures may have no time to answer: only the time-out ends the waiting.
void ModbusCommands::on_until_answer(Task& task, const ModbusAnswer& answer) {
  const bool is_done = answer.outcome == ModbusOutcome::ok && answer.values == task.done_when;
  if (is_done) return end(task, Phase::done, "", answer.at.mono);
  wait_again(task, answer.at.mono);
}

void ModbusCommands::on_refused(const std::string& reason, MonoTime now) {
  if (taken_ != nullptr) end(*taken_, Phase::failed, reason, now);
}

void ModbusCommands::on_down(MonoTime now) {
  std::vector<Task*> lost;
  for (const auto& task : running_) {
    if (task->step != Task::Step::until) lost.push_back(task.get());
  }
  for (auto* const task : lost) end(*task, Phase::failed, "the line was lost", now);
}

void ModbusCommands::end(Task& task, Phase phase, std::string reason, MonoTime now) {
  task.state.phase = phase;
  task.state.reason = std::move(reason);
  task.state.ended = now;
  const auto level = phase == Phase::done ? core::LogLevel::info : core::LogLevel::warning;
  core::log(level, "{}: command {} {}{}{}", task.unit->name, task.spec.name,
            phase == Phase::done ? "done" : "failed", task.state.reason.empty() ? "" : ": ",
            task.state.reason);
  ended_.push_back(task.state);
  if (ended_.size() > kMostKept) ended_.pop_front();
  if (taken_ == &task) taken_ = nullptr;
  std::erase_if(running_, [&task](const auto& other) { return other.get() == &task; });
}

std::optional<CommandState> ModbusCommands::state_of(std::uint64_t id) const {
  for (const auto& task : running_) {
    if (task->state.id == id) return task->state;
  }
  const auto ended = std::ranges::find(ended_, id, &CommandState::id);
  return ended == ended_.end() ? std::nullopt : std::optional(*ended);
}

}  // namespace bmsgw::driver
