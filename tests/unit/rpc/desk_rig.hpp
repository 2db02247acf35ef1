#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "bmsgw/rpc/call_desk.hpp"

#include "support/fake_clock.hpp"

namespace bmsgw::rpc {

class EmptyView final : public GatewayView {
 public:
  GatewayStatus status(core::Stamp /*now*/) const override {
    GatewayStatus status;
    status.version = "1.2.3";
    return status;
  }
  std::vector<ValueReport> values(core::Stamp /*now*/) const override { return {}; }
};

/// Has the route methods "limit" and "other" of can0 and "third" of can1, which it takes and never answers by
/// itself.
class DeskHost final : public MethodHost {
 public:
  std::vector<Device> devices() const override { return devices_known; }
  Verdict judge(const Ask& ask, core::Stamp /*now*/) const override {
    judged.push_back(ask.device);
    return verdict;
  }
  std::optional<Refusal> submit(std::uint64_t id, const Ask& ask, core::Stamp /*now*/) override {
    if (submit_refusal) return submit_refusal;
    submitted.emplace_back(id, ask);
    return std::nullopt;
  }
  const std::vector<core::G1Parameter>& g1_parameters() const override { return parameters; }
  std::variant<RouteWrite, Refusal> route_value(const std::string& method, double value, bool keep) override {
    if (keep) kept.push_back(method);
    if (value > 100) return Refusal{"bad_params", "too much"};
    const auto* const device = method == "third" ? "can1" : "can0";
    return RouteWrite{{device, core::Command::Kind::write, core::CanFrame{}}, method + " frame"};
  }
  std::variant<std::shared_ptr<const core::FirmwareImage>, Refusal> firmware(
      const std::string& file) const override {
    if (image == nullptr || image->file != file) return Refusal{"bad_params", "there is no " + file};
    return image;
  }
  std::optional<core::FirmwareProgress> firmware_progress(const std::string& /*bus*/) const override {
    return progress;
  }
  void set_log_level(const std::string& level, core::milliseconds duration, core::Stamp /*now*/) override {
    log_level = level + " " + std::to_string(duration.count());
  }
  void restart(core::Stamp /*now*/) override { ++restarts; }
  std::optional<std::string> reboot(core::Stamp /*now*/) override { return "not here"; }
  std::string settings_text() const override { return R"({"mqtt":{"password":"***"}})"; }
  std::string params_text() const override { return "{}"; }

  std::vector<Device> devices_known;
  Verdict verdict;
  std::optional<Refusal> submit_refusal;
  mutable std::vector<std::string> judged;
  std::deque<std::pair<std::uint64_t, Ask>> submitted;
  std::vector<core::G1Parameter> parameters;
  std::vector<std::string> kept;
  std::shared_ptr<const core::FirmwareImage> image;
  std::optional<core::FirmwareProgress> progress;
  std::string log_level;
  int restarts = 0;
};

/// A desk on such a host, with a clock of its own.
class DeskRig : public CallEvents {
 public:
  struct Answer {
    CallOrigin origin;
    nlohmann::json json;
  };

  explicit DeskRig(CallSettings settings = {})
      : desk(with_routes(std::move(settings)), view, host, *this, 7) {}

  void on_answer(const CallOrigin& origin, const std::string& answer) override {
    answers.push_back({origin, nlohmann::json::parse(answer)});
  }
  void on_audit(const std::string& line, core::Stamp /*now*/) override {
    audits.push_back(nlohmann::json::parse(line));
  }

  void call(const std::string& request, CallOrigin::Kind kind = CallOrigin::Kind::local, std::uint64_t id = 1,
            std::uint64_t session = 1) {
    desk.call({kind, id, session}, request, clock.now());
  }
  /// Of a call that is answered at once.
  nlohmann::json answer_to(const std::string& request, CallOrigin::Kind kind = CallOrigin::Kind::local) {
    answers.clear();
    call(request, kind, ++last_id_);
    return answers.size() == 1 ? answers.front().json : nlohmann::json();
  }
  static std::string route(const std::string& params, const std::string& method = "limit") {
    return R"({"method":")" + method + R"(","params":)" + params + "}";
  }
  /// To the oldest that was submitted.
  void reply(core::Outcome outcome = core::Outcome::ok, const std::string& reason = "",
             std::vector<std::string> lines = {}) {
    core::Reply reply;
    reply.id = host.submitted.front().first;
    host.submitted.pop_front();
    reply.outcome = outcome;
    reply.reason = reason;
    reply.lines = std::move(lines);
    desk.on_reply(reply, clock.now());
  }
  void pass(core::milliseconds time) {
    const auto until = clock.time() + time;
    while (desk.next_wake() != core::kNever && test::FakeClock::time_of(desk.next_wake()) <= until) {
      clock.set(std::max(clock.time(), test::FakeClock::time_of(desk.next_wake())));
      desk.on_time(clock.now());
    }
    clock.set(until);
  }

  test::FakeClock clock;
  EmptyView view;
  DeskHost host;
  std::vector<Answer> answers;
  std::vector<nlohmann::json> audits;
  CallDesk desk;

 private:
  static CallSettings with_routes(CallSettings settings) {
    settings.route_methods = {"limit", "other", "third"};
    return settings;
  }
  std::uint64_t last_id_ = 1000;
};

}  // namespace bmsgw::rpc
