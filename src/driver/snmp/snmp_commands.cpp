// The book of commands: what is taken, what goes out next, how each ends. What an answer means to one is in
// snmp_command_steps.cpp.
#include "bmsgw/driver/snmp_commands.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"

#include "command_task.hpp"

namespace bmsgw::driver {
namespace {

using core::MonoTime;
using core::Outcome;
using core::SnmpRequest;

/// Before, set, and reading back twice.
constexpr int kMostRequests = 4;

std::string joined_oids(const SnmpRequest& set) {
  std::string oids;
  for (const auto& one : set.sets) oids += (oids.empty() ? "" : "\n") + one.oid;
  return oids;
}

SnmpRequest get_of(std::string oids) {
  SnmpRequest get;
  get.oids = std::move(oids);
  return get;
}

}  // namespace

SnmpCommands::SnmpCommands(const SnmpBusPlan& plan, const SnmpUnit& unit, core::milliseconds longest_request)
    : plan_(plan),
      unit_(unit),
      life_(std::max(kLife, kMostRequests * longest_request)),
      book_(std::make_unique<Book>(kMostRunning, kMostKept)) {}
SnmpCommands::~SnmpCommands() = default;

std::optional<CommandTaker::NotTaken> SnmpCommands::refusal_of(const Order& order) const {
  if (order.kind == core::MapRequest::Kind::read) return book_->refusal();
  return book_->refusal_of(plan_.name, order.spec.name);
}

std::uint64_t SnmpCommands::start(Order order, MonoTime now) {
  auto task = std::make_unique<Task>();
  task->due = now;
  task->deadline = now + life_;
  task->order = std::move(order);
  const auto name = task->order.spec.name;
  if (task->is_reading()) {
    task->step = Task::Step::read;
    return book_->add(std::move(task), plan_.name, name, "reads", now);
  }
  if (task->order.kind == core::MapRequest::Kind::write) task->step = Task::Step::before;
  const auto& argument = task->order.argument;
  core::log_info("{}: command {}{} started", plan_.name, name, argument ? fmt::format(" {}", *argument) : "");
  return book_->add(std::move(task), plan_.name, name, "sets", now);
}

MonoTime SnmpCommands::next_due() const {
  return book_->next_due();
}

std::optional<SnmpCommands::Asked> SnmpCommands::take_next(MonoTime now) {
  end_overdue(now);
  const auto* const due = book_->take_due(now);
  if (due == nullptr) return std::nullopt;
  const auto& order = due->order;
  switch (due->step) {
    case Task::Step::read:
      return Asked{get_of(plan_.map.points[order.point].place.oid), {}};
    case Task::Step::before:
    case Task::Step::read_back:
      return Asked{get_of(joined_oids(order.set)), {}};
    case Task::Step::until:
      return Asked{get_of(order.spec.until->oid), {}};
    case Task::Step::set:
      break;
  }
  return Asked{order.set, order.spec.name, core::Command::Kind::write};
}

/// The task is gone afterwards.
void SnmpCommands::end(Task& task, Outcome outcome, std::string reason, MonoTime now) {
  if (outcome == Outcome::ok) wanted_.packets = task.order.spec.then_read;
  book_->end(task, outcome, std::move(reason), now);
}

void SnmpCommands::on_sent() {
  auto* const task = book_->taken();
  if (task != nullptr && task->step == Task::Step::set) task->is_sent = true;
}

void SnmpCommands::on_refused(const std::string& reason, MonoTime now) {
  if (book_->taken() != nullptr) end(*book_->taken(), Outcome::refused, reason, now);
}

void SnmpCommands::on_down(const std::string& detail, MonoTime now) {
  book_->release();
  const auto has_to_ask = [](const Task& task) { return task.step != Task::Step::until; };
  for (auto* const task : book_->those(has_to_ask)) {
    end(*task, Outcome::bus_down, "the agent was lost: " + detail + (task->is_sent ? kMayBeSet : ""), now);
  }
}

void SnmpCommands::stop(MonoTime now) {
  for (auto* const task : book_->those([](const Task&) { return true; })) {
    const bool is_open = task->is_sent && task->step != Task::Step::until;
    end(*task, Outcome::failed, std::string("the gateway stops") + (is_open ? kMayBeSet : ""), now);
  }
}

void SnmpCommands::end_overdue(MonoTime now) {
  for (auto* const task : book_->those([now](const Task& one) { return now >= one.deadline; })) {
    const bool waits = task->step == Task::Step::until;
    const auto seconds =
        waits ? task->order.spec.until->timeout_s : static_cast<double>(life_.count()) / 1000;
    end(*task, Outcome::timed_out,
        fmt::format("not done within {} s{}", seconds, !waits && task->is_sent ? kMayBeSet : ""), now);
  }
}

MonoTime SnmpCommands::next_deadline() const {
  return book_->next_deadline();
}

std::vector<CommandState> SnmpCommands::take_ended() {
  return book_->take_ended();
}

std::optional<CommandState> SnmpCommands::state_of(std::uint64_t id) const {
  return book_->state_of(id);
}

}  // namespace bmsgw::driver
