#pragma once

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bmsgw/config/g1_parameters.hpp"
#include "bmsgw/rpc/method_host.hpp"

namespace bmsgw::test {

/// A host whose one device is a G1 unit, serial0, that answers as a script says: each step is what has to be
/// asked next (`read BC1`, `write SC1,64`) and the reply. What isn't in the script is refused and kept in
/// `surprises`.
class FakeMethodHost final : public rpc::MethodHost {
 public:
  struct Step {
    std::string asked;
    core::Reply reply;
  };

  /// `read CF2,0102`; `write RC1,`.
  static std::string text_of(const rpc::Ask& ask) {
    const auto* const what = std::get_if<core::Command::What>(&ask.what);
    const auto* const sentence = what == nullptr ? nullptr : std::get_if<core::SentenceCommand>(what);
    if (sentence == nullptr) return "no sentence";
    const bool reads = ask.kind == core::Command::Kind::read;
    const auto fields = reads && sentence->fields.empty() ? "" : "," + sentence->fields;
    return (reads ? "read " : "write ") + sentence->sentence + fields;
  }

  void expect(std::string question, std::vector<std::string> lines) {
    core::Reply reply;
    reply.lines = std::move(lines);
    script_.push_back({std::move(question), std::move(reply)});
  }
  void expect(std::string question, core::Outcome outcome, std::string reason = "for a reason") {
    core::Reply reply;
    reply.outcome = outcome;
    reply.reason = std::move(reason);
    script_.push_back({std::move(question), std::move(reply)});
  }
  /// The reply to what is asked now.
  core::Reply reply_to(const rpc::Ask& ask) {
    const auto text = text_of(ask);
    asked.push_back(ask);
    if (script_.empty() || script_.front().asked != text || ask.device != "serial0") {
      surprises.push_back(text);
      return {0, core::Outcome::bus_down, "not in the script: " + text};
    }
    auto reply = std::move(script_.front().reply);
    script_.pop_front();
    return reply;
  }
  [[nodiscard]] bool is_done() const { return script_.empty() && surprises.empty(); }

  std::vector<rpc::Device> devices() const override { return {{"serial0", rpc::Family::g1}}; }
  rpc::Verdict judge(const rpc::Ask& /*ask*/, core::Stamp /*now*/) const override { return {}; }
  std::optional<rpc::Refusal> submit(std::uint64_t /*id*/, const rpc::Ask& ask,
                                     core::Stamp /*now*/) override {
    asked.push_back(ask);
    return std::nullopt;
  }
  const std::vector<core::G1Parameter>& g1_parameters() const override { return config::g1_parameters(); }
  std::variant<rpc::RouteWrite, rpc::Refusal> route_value(const std::string& /*method*/, double /*value*/,
                                                          bool /*keep*/) override {
    return rpc::Refusal{"failed", "there are no routes"};
  }
  std::variant<std::shared_ptr<const core::FirmwareImage>, rpc::Refusal> firmware(
      const std::string& /*file*/) const override {
    return rpc::Refusal{"failed", "there are no files"};
  }
  std::optional<core::FirmwareProgress> firmware_progress(const std::string& /*bus*/) const override {
    return std::nullopt;
  }
  void set_log_level(const std::string& /*level*/, core::milliseconds /*time*/,
                     core::Stamp /*now*/) override {}
  void restart(core::Stamp /*now*/) override {}
  std::optional<std::string> reboot(core::Stamp /*now*/) override { return std::nullopt; }
  std::string settings_text() const override { return "{}"; }
  std::string params_text() const override { return "{}"; }

  std::vector<rpc::Ask> asked;
  std::vector<std::string> surprises;

 private:
  std::deque<Step> script_;
};

}  // namespace bmsgw::test
