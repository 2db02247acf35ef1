// Requests of the server and of the control socket, and what devices reply: each request gets exactly one
// answer, and it is JSON; nothing is written that the settings don't let out. Input: a line of which each
// character is how one thing goes, a line of replies (between '|'), then a request a line.
#include <array>
#include <deque>
#include <map>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "bmsgw/config/g1_parameters.hpp"
#include "bmsgw/rpc/call_desk.hpp"

#include "fuzz_support.hpp"

namespace {

using bmsgw::fuzz::require;
using nlohmann::json;
namespace core = bmsgw::core;
namespace rpc = bmsgw::rpc;

/// A gateway with one value of each kind, one of them with text that isn't UTF-8.
class FakeView final : public rpc::GatewayView {
 public:
  [[nodiscard]] rpc::GatewayStatus status(core::Stamp /*now*/) const override {
    rpc::GatewayStatus status;
    status.version = "0";
    status.buses.push_back({"serial0", "/dev/\xFF", "ok", "", 1, 2, 3, 4, 5, 0.5, {}, {}});
    status.buses.push_back({"serial1", "", "absent", "", 0, 0, 0, 0, 0, {}, {}, {}});
    return status;
  }
  [[nodiscard]] std::vector<rpc::ValueReport> values(core::Stamp /*now*/) const override {
    static constexpr std::array<core::ListElement, 2> kList{3.3, {}};
    return {report({}),  report(true),    report(std::int64_t{-1}),
            report(0.5), report("\xC3("), report(core::List(kList))};
  }

