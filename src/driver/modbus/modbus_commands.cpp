// The book of commands: what is taken, what goes out next, how each ends. What an answer means to one is in
// modbus_command_steps.cpp.
#include "bmsgw/driver/modbus_commands.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/codec/modbus/value_codec.hpp"
#include "bmsgw/core/log.hpp"

#include "command_task.hpp"

namespace bmsgw::driver {
namespace {

using core::ModbusRequest;
using core::MonoTime;
using core::Outcome;
using NotTaken = CommandTaker::NotTaken;

/// Before, write, and reading back twice.
constexpr int kMostRequests = 4;

ModbusRequest read_of(const core::ModbusPlace& place, std::uint8_t unit) {
  return {unit, place.function, place.address, codec::modbus::items_of(place), {}};
}

ModbusRequest read_back_of(const ModbusRequest& write) {
  return {write.unit, reading_function(write.function), write.address, write.count, {}};
}

}  // namespace

ModbusCommands::ModbusCommands(core::milliseconds longest_request)
    : life_(std::max(kLife, kMostRequests * longest_request)),
      book_(std::make_unique<Book>(kMostRunning, kMostKept)) {}
ModbusCommands::~ModbusCommands() = default;

std::optional<NotTaken> ModbusCommands::refusal_of(const Order& order) const {
  if (order.kind == core::MapRequest::Kind::read) return book_->refusal();
  return book_->refusal_of(order.unit->name, order.spec.name);
}

std::uint64_t ModbusCommands::start(Order order, core::Stamp now) {
  auto task = std::make_unique<Task>();
  task->due = now.mono;
  task->deadline = now.mono + life_;
  task->order = std::move(order);
  const auto& taken = task->order;
  const auto device = taken.unit->name;
  const auto name = taken.spec.name;
  if (task->is_reading()) {
    task->step = Task::Step::read;
    return book_->add(std::move(task), device, name, "reads", now.mono);
  }
  task->writes = plan_writes(taken.spec);
  if (taken.kind == core::MapRequest::Kind::write) task->step = Task::Step::before;
  core::log_info("{}: command {}{} started", device, name,
                 taken.argument ? fmt::format(" {}", *taken.argument) : "");
  return book_->add(std::move(task), device, name, "writes", now.mono);
}

std::optional<NotTaken> ModbusCommands::start_raw(const core::Command& command, MonoTime now) {
  if (auto refusal = book_->refusal()) return refusal;
  auto task = std::make_unique<Task>();
  task->order.kind = core::MapRequest::Kind::read;
  task->step = Task::Step::read;
  task->reply_id = command.id;
  task->raw = std::get<ModbusRequest>(command.what);
  task->due = now;
  task->deadline = std::min(now + life_, command.expires);
  book_->add(std::move(task), "", "", "", now);
  return std::nullopt;
}

MonoTime ModbusCommands::next_due() const {
  return book_->next_due();
}

std::optional<ModbusCommands::Asked> ModbusCommands::take_next(core::Stamp now) {
  end_overdue(now.mono);
  auto* const due = book_->take_due(now.mono);
  if (due == nullptr) return std::nullopt;
  auto& task = *due;
  switch (task.step) {
    case Task::Step::read:
      if (task.reply_id != 0) return Asked{task.raw, {}, core::Command::Kind::read};
      return Asked{read_of(task.order.unit->map.points[task.order.point].place, task.number()), {}};
    case Task::Step::before:
      return Asked{read_of(task.order.spec.writes.front().place, task.number()), {}};
    case Task::Step::read_back:
      return Asked{read_back_of(task.written), {}};
    case Task::Step::until:
      return Asked{read_of(task.order.spec.until->place, task.number()), {}};
    case Task::Step::write:
      break;
  }
  return write_of(task, now);
}

std::optional<ModbusCommands::Asked> ModbusCommands::write_of(Task& task, core::Stamp now) {
  const auto& order = task.order;
  if (task.at == 0) task.clock_ms = now.unix_ms;
  auto request = make_write(order.spec, task.writes[task.at], task.number(), order.argument, task.clock_ms);
  if (auto* const reason = std::get_if<std::string>(&request)) {
    end(task, Outcome::refused, std::move(*reason), now.mono);
    return std::nullopt;
  }
  task.written = std::move(std::get<ModbusRequest>(request));
  return Asked{task.written, order.spec.name, core::Command::Kind::write};
}

/// The task is gone afterwards.
void ModbusCommands::end(Task& task, Outcome outcome, std::string reason, MonoTime now) {
  if (task.reply_id != 0) {
    core::Reply reply{task.reply_id, outcome, std::move(reason)};
    if (outcome == Outcome::ok) reply.words = std::move(task.raw.values);
    replies_.push_back(std::move(reply));
    return book_->drop(task);
  }
  if (outcome == Outcome::ok) {
    wanted_.unit = task.order.unit;
    for (const auto& packet : task.order.spec.then_read) {
      const auto group = task.order.unit->groups.find(packet);
      if (group != task.order.unit->groups.end()) wanted_.groups.push_back(group->second);
    }
  }
  book_->end(task, outcome, std::move(reason), now);
}

void ModbusCommands::on_sent() {
  auto* const task = book_->taken();
  if (task != nullptr && task->step == Task::Step::write) task->is_sent = true;
}

void ModbusCommands::on_refused(const std::string& reason, MonoTime now) {
  if (book_->taken() != nullptr) end(*book_->taken(), Outcome::refused, reason, now);
}

void ModbusCommands::on_down(const std::string& detail, MonoTime now) {
  const auto has_to_ask = [](const Task& task) { return task.step != Task::Step::until; };
  for (auto* const task : book_->those(has_to_ask)) {
    end(*task, Outcome::bus_down, "the line was lost: " + detail + (task->is_sent ? kMayBeTaken : ""), now);
  }
}

void ModbusCommands::stop(MonoTime now) {
  for (auto* const task : book_->those([](const Task&) { return true; })) {
    const bool is_open = task->is_sent && task->step != Task::Step::until;
    end(*task, Outcome::failed, std::string("the gateway stops") + (is_open ? kMayBeTaken : ""), now);
  }
}

void ModbusCommands::end_overdue(MonoTime now) {
  for (auto* const task : book_->those([now](const Task& one) { return now >= one.deadline; })) {
    const bool waits = task->step == Task::Step::until;
    const auto seconds =
        waits ? task->order.spec.until->timeout_s : static_cast<double>(life_.count()) / 1000;
    end(*task, Outcome::timed_out,
        fmt::format("not done within {} s{}", seconds, !waits && task->is_sent ? kMayBeTaken : ""), now);
  }
}

MonoTime ModbusCommands::next_deadline() const {
  return book_->next_deadline();
}

std::vector<CommandState> ModbusCommands::take_ended() {
  return book_->take_ended();
}

std::vector<core::Reply> ModbusCommands::take_replies() {
  return std::exchange(replies_, {});
}

std::optional<CommandState> ModbusCommands::state_of(std::uint64_t id) const {
  return book_->state_of(id);
}

}  // namespace bmsgw::driver
