#pragma once

#include <list>
#include <map>
#include <optional>
#include <string>

#include "bmsgw/rpc/call_desk.hpp"

#include "answer_book.hpp"
#include "audit.hpp"
#include "call_log.hpp"
#include "confirmations.hpp"
#include "method_table.hpp"
#include "param_check.hpp"
#include "request_reader.hpp"
#include "token_bucket.hpp"

namespace bmsgw::rpc {

/// A call whose task is under way, or waits for its turn.
struct OpenCall {
  std::uint64_t id = 0;
  CallOrigin origin;
  const TaskMethod* method = nullptr;
  std::string device;
  std::unique_ptr<Task> task;
  bool running = false;                  ///< else it waits until no other writer has the device
  bool answered = false;                 ///< with "running"; the end goes into the log
  std::uint64_t asked = 0;               ///< id of what was given to the host
  core::MonoTime resume = core::kNever;  ///< when its task has waited for long enough
  core::MonoTime started{};              ///< since when it is here
  core::MonoTime answer_by = core::kNever;
  core::MonoTime deadline = core::kNever;  ///< of its task; while it waits, of the waiting

  [[nodiscard]] bool writes() const { return method->info.effect != Effect::reads; }
};

/// What CallDesk does. Thread: loop.
struct CallDesk::State final : DeskView {
  State(CallSettings call_settings, const GatewayView& gateway_view, MethodHost& method_host,
        CallEvents& call_events, std::uint64_t seed);

  void call(const CallOrigin& origin, const std::string& text, core::Stamp now);
  void on_reply(const core::Reply& reply, core::Stamp now);
  void on_time(core::Stamp now);
  void stop(core::Stamp now);
  [[nodiscard]] core::MonoTime next_wake() const;

  [[nodiscard]] std::optional<nlohmann::json> call_state(std::uint64_t id, core::Stamp now) const override {
    return log.state_of(id, now.mono);
  }
  [[nodiscard]] std::vector<MethodInfo> methods() const override;

  CallSettings settings;
  const GatewayView& view;
  MethodHost& host;
  CallEvents& events;
  MethodTable table;
  AnswerBook answers;
  CallLog log;
  Audit audit;
  Confirmations confirmations;
  TokenBucket call_bucket;
  TokenBucket write_bucket;
  std::list<OpenCall> calls;  ///< in the order of their coming
  std::uint64_t last_id = 0;  ///< of calls and of what is asked

 private:
  using Place = std::list<OpenCall>::iterator;

  /// Already known; or too many.
  bool answer_repeated(const CallOrigin& origin, const std::string& text, core::Stamp now);
  void begin(OpenCall call, Request request, core::Stamp now);
  [[nodiscard]] std::optional<nlohmann::json> complaint_of_caller(const OpenCall& call) const;
  void begin_write(OpenCall call, const CheckedParams& params, bool wait, core::Stamp now);
  /// The answer that ends a call that wants to write, before anything is written; nothing: it may.
  [[nodiscard]] std::optional<nlohmann::json> judge(const OpenCall& call, const CheckedParams& params,
                                                    core::Stamp now);
  [[nodiscard]] std::optional<nlohmann::json> ask_to_confirm(const OpenCall& call,
                                                             const CheckedParams& params,
                                                             const Intent& intent, core::Stamp now);
  void admit(OpenCall call, bool wait, core::Stamp now);
  [[nodiscard]] bool has_turn(const OpenCall& call) const;
  void run(Place place, core::Stamp now);
  void take_step(Place place, Task::Step step, core::Stamp now);
  void end_waits(core::Stamp now);
  void answer_early(OpenCall& call, core::Stamp now);
  void finish(Place place, nlohmann::json answer, core::Stamp now);
  void run_waiting(const std::string& device, core::Stamp now);
  void tell(const OpenCall& call, std::string_view state, const nlohmann::json& answer, core::Stamp now);
  /// Of a call that never had a task, or has it no more.
  void refuse(const OpenCall& call, nlohmann::json answer, core::Stamp now);
  void send(const OpenCall& call, nlohmann::json answer, core::Stamp now);
};

}  // namespace bmsgw::rpc
