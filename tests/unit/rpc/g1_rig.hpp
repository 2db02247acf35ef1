#pragma once

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "rpc/method_table.hpp"
#include "rpc/param_check.hpp"
#include "support/fake_method_host.hpp"

namespace bmsgw::rpc {

/// Calls built-in methods as the desk does, with a unit that answers as a script says.
class G1Rig : public ::testing::Test {
 protected:
  using json = nlohmann::json;
  using Outcome = core::Outcome;

  class NoView final : public GatewayView {
   public:
    GatewayStatus status(core::Stamp /*now*/) const override { return {}; }
    std::vector<ValueReport> values(core::Stamp /*now*/) const override { return {}; }
  };

  /// The answer; `intent` is then the task's at its end, and `intent_before` that at its beginning.
  json call(const std::string& name, const json& params = json::object()) {
    const auto* const method = table_.find(name);
    if (method == nullptr) return refusal("unknown_method", name);
    const auto devices = host_.devices();
    auto checked = check_params(method->info, params, devices);
    if (auto* const wrong = std::get_if<json>(&checked)) return *wrong;
    const auto& fine = std::get<CheckedParams>(checked);
    auto begun = method->begin({fine.params, fine.device, view_, host_, core::Stamp{}, method->info.name});
    if (auto* const answer = std::get_if<json>(&begun)) return *answer;
    return run(*std::get<std::unique_ptr<Task>>(begun));
  }
  json run(Task& task) {
    constexpr int kMostSteps = 1000;
    intent_before_ = task.intent();
    deadline_ = task.deadline();
    auto step = task.start({});
    waited_ = core::milliseconds(0);
    for (int i = 0; i < kMostSteps && !std::holds_alternative<Task::Answer>(step); ++i) {
      if (const auto* const wait = std::get_if<Task::Wait>(&step)) {
        waited_ += wait->time;
        step = task.on_wait_over({});
      } else {
        step = task.on_reply(host_.reply_to(std::get<Ask>(step)), {});
      }
    }
    intent_ = task.intent();
    if (auto* const answer = std::get_if<Task::Answer>(&step)) return *answer;
    return refusal("failed", "it asks without end");
  }
  json call(const std::string& name, const std::string& params) { return call(name, json::parse(params)); }
  void TearDown() override {
    EXPECT_TRUE(host_.is_done()) << (host_.surprises.empty() ? "it didn't ask for all"
                                                             : host_.surprises.front());
  }

  test::FakeMethodHost host_;
  NoView view_;
  MethodTable table_{{}};
  Intent intent_before_;
  Intent intent_;
  core::milliseconds deadline_{0};
  core::milliseconds waited_{0};  ///< between its asks
};

}  // namespace bmsgw::rpc
