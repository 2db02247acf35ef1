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
#include "bmsgw/driver/command_taker.hpp"

namespace bmsgw::driver {

/// The commands of a bus that are under way, and the last that ended. `Task`: has `state` (CommandState),
/// `due`, `deadline` and is_reading(). Thread: loop.
template <typename Task>
class CommandBook {
 public:
  using NotTaken = CommandTaker::NotTaken;

  CommandBook(std::size_t most_running, std::size_t most_kept)
      : most_running_(most_running), most_kept_(most_kept) {}

  /// Why one more can't be taken; nothing: it can.
  [[nodiscard]] std::optional<NotTaken> refusal() const {
    if (running_.size() < most_running_) return std::nullopt;
    return NotTaken{core::Outcome::busy, std::to_string(most_running_) + " commands are under way already"};
  }
  /// That of one that writes: nothing is written twice at a time.
  [[nodiscard]] std::optional<NotTaken> refusal_of(const std::string& device, const std::string& name) const {
    const auto is_same = [&](const auto& task) {
      return !task->is_reading() && task->state.unit == device && task->state.name == name;
    };
    if (std::ranges::any_of(running_, is_same)) {
      return NotTaken{core::Outcome::busy, name + " is under way already"};
    }
    return refusal();
  }
  /// Its id.
  std::uint64_t add(std::unique_ptr<Task> task, const std::string& device, const std::string& name,
                    std::string detail, core::MonoTime now) {
    auto& state = task->state;
    state.id = ++last_id_;
    state.unit = device;
    state.name = name;
    state.reason = std::move(detail);
    state.started = now;
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

  /// How it ended is told, and remembered. The task is gone afterwards.
  void end(Task& task, core::Outcome outcome, std::string reason, core::MonoTime now) {
    const bool is_done = outcome == core::Outcome::ok;
    auto state = std::move(task.state);
    state.phase = is_done ? CommandState::Phase::done : CommandState::Phase::failed;
    state.outcome = outcome;
    state.reason = std::move(reason);
    state.ended = now;
    const auto level = is_done ? core::LogLevel::info : core::LogLevel::warning;
    core::log(task.is_reading() ? core::LogLevel::debug : level, "{}: command {} {}{}{}", state.unit,
              state.name, is_done ? "done" : "failed", state.reason.empty() ? "" : ": ", state.reason);
    keep(news_, state);
    keep(ended_, std::move(state));
    drop(task);
  }
  /// The task is gone without a word.
  void drop(Task& task) {
    if (taken_ == &task) taken_ = nullptr;
    std::erase_if(running_, [&task](const auto& other) { return other.get() == &task; });
  }
  /// They hold until they are ended.
  template <typename Predicate>
  [[nodiscard]] std::vector<Task*> those(Predicate is_meant) const {
    std::vector<Task*> meant;
    for (const auto& task : running_) {
      if (is_meant(*task)) meant.push_back(task.get());
    }
    return meant;
  }

  /// Those that have ended since the last call; no more than are remembered.
  [[nodiscard]] std::vector<CommandState> take_ended() {
    const auto news = std::exchange(news_, {});
    return {news.begin(), news.end()};
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
  void keep(std::deque<CommandState>& states, CommandState state) const {
    states.push_back(std::move(state));
    if (states.size() > most_kept_) states.pop_front();
  }

  std::size_t most_running_;
  std::size_t most_kept_;
  std::vector<std::unique_ptr<Task>> running_;
  std::deque<CommandState> ended_;
  std::deque<CommandState> news_;  ///< that nobody has taken yet
  Task* taken_ = nullptr;
  std::uint64_t last_id_ = 0;
};

}  // namespace bmsgw::driver
