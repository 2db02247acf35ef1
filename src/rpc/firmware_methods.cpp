// What makes a G1 unit another one: master clear, firmware. G1 Control Unit Serial Protocol 2.1.0, p. 43-44.
#include "firmware_methods.hpp"

#include <array>
#include <utility>

#include <fmt/core.h>

#include "master_clear_task.hpp"
#include "simple_tasks.hpp"

namespace bmsgw::rpc {
namespace {

using core::FirmwareProgress;
using nlohmann::json;
using std::chrono::minutes;

constexpr auto kWrite = core::Command::Kind::write;

json json_of(const FirmwareProgress& progress) {
  json entry{{"state", to_string(progress.state)}, {"file", progress.file},
             {"version", progress.version},        {"frame", progress.frame},
             {"frames", progress.frames},          {"repeated", progress.repeated}};
  if (!progress.reason.empty()) entry["detail"] = progress.reason;
  return entry;
}

/// Ends with what is known of the upgrade, however it ends. One that never began has nothing to be told: what
/// the host knows then is of an earlier one.
class UpgradeTask final : public Task {
 public:
  UpgradeTask(Ask ask, std::string what, const MethodHost& host)
      : ask_(std::move(ask)), what_(std::move(what)), host_(host) {}

  [[nodiscard]] Step start(core::Stamp /*now*/) override {
    earlier_ = host_.firmware_progress(ask_.device);
    return ask_;
  }
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp /*now*/) override {
    const auto progress = host_.firmware_progress(ask_.device);
    auto answer = reply.outcome == core::Outcome::ok ? json{{"ok", true}} : refusal(reply);
    // Two may end alike; then their reasons are those of the replies, too.
    const bool is_told = progress && (progress != earlier_ || progress->reason == reply.reason);
    if (is_told) answer.update(json_of(*progress));
    return answer;
  }
  [[nodiscard]] Intent intent() const override { return {what_, {}, {}, {ask_}}; }
  /// 100,000 bytes take 20 s at 57600 bit/s; the rest is for lost bytes, and for people who turn units off.
  /// The dialogue gives up by itself five minutes before.
  [[nodiscard]] core::milliseconds deadline() const override { return minutes(30); }

 private:
  Ask ask_;
  std::string what_;
  const MethodHost& host_;
  std::optional<FirmwareProgress> earlier_;
};

Begun master_clear(const MethodCall& call) {
  return std::make_unique<MasterClearTask>(call.device);
}

/// Unless told: a unit without a whole firmware doesn't know RS1, and its loader would take it for a frame.
bool wants_reset(const MethodCall& call) {
  const auto last = call.host.firmware_progress(call.device);
  const bool may_lack = last && (last->state == FirmwareProgress::State::interrupted ||
                                 (last->state == FirmwareProgress::State::failed && last->frame > 0));
  return call.params.value("reset", !may_lack);
}

Begun upgrade_firmware(const MethodCall& call) {
  auto found = call.host.firmware(call.params.at("file").get<std::string>());
  if (const auto* const wrong = std::get_if<Refusal>(&found)) return refusal(*wrong);
  auto image = std::get<std::shared_ptr<const core::FirmwareImage>>(std::move(found));
  const bool reset = wants_reset(call);
  auto what = fmt::format("firmware {} (version \"{}\", hardware \"{}\", {} frames, SHA-256 {}){}",
                          image->file, image->version, image->hardware, image->frames.size(), image->sha256,
                          reset ? "" : ", without reset");
  Ask ask{call.device, kWrite, core::FirmwareUpgrade{std::move(image), reset}};
  return std::make_unique<UpgradeTask>(std::move(ask), std::move(what), call.host);
}

Begun firmware_state(const MethodCall& call) {
  const auto progress = call.host.firmware_progress(call.device);
  return progress ? json_of(*progress) : json{{"state", "none"}};
}

Begun abort_firmware(const MethodCall& call) {
  return std::make_unique<WriteTask>(Ask{call.device, kWrite, core::FirmwareAbort{}},
                                     "end of a firmware upgrade");
}

constexpr std::array<ParamSpec, 2> kUpgrade{
    {{"file", ParamSpec::Kind::text, true, "name of a file in the state directory's folder g1-firmware", 1,
      128},
     {"reset", ParamSpec::Kind::flag, false,
      "false: the unit isn't reset, somebody turns it off and on within two minutes; true unless given, or "
      "unless "
      "an upgrade broke off"}}};

constexpr std::array<TaskMethod, 4> kMethods{{
    {{"g1.masterClear",
      "g1",
      "clears configuration, statistics, log and passwords of the unit; before and after: its count of that",
      Effect::destroys,
      {},
      true,
      "g1.masterClear",
      R"({"bus":"serial0","confirm":"5f1c09aa"})",
      R"({"ok":true,"before":0,"after":1})"},
     master_clear},
    {{"g1.upgradeFirmware", "g1", "gives the unit another firmware, through its boot loader",
      Effect::destroys, kUpgrade, true, "g1.upgradeFirmware",
      R"({"bus":"serial0","file":"unit-2.1.0.txt","confirm":"5f1c09aa"})",
      R"({"ok":true,"state":"done","file":"unit-2.1.0.txt","version":"2.1.0","frame":400,"frames":400,"repeated":1})"},
     upgrade_firmware},
    {{"g1.firmwareState",
      "g1",
      "how far an upgrade is, or how the last one ended",
      Effect::reads,
      {},
      true,
      "",
      R"({"bus":"serial0"})",
      R"({"ok":true,"state":"sending","file":"unit-2.1.0.txt","version":"2.1.0","frame":17,"frames":400,"repeated":0})"},
     firmware_state},
    {{"g1.abortFirmware",
      "g1",
      "ends an upgrade that hasn't sent its first frame yet",
      Effect::writes,
      {},
      true,
      "g1.upgradeFirmware",
      R"({"bus":"serial0"})",
      R"({"ok":true,"detail":"stopped on request before the first frame; the unit has its old firmware; if it is in its boot loader, turning it off and on ends that"})",
      true},
     abort_firmware},
}};

}  // namespace

MethodList firmware_methods() {
  return kMethods;
}

}  // namespace bmsgw::rpc
