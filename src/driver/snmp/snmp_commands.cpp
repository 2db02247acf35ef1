#include "bmsgw/driver/snmp_commands.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"

#include "driver/command_book.hpp"

namespace bmsgw::driver {
namespace {

using core::MonoTime;
using core::SnmpOutcome;
using core::SnmpRequest;
using Phase = CommandState::Phase;
using transport::SnmpAnswer;

constexpr std::uint32_t kReadBackTries = 3;
constexpr core::milliseconds kReadBackPause{200};
/// An object that tells when a command is done may still tell of the one before. What it tells counts once it
/// has told something else, or after this time.
constexpr core::milliseconds kOldResult{10'000};
constexpr core::milliseconds kFirstLook{500};
constexpr const char* kMayBeTaken = "; it may have been taken all the same";

core::milliseconds milliseconds_of(double seconds) {
  return core::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

std::string joined_oids(const SnmpRequest& set) {
  std::string oids;
  for (const auto& one : set.sets) oids += (oids.empty() ? "" : "\n") + one.oid;
  return oids;
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

struct SnmpCommands::Task {
  enum class Step : std::uint8_t { set, read_back, until };

  CommandState state;
  core::SnmpCommandSpec spec;
  SnmpRequest set;
  Step step = Step::set;
  MonoTime due{};
  MonoTime deadline = core::kNever;  ///< of until
  std::uint32_t tries = 0;
  bool is_sent = false;                 ///< it was on its way when the agent was lost
  bool is_taken = false;                ///< the agent has said so
  MonoTime believed_at = core::kNever;  ///< of until: from then on a result is that of this command
};

class SnmpCommands::Book : public CommandBook<Task> {
 public:
  using CommandBook::CommandBook;
};

SnmpCommands::SnmpCommands(std::string device)
    : device_(std::move(device)), book_(std::make_unique<Book>(kMostRunning, kMostKept)) {}
SnmpCommands::~SnmpCommands() = default;

std::variant<std::uint64_t, std::string> SnmpCommands::start(core::SnmpCommandSpec spec,
                                                             std::optional<double> argument, MonoTime now) {
  if (auto refusal = book_->refusal_of(device_, spec.name); !refusal.empty()) return refusal;
  auto set = make_set(spec, argument);
  if (auto* const reason = std::get_if<std::string>(&set)) return std::move(*reason);
  auto task = std::make_unique<Task>();
  task->set = std::move(std::get<SnmpRequest>(set));
  task->spec = std::move(spec);
  task->due = now;
  core::log_info("{}: command {}{} started", device_, task->spec.name,
                 argument ? fmt::format(" {}", *argument) : "");
  const auto name = task->spec.name;
  return book_->add(std::move(task), device_, name, "sets", now);
}

MonoTime SnmpCommands::next_due() const {
  return book_->next_due();
}

std::optional<SnmpCommands::Asked> SnmpCommands::take_next(MonoTime now) {
  using core::Command;
  end_overdue(now);
  const auto* const due = book_->take_due(now);
  if (due == nullptr) return std::nullopt;
  const auto& task = *due;
  if (task.step == Task::Step::set) return Asked{task.set, task.spec.name, Command::Kind::write};
  SnmpRequest get;
  get.oids = task.step == Task::Step::until ? task.spec.until->oid : joined_oids(task.set);
  return Asked{std::move(get), {}, Command::Kind::read};
}

std::vector<std::string> SnmpCommands::on_answer(const SnmpAnswer& answer) {
  if (book_->taken() == nullptr) return {};
  auto& task = *book_->release();
  auto then_read = task.spec.then_read;
  const auto id = task.state.id;
  if (task.step == Task::Step::set) {
    on_set_answer(task, answer);
  } else if (task.step == Task::Step::read_back) {
    on_read_back(task, answer);
  } else {
    on_until_answer(task, answer);
  }
  const auto state = state_of(id);  // the task may be gone
  if (!state || state->phase != Phase::done) return {};
  return then_read;
}

/// A set is never repeated by us. One without an answer may have arrived: reading back tells.
void SnmpCommands::on_set_answer(Task& task, const SnmpAnswer& answer) {
  const auto now = answer.at.mono;
  if (answer.outcome == SnmpOutcome::error) return end(task, Phase::failed, refusal_text(answer), now);
  task.is_taken = answer.outcome == SnmpOutcome::ok;
  const bool may_have_arrived =
      answer.outcome == SnmpOutcome::timeout || answer.outcome == SnmpOutcome::bad_answer;
  if (task.is_taken && !task.spec.verify) return next_step(task, now);
  if (!task.is_taken && !(task.spec.verify && may_have_arrived)) {
    return end(task, Phase::failed, text_of(answer) + (may_have_arrived ? kMayBeTaken : ""), now);
  }
  task.step = Task::Step::read_back;
  task.state.reason = "reads back";
  task.due = task.is_taken ? now : now + kReadBackPause;
}

void SnmpCommands::on_read_back(Task& task, const SnmpAnswer& answer) {
  const auto now = answer.at.mono;
  if (answer.outcome == SnmpOutcome::ok) {
    if (is_set(task.set, answer.values)) return next_step(task, now);
    if (!task.is_taken) return end(task, Phase::failed, "the agent didn't take it", now);
    // Some take a moment until they show what they were given.
  }
  if (++task.tries < (task.is_taken ? kReadBackTries : 1)) {
    task.due = now + kReadBackPause;
    return;
  }
  if (answer.outcome == SnmpOutcome::ok) {
    return end(task, Phase::failed, "set, but it doesn't read back as " + values_text(task.set), now);
  }
  end(task, Phase::failed,
      task.is_taken ? "set, but it can't be read back: " + text_of(answer) : text_of(answer) + kMayBeTaken,
      now);
}

void SnmpCommands::next_step(Task& task, MonoTime now) {
  if (!task.spec.until) return end(task, Phase::done, "", now);
  task.step = Task::Step::until;
  task.deadline = now + milliseconds_of(task.spec.until->timeout_s);
  task.state.reason = "waits until the device is done";
  task.believed_at = now + kOldResult;
  task.due = std::min({now + milliseconds_of(task.spec.until->every_s), now + kFirstLook, task.deadline});
}

/// A device that measures may have no time to answer: only the time-out ends the waiting.
void SnmpCommands::on_until_answer(Task& task, const SnmpAnswer& answer) {
  const auto& until = *task.spec.until;
  const auto now = answer.at.mono;
  task.due = std::min(now + milliseconds_of(until.every_s), task.deadline);
  if (answer.outcome != SnmpOutcome::ok || answer.values.empty()) return;
  const auto* const code = std::get_if<std::int64_t>(&answer.values.front());
  if (code == nullptr) return;
  const auto failure = until.fails.find(*code);
  const bool is_result = *code == until.equals || failure != until.fails.end();
  if (!is_result) task.believed_at = now;
  if (!is_result || now < task.believed_at) return;
  if (*code == until.equals) return end(task, Phase::done, "", now);
  end(task, Phase::failed, failure->second, now);
}

void SnmpCommands::on_refused(const std::string& reason, MonoTime now) {
  if (book_->taken() != nullptr) end(*book_->taken(), Phase::failed, reason, now);
}

void SnmpCommands::on_down(MonoTime now) {
  if (auto* const sent = book_->release()) sent->is_sent = true;
  book_->fail_those([](const Task& task, MonoTime) { return task.step != Task::Step::until; }, now,
                    [](const Task& task) {
                      const bool may_be_set = task.step == Task::Step::read_back || task.is_sent;
                      return std::string("the agent was lost") + (may_be_set ? kMayBeTaken : "");
                    });
}

void SnmpCommands::stop(MonoTime now) {
  book_->fail_those([](const Task&, MonoTime) { return true; }, now,
                    [](const Task&) { return std::string("the gateway stops"); });
}

void SnmpCommands::end_overdue(MonoTime now) {
  book_->fail_those(
      [](const Task& task, MonoTime time) { return time >= task.deadline; }, now,
      [](const Task& task) { return fmt::format("not done within {} s", task.spec.until->timeout_s); });
}

MonoTime SnmpCommands::next_deadline() const {
  return book_->next_deadline();
}

void SnmpCommands::end(Task& task, Phase phase, std::string reason, MonoTime now) {
  book_->end(task, phase, std::move(reason), now);
}

std::optional<CommandState> SnmpCommands::state_of(std::uint64_t id) const {
  return book_->state_of(id);
}

}  // namespace bmsgw::driver
