#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bmsgw/core/log.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/command_state.hpp"

namespace bmsgw::driver {

/// The commands of a bus that are under way, and the last that ended. `Task`: has `state` (CommandState),
/// `due` and `deadline`. Thread: loop.
template <typename Task>
class CommandBook {
 public:
  CommandBook(std::size_t most_running, std::size_t most_kept)
      : most_running_(most_running), most_kept_(most_kept) {}

  /// Why a command of this name can't be taken for this device; empty: it can.
  [[nodiscard]] std::string refusal_of(const std::string& device, const std::string& name) const {
    const auto is_same = [&](const auto& task) {
      return task->state.unit == device && task->state.name == name;
    };
    if (std::ranges::any_of(running_, is_same)) return name + " is under way already";
    if (running_.size() < most_running_) return "";
    return std::to_string(most_running_) + " commands are under way already";
  }
  /// Its id.
  std::uint64_t add(std::unique_ptr<Task> task, const std::string& device, const std::string& name,
                    std::string detail, core::MonoTime now) {
    task->state = {++last_id_,        device, name,        CommandState::Phase::running,
                   std::move(detail), now,    core::kNever};
    running_.push_back(std::move(task));
    return last_id_;
  }

  /// The first that is due; nullptr: none is. What it asks for is under way until it is released, or ended.
  Task* take_due(core::MonoTime now) {
    taken_ = first_due();
    if (taken_ != nullptr && taken_->due > now) taken_ = nullptr;
    return taken_;
  }
  [[nodiscard]] Task* taken() const { return taken_; }
  Task* release() { return std::exchange(taken_, nullptr); }

  [[nodiscard]] core::MonoTime next_due() const {
    const auto* const task = first_due();
    return task == nullptr ? core::kNever : task->due;
  }
  [[nodiscard]] core::MonoTime next_deadline() const {
    auto deadline = core::kNever;
    for (const auto& task : running_) deadline = std::min(deadline, task->deadline);
    return deadline;
  }

  /// The task is gone afterwards.
  void end(Task& task, CommandState::Phase phase, std::string reason, core::MonoTime now) {
    const bool is_done = phase == CommandState::Phase::done;
    auto state = std::move(task.state);
    state.phase = phase;
    state.reason = std::move(reason);
    state.ended = now;
    core::log(is_done ? core::LogLevel::info : core::LogLevel::warning, "{}: command {} {}{}{}", state.unit,
              state.name, is_done ? "done" : "failed", state.reason.empty() ? "" : ": ", state.reason);
    ended_.push_back(std::move(state));
    if (ended_.size() > most_kept_) ended_.pop_front();
    if (taken_ == &task) taken_ = nullptr;
    std::erase_if(running_, [&task](const auto& other) { return other.get() == &task; });
  }
  /// Those have failed.
  void fail_those(bool (*is_meant)(const Task&, core::MonoTime), core::MonoTime now,
                  std::string (*reason_of)(const Task&)) {
    std::vector<Task*> meant;
    for (const auto& task : running_) {
      if (is_meant(*task, now)) meant.push_back(task.get());
    }
    for (auto* const task : meant) end(*task, CommandState::Phase::failed, reason_of(*task), now);
  }

  /// Running ones and the last that ended.
  [[nodiscard]] std::optional<CommandState> state_of(std::uint64_t id) const {
    for (const auto& task : running_) {
      if (task->state.id == id) return task->state;
    }
    const auto ended = std::ranges::find(ended_, id, &CommandState::id);
    return ended == ended_.end() ? std::nullopt : std::optional(*ended);
  }

 private:
  [[nodiscard]] Task* first_due() const {
    const auto first = std::ranges::min_element(running_, {}, [](const auto& task) { return task->due; });
    return first == running_.end() ? nullptr : first->get();
  }

  std::size_t most_running_;
  std::size_t most_kept_;
  std::vector<std::unique_ptr<Task>> running_;
  std::deque<CommandState> ended_;
  Task* taken_ = nullptr;
  std::uint64_t last_id_ = 0;
};

}  // namespace bmsgw::driver
