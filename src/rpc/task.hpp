#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "bmsgw/core/reply.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/rpc/gateway_status.hpp"
#include "bmsgw/rpc/method.hpp"
#include "bmsgw/rpc/method_host.hpp"

namespace bmsgw::rpc {

/// What a task that writes is about, for the audit line, a dry run and the request to confirm.
struct Intent {
  std::string what;                   ///< CF2,0102,0960; secrets hidden
  nlohmann::json before = {};         ///< in the point's units, once it is known
  nlohmann::json after = {};          ///< what is wanted; when it is over: what is so
  std::vector<Ask> writes = {};       ///< everything that it will write, judged before it begins
  std::optional<Refusal> lacks = {};  ///< why nothing would be written yet
};

/// A method at work: asks of devices one after the other, waits between them, and then its answer. Pure.
/// Thread: loop.
class Task {
 public:
  virtual ~Task() = default;
  /// The answer's fields; without "ok" all is well.
  using Answer = nlohmann::json;
  /// Nothing is asked for so long; then comes on_wait_over().
  struct Wait {
    core::milliseconds time{0};
  };
  using Step = std::variant<Ask, Answer, Wait>;

  /// The first step.
  [[nodiscard]] virtual Step start(core::Stamp now) = 0;
  /// The next one, now that the reply to the last ask is there.
  [[nodiscard]] virtual Step on_reply(const core::Reply& reply, core::Stamp now) = 0;
  /// The next one, now that a Wait is over; of tasks that wait.
  [[nodiscard]] virtual Step on_wait_over(core::Stamp now);
  /// Of tasks that write.
  [[nodiscard]] virtual Intent intent() const { return {}; }
  /// How long it may take at most, from its first step on: a safety net, well beyond what the drivers give
  /// themselves, as they go on when the call is given up.
  [[nodiscard]] virtual core::milliseconds deadline() const { return core::milliseconds(120'000); }
};

/// {"ok":false,"code":...,"reason":...}
[[nodiscard]] nlohmann::json refusal(std::string_view code, const std::string& reason);
[[nodiscard]] nlohmann::json refusal(const Refusal& refusal);
/// That of a reply that isn't ok.
[[nodiscard]] nlohmann::json refusal(const core::Reply& reply);

/// What methods may know of the desk itself. Thread: loop.
class DeskView {
 public:
  virtual ~DeskView() = default;
  /// How a call of late fares, with its answer once it has ended; nothing: it isn't known any more.
  [[nodiscard]] virtual std::optional<nlohmann::json> call_state(std::uint64_t id, core::Stamp now) const = 0;
  [[nodiscard]] virtual std::vector<MethodInfo> methods() const = 0;
};

/// What a method begins with. `params` have been checked by its MethodInfo: all that are required are there,
/// none is of another kind or out of range, none is unknown; without the common ones.
struct MethodCall {
  const nlohmann::json& params;
  std::string device;  ///< where takes_bus: one of the method's family that there is
  const GatewayView& view;
  MethodHost& host;
  core::Stamp now;
  std::string_view method = {};    ///< the name that was called
  const DeskView* desk = nullptr;  ///< the desk
};

/// The answer at once, or a task.
using Begun = std::variant<nlohmann::json, std::unique_ptr<Task>>;

struct TaskMethod {
  MethodInfo info;
  Begun (*begin)(const MethodCall& call);
};

/// The methods of one group: gateway_methods.cpp, g1_read_methods.cpp, ...
using MethodList = std::span<const TaskMethod>;

}  // namespace bmsgw::rpc
