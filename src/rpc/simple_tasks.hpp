#pragma once

#include <functional>
#include <string>
#include <utility>

#include "task.hpp"

/// Tasks of one ask. Thread: loop.
namespace bmsgw::rpc {

/// Reads: asks once, and makes its answer of the reply.
class ReadTask final : public Task {
 public:
  using Format = std::function<Answer(const core::Reply&)>;
  /// `format` gets replies that are ok; the others become their refusal.
  ReadTask(Ask ask, Format format) : ask_(std::move(ask)), format_(std::move(format)) {}

  [[nodiscard]] Step start(core::Stamp /*now*/) override { return ask_; }
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp /*now*/) override {
    return reply.outcome == core::Outcome::ok ? format_(reply) : refusal(reply);
  }

 private:
  Ask ask_;
  Format format_;
};

/// That of a write which went well.
[[nodiscard]] inline Task::Answer answer_of_write(const core::Reply& reply) {
  Task::Answer answer{{"ok", true}};
  if (reply.before) answer["before"] = *reply.before;
  if (reply.after) answer["after"] = *reply.after;
  if (!reply.reason.empty()) answer["detail"] = reply.reason;
  return answer;
}

/// Writes once, and tells what the reply says of before and after.
class WriteTask final : public Task {
 public:
  /// `what`: for the audit; `wanted`: the value, for the audit too.
  WriteTask(Ask ask, std::string what, nlohmann::json wanted = {},
            core::milliseconds deadline = core::milliseconds(30'000))
      : ask_(std::move(ask)), what_(std::move(what)), after_(std::move(wanted)), deadline_(deadline) {}

  [[nodiscard]] Step start(core::Stamp /*now*/) override { return ask_; }
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp /*now*/) override {
    if (reply.before) before_ = *reply.before;
    if (reply.after) after_ = *reply.after;
    return reply.outcome == core::Outcome::ok ? answer_of_write(reply) : refusal(reply);
  }
  [[nodiscard]] Intent intent() const override { return {what_, before_, after_, {ask_}}; }
  [[nodiscard]] core::milliseconds deadline() const override { return deadline_; }

 private:
  Ask ask_;
  std::string what_;
  nlohmann::json before_;
  nlohmann::json after_;
  core::milliseconds deadline_;
};

/// Changes something of the gateway itself.
class ActTask final : public Task {
 public:
  using Act = std::function<Answer(core::Stamp)>;
  ActTask(std::string what, Act act) : what_(std::move(what)), act_(std::move(act)) {}

  [[nodiscard]] Step start(core::Stamp now) override { return act_(now); }
  [[nodiscard]] Step on_reply(const core::Reply& /*reply*/, core::Stamp /*now*/) override { return Answer(); }
  [[nodiscard]] Intent intent() const override { return {what_, {}, {}, {}}; }

 private:
  std::string what_;
  Act act_;
};

}  // namespace bmsgw::rpc
