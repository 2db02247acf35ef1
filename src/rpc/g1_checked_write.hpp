#pragma once

#include <functional>
#include <optional>
#include <string>

#include "task.hpp"

namespace bmsgw::rpc {

/// Writes a sentence, and tells what a value was before and is after it. Pure. Thread: loop.
class CheckedWriteTask final : public Task {
 public:
  /// What is compared: a number that a reply tells; nothing: it doesn't.
  using Value = std::function<std::optional<double>(const core::Reply&)>;
  /// What is wrong with the value after it; empty: nothing. `before` as it was.
  using Fault = std::function<std::string(double before, double after)>;

  struct Plan {
    Ask read;  ///< of the value
    Ask write;
    std::string what;  ///< for the audit
    Value value;
    Fault fault;
    nlohmann::json wanted = {};
    bool written_tells = false;  ///< the reply to the write has the value already: no second read
    const char* fault_code = "failed";
  };
  explicit CheckedWriteTask(Plan plan);

  [[nodiscard]] Step start(core::Stamp now) override;
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp now) override;
  [[nodiscard]] Step on_wait_over(core::Stamp now) override;
  [[nodiscard]] Intent intent() const override;

 private:
  enum class State : std::uint8_t { reading, writing, comparing };

  [[nodiscard]] Step on_before(const core::Reply& reply);
  [[nodiscard]] Step on_after(const core::Reply& reply);

  Plan plan_;
  State state_ = State::reading;
  int reads_after_ = 0;
  std::optional<double> before_;
  std::optional<double> after_;
};

}  // namespace bmsgw::rpc