 private:
  static rpc::ValueReport report(core::Value value) {
    return {"key", "serial0/BV1/key", value, "name", "V", core::Quality::good, 0.25};
  }
};

/// How things go, one character after the other; then from the beginning again.
class Fate {
 public:
  explicit Fate(std::string_view text) : text_(text.empty() ? "0" : text) {}
  unsigned next() { return static_cast<unsigned char>(text_[at_++ % text_.size()]); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// A device of each family.
class FakeHost final : public rpc::MethodHost {
 public:
  FakeHost(Fate& fate, unsigned safety) : fate_(fate), safety_(safety) {}

  [[nodiscard]] std::vector<rpc::Device> devices() const override {
    return {{"serial0", rpc::Family::g1},
            {"can0", rpc::Family::can},
            {"modbus0u1", rpc::Family::modbus},
            {"snmp0", rpc::Family::snmp}};
  }
  [[nodiscard]] rpc::Verdict judge(const rpc::Ask& /*ask*/, core::Stamp /*now*/) const override {
    if (refuses()) return {rpc::Refusal{"refused", "the settings"}};
    return {std::nullopt, wants_confirmation()};
  }
  std::optional<rpc::Refusal> submit(std::uint64_t id, const rpc::Ask& ask, core::Stamp /*now*/) override {
    const bool writes = ask.kind == core::Command::Kind::write;
    require(!writes || !refuses(), "what is refused is not handed over");
    require(!writes || !dry, "a dry run writes nothing");
    require(id != 0 && !waiting.contains(id), "each ask has an id of its own");
    if (fate_.next() % 16 == 1) return rpc::Refusal{"busy", "too much waits"};
    waiting.insert(id);
    return std::nullopt;
  }
  [[nodiscard]] const std::vector<core::G1Parameter>& g1_parameters() const override {
    return bmsgw::config::g1_parameters();
  }
  std::variant<rpc::RouteWrite, rpc::Refusal> route_value(const std::string& method, double value,
                                                          bool /*keep*/) override {
    if (value > 100) return rpc::Refusal{"bad_params", "too much"};
    return rpc::RouteWrite{{"can0", core::Command::Kind::write, core::CanFrame{}}, method};
  }
  [[nodiscard]] std::variant<std::shared_ptr<const core::FirmwareImage>, rpc::Refusal> firmware(
      const std::string& /*file*/) const override {
    return rpc::Refusal{"failed", "there is no such file"};
  }
  [[nodiscard]] std::optional<core::FirmwareProgress> firmware_progress(const std::string&) const override {
    return std::nullopt;
  }
  void set_log_level(const std::string& /*level*/, core::milliseconds duration,
                     core::Stamp /*now*/) override {
    require(duration.count() >= 0, "a time lasts");
  }
  void restart(core::Stamp /*now*/) override { require(!dry, "a dry run restarts nothing"); }
  std::optional<std::string> reboot(core::Stamp /*now*/) override {
    require(!dry, "a dry run restarts nothing");
    return "not here";
  }
  [[nodiscard]] std::string settings_text() const override { return "{}"; }
  [[nodiscard]] std::string params_text() const override { return "{}"; }

  std::set<std::uint64_t> waiting;
  bool dry = false;

 private:
  [[nodiscard]] bool refuses() const { return (safety_ & 1U) != 0; }
  [[nodiscard]] bool wants_confirmation() const { return (safety_ & 2U) != 0; }

  Fate& fate_;
  unsigned safety_;
};

void check_answer(const std::string& text) {
  const auto answer = json::parse(text, nullptr, false);
  require(answer.is_object() && answer.contains("ok") && answer["ok"].is_boolean(),
          "the answer says ok or not");
  require(text.find('\n') == std::string::npos, "the answer is one line");
  if (answer["ok"].get<bool>()) return;
  require(answer.value("code", "") != "" && answer.value("reason", "") != "",
          "a refusal has code and reason");
}

/// Counts answers, and keeps the last token.
class Events final : public rpc::CallEvents {
 public:
  void on_answer(const rpc::CallOrigin& origin, const std::string& answer) override {
    check_answer(answer);
    if (origin.kind == rpc::CallOrigin::Kind::attribute) return;
    ++answers[origin.id];
    const auto confirm = json::parse(answer).value("confirm", json());
    if (confirm.is_string()) token = confirm;
  }
  void on_audit(const std::string& line, core::Stamp /*now*/) override {
    const auto audit = json::parse(line, nullptr, false);
    require(audit.is_object() && audit.contains("state") && audit.contains("method"),
            "an audit line is whole");
  }

  std::map<std::uint64_t, int> answers;
  std::string token;
};

class Desk {
 public:
  Desk(std::string_view fate, std::string_view replies)
      : fate_(fate),
        replies_(replies),
        host_(fate_, fate_.next()),
        desk_(settings(), view_, host_, events_, 7) {}

  void call(std::string request) {
    const auto token = request.find("TOKEN");
    if (token != std::string::npos) request.replace(token, 5, events_.token);
    const auto kind = static_cast<rpc::CallOrigin::Kind>(fate_.next() % 3);
    desk_.call({kind, ++calls_, 1}, request, now());
    if (kind == rpc::CallOrigin::Kind::attribute) events_.answers[calls_] = 1;
    pass(core::milliseconds(fate_.next() % 64));
    while (!host_.waiting.empty() && fate_.next() % 4 != 1) reply();
  }
  void end() {
    if (fate_.next() % 2 == 0) pass(core::milliseconds(700'000));
    desk_.stop(now());
    require(events_.answers.size() == calls_, "every request is answered");
    for (const auto& [id, count] : events_.answers) require(count == 1, "each request is answered once");
  }

 private:
  rpc::CallSettings settings() {
    rpc::CallSettings settings;
    const auto bits = fate_.next();
    settings.dry_run = host_.dry = (bits & 1U) != 0;
    if ((bits & 2U) != 0) settings.allow = {"setLogLevel", "restart", "reboot"};
    settings.route_methods = {"limit"};
    return settings;
  }
  [[nodiscard]] core::Stamp now() const {
    return {1'700'000'000'000 + time_.count(), core::MonoTime{} + std::chrono::hours(1) + time_};
  }
  void pass(core::milliseconds time) {
    const auto until = now().mono + time;
    for (int i = 0; i < 1000 && desk_.next_wake() <= until; ++i) {
      const auto wake = std::max(desk_.next_wake(), now().mono);
      time_ += std::chrono::ceil<core::milliseconds>(wake - now().mono);
      desk_.on_time(now());
    }
    require(desk_.next_wake() > until, "time goes on");
    time_ += std::chrono::ceil<core::milliseconds>(until - now().mono);
  }
  void reply() {
    core::Reply reply;
    reply.id = *host_.waiting.begin();
    host_.waiting.erase(reply.id);
    const auto how = fate_.next();
    if (how % 4 == 1) reply.outcome = static_cast<core::Outcome>(how / 4 % 8);
    if (reply.outcome != core::Outcome::ok) reply.reason = "why";
    if (how % 2 == 0) reply.before = reply.after = 5;
    reply.words = {1, 2};
    auto text = replies_;
    while (!text.empty()) reply.lines.emplace_back(bmsgw::fuzz::take_until(text, '|'));
    desk_.on_reply(reply, now());
  }

  Fate fate_;
  std::string_view replies_;
  FakeHost host_;
  FakeView view_;
  Events events_;
  core::milliseconds time_{0};
  std::uint64_t calls_ = 0;
  rpc::CallDesk desk_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto text = bmsgw::fuzz::text_of(data, size);
  const auto fate = bmsgw::fuzz::take_until(text, '\n');
  const auto replies = bmsgw::fuzz::take_until(text, '\n');
  Desk desk(fate, replies);
  while (!text.empty()) desk.call(std::string(bmsgw::fuzz::take_until(text, '\n')));
  desk.end();
  return 0;
}
