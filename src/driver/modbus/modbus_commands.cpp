#include "bmsgw/driver/modbus_commands.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "bmsgw/codec/modbus/value_codec.hpp"
#include "bmsgw/codec/modbus/value_reader.hpp"
#include "bmsgw/core/log.hpp"

#include "driver/command_book.hpp"
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
/// Of the time of a bus, waiting for a device that says nothing takes at most one part in so many.
constexpr int kWaitShare = 10;
constexpr const char* kMayBeTaken = "; it may have been taken all the same";

core::milliseconds milliseconds_of(double seconds) {
  return core::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

std::string words_of(const ModbusAnswer& answer) {
  return (answer.outcome == ModbusOutcome::exception ? "the device says " : "") + text_of(answer);
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
  bool is_taken = false;  ///< the device has said so
  ModbusRequest written;
  std::int64_t clock_ms = 0;  ///< the time that all of its clock parts are of
};

namespace {

bool is_done(const core::ModbusUntil& until, const ModbusAnswer& answer) {
  if (answer.outcome != ModbusOutcome::ok) return false;
  std::string text;
  core::Value value;
  const codec::modbus::ValueReader reader(until.place, until.format);
  if (reader.read(answer.values, text, value) != core::Quality::good) return false;
  constexpr double kNear = 1e-9;
  const auto number = core::number_of(value);
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

class ModbusCommands::Book : public CommandBook<Task> {
 public:
  using CommandBook::CommandBook;
};

ModbusCommands::ModbusCommands() : book_(std::make_unique<Book>(kMostRunning, kMostKept)) {}
ModbusCommands::~ModbusCommands() = default;

std::variant<std::uint64_t, std::string> ModbusCommands::start(const ModbusUnitPlan& unit,
                                                               core::ModbusCommandSpec spec,
                                                               std::optional<double> argument,
                                                               core::Stamp now) {
  if (auto refusal = book_->refusal_of(unit.name, spec.name); !refusal.empty()) return refusal;
  auto task = std::make_unique<Task>();
  task->writes = plan_writes(spec);
  for (const auto& write : task->writes) {
    auto request = make_write(spec, write, unit.unit, argument, now.unix_ms);
    if (auto* const reason = std::get_if<std::string>(&request)) return std::move(*reason);
  }
  task->unit = &unit;
  task->spec = std::move(spec);
  task->argument = argument;
  task->due = now.mono;
  core::log_info("{}: command {}{} started", unit.name, task->spec.name,
                 argument ? fmt::format(" {}", *argument) : "");
  const auto name = task->spec.name;
  return book_->add(std::move(task), unit.name, name, "writes", now.mono);
}

MonoTime ModbusCommands::next_due() const {
  return book_->next_due();
}

std::optional<ModbusCommands::Asked> ModbusCommands::take_next(core::Stamp now) {
  using core::Command;
  end_overdue(now.mono);
  auto* const due = book_->take_due(now.mono);
  if (due == nullptr) return std::nullopt;
  auto& task = *due;
  if (task.step == Task::Step::until) {
    const auto& place = task.spec.until->place;
    const auto count = codec::modbus::items_of(place);
    return Asked{{task.unit->unit, place.function, place.address, count, {}}, {}, Command::Kind::read};
  }
  if (task.step == Task::Step::read_back) return Asked{read_back_of(task.written), {}, Command::Kind::read};
  if (task.at == 0) task.clock_ms = now.unix_ms;
  auto request = make_write(task.spec, task.writes[task.at], task.unit->unit, task.argument, task.clock_ms);
  if (const auto* const reason = std::get_if<std::string>(&request)) {
    end(task, Phase::failed, *reason, now.mono);
    return std::nullopt;
  }
  task.written = std::get<ModbusRequest>(request);
  return Asked{task.written, task.spec.name, Command::Kind::write};
}

ModbusCommands::Wanted ModbusCommands::on_answer(const ModbusAnswer& answer) {
  if (book_->taken() == nullptr) return {};
  auto& task = *book_->release();
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
    const auto group = unit->groups.find(packet);
    if (group != unit->groups.end()) wanted.groups.push_back(group->second);
  }
  return wanted;
}

/// A write is never repeated. One without an answer may have arrived: reading back tells.
void ModbusCommands::on_write_answer(Task& task, const ModbusAnswer& answer) {
  const auto now = answer.at.mono;
  const bool verify = task.writes[task.at].verify;
  if (is_taken(answer) && !verify) return next_write(task, now);
  if (!is_taken(answer) && !(verify && may_have_arrived(answer))) {
    return end(task, Phase::failed, words_of(answer) + (may_have_arrived(answer) ? kMayBeTaken : ""), now);
  }
  task.step = Task::Step::read_back;
  task.tries = 0;
  task.is_taken = is_taken(answer);
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
    const auto reason = task.is_taken ? "written, but it can't be read back: " + words_of(answer)
                                      : words_of(answer) + kMayBeTaken;
    return end(task, Phase::failed, reason, now);
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
  if (is_done(*task.spec.until, answer)) return end(task, Phase::done, "", answer.at.mono);
  wait_again(task, answer.at.mono);
  if (answer.outcome != ModbusOutcome::timeout) return;
  const auto pause = std::chrono::duration_cast<core::milliseconds>(kWaitShare * answer.took);
  task.due = std::min(std::max(task.due, answer.at.mono + pause), task.deadline);
}

void ModbusCommands::on_refused(const std::string& reason, MonoTime now) {
  if (book_->taken() != nullptr) end(*book_->taken(), Phase::failed, reason, now);
}

void ModbusCommands::on_down(MonoTime now) {
  book_->fail_those([](const Task& task, MonoTime) { return task.step != Task::Step::until; }, now,
                    [](const Task& task) {
                      const bool is_written = task.step == Task::Step::read_back;
                      return std::string("the line was lost") + (is_written ? kMayBeTaken : "");
                    });
}

void ModbusCommands::stop(MonoTime now) {
  book_->fail_those([](const Task&, MonoTime) { return true; }, now,
                    [](const Task&) { return std::string("the gateway stops"); });
}

void ModbusCommands::end_overdue(MonoTime now) {
  book_->fail_those(
      [](const Task& task, MonoTime time) { return time >= task.deadline; }, now,
      [](const Task& task) { return fmt::format("not done within {} s", task.spec.until->timeout_s); });
}

MonoTime ModbusCommands::next_deadline() const {
  return book_->next_deadline();
}

void ModbusCommands::end(Task& task, Phase phase, std::string reason, MonoTime now) {
  book_->end(task, phase, std::move(reason), now);
}

std::optional<CommandState> ModbusCommands::state_of(std::uint64_t id) const {
  return book_->state_of(id);
}

}  // namespace bmsgw::driver
