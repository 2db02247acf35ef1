// The gateway itself: its configuration, its calls, its log, its life.
#include <array>

#include <fmt/core.h>

#include "gateway_methods.hpp"
#include "simple_tasks.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;
using std::chrono::minutes;

Begun get_config(const MethodCall& call) {
  const auto file = call.params.value("file", "settings");
  if (file != "settings" && file != "params")
    return refusal("bad_params", R"("file" must be "settings" or "params")");
  const auto text = file == "settings" ? call.host.settings_text() : call.host.params_text();
  return json{{"file", file}, {"config", json::parse(text, nullptr, false)}};
}

Begun get_command(const MethodCall& call) {
  const auto id = call.params.at("id").get<std::uint64_t>();
  auto state = call.desk->call_state(id, call.now);
  if (!state) return refusal("unknown_id", fmt::format("no call {} is known (any more)", id));
  return std::move(*state);
}

Begun list_methods(const MethodCall& call) {
  auto methods = json::array();
  for (const auto& info : call.desk->methods()) {
    auto params = json::object();
    for (const auto& spec : info.params) params[std::string(spec.name)] = spec.meaning;
    methods.push_back({{"method", info.name}, {"purpose", info.purpose}, {"params", params}});
  }
  return json{{"methods", methods}};
}

Begun set_log_level(const MethodCall& call) {
  const auto level = call.params.at("level").get<std::string>();
  const auto duration = minutes(call.params.value("minutes", 30));
  if (level != "debug" && level != "info" && level != "warning" && level != "error")
    return refusal("bad_params", R"("level" must be "debug", "info", "warning" or "error")");
  auto* const host = &call.host;
  return std::make_unique<ActTask>(fmt::format("{} for {} min", level, duration.count()),
                                   [host, level, duration](core::Stamp now) {
                                     host->set_log_level(level, duration, now);
                                     return json{{"level", level}, {"minutes", duration.count()}};
                                   });
}

/// A unit with half a firmware only runs its boot loader.
std::optional<json> complaint_of_upgrades(MethodHost& host) {
  using State = core::FirmwareProgress::State;
  for (const auto& device : host.devices()) {
    const auto progress = host.firmware_progress(device.name);
    if (!progress || (progress->state != State::booting && progress->state != State::sending &&
                      progress->state != State::restarting))
      continue;
    return refusal("busy", fmt::format("{} is given firmware, frame {} of {}: that would leave it without",
                                       device.name, progress->frame, progress->frames));
  }
  return std::nullopt;
}

Begun restart(const MethodCall& call) {
  if (auto complaint = complaint_of_upgrades(call.host)) return std::move(*complaint);
  auto* const host = &call.host;
  return std::make_unique<ActTask>("restart of the gateway", [host](core::Stamp now) {
    host->restart(now);
    return json{{"detail", "the gateway ends and is started anew by the service manager"}};
  });
}

Begun reboot(const MethodCall& call) {
  if (auto complaint = complaint_of_upgrades(call.host)) return std::move(*complaint);
  auto* const host = &call.host;
  return std::make_unique<ActTask>("reboot of the machine", [host](core::Stamp now) {
    const auto reason = host->reboot(now);
    return reason ? refusal("failed", *reason) : json{{"detail", "the machine restarts"}};
  });
}

constexpr std::array<ParamSpec, 1> kFile{
    {{"file", ParamSpec::Kind::text, false, "settings (unless given) or params", 1, 16}}};
constexpr std::array<ParamSpec, 1> kId{
    {{"id", ParamSpec::Kind::integer, true, "of the call, as its answer said", 1, 9e15}}};
constexpr std::array<ParamSpec, 2> kLevel{
    {{"level", ParamSpec::Kind::text, true, "debug, info, warning or error", 1, 16},
     {"minutes", ParamSpec::Kind::integer, false, "then the level is as configured again; 30 unless given", 1,
      1440}}};

constexpr std::array<TaskMethod, 6> kMethods{{
    {{"getConfig", "gateway", "a configuration file as it was loaded, with all defaults and without secrets",
      Effect::reads, kFile, false, "", R"({"file":"settings"})",
      R"({"ok":true,"file":"settings","config":{"mqtt":{"uri":"mqtt://example.org","password":"***"}}})"},
     get_config},
    {{"getCommand", "gateway", "how a call fares that was answered with \"running\"; the last 32 are known",
      Effect::reads, kId, false, "", R"({"id":12})",
      R"({"ok":true,"id":12,"method":"modbus.command","state":"done","seconds":61.2,"answer":{"ok":true}})"},
     get_command},
    {{"listMethods",
      "gateway",
      "every method with its parameters",
      Effect::reads,
      {},
      false,
      "",
      "{}",
      R"({"ok":true,"methods":[{"method":"getStatus","purpose":"the state of the gateway, its buses, its session and its outbox","params":{}}]})"},
     list_methods},
    {{"setLogLevel", "gateway", "another log level for a while", Effect::writes, kLevel, false,
      "commands.allow: setLogLevel (there unless taken out)", R"({"level":"debug","minutes":10})",
      R"({"ok":true,"level":"debug","minutes":10})"},
     set_log_level},
    {{"restart",
      "gateway",
      "ends the program; the service manager starts it anew",
      Effect::destroys,
      {},
      false,
      "commands.allow: restart",
      R"({"confirm":"5f1c09aa"})",
      R"({"ok":true,"detail":"the gateway ends and is started anew by the service manager"})"},
     restart},
    {{"reboot",
      "gateway",
      "restarts the machine that the gateway runs on",
      Effect::destroys,
      {},
      false,
      "commands.allow: reboot",
      R"({"confirm":"5f1c09aa"})",
      R"({"ok":true,"detail":"the machine restarts"})"},
     reboot},
}};

}  // namespace

MethodList gateway_control_methods() {
  return kMethods;
}

}  // namespace bmsgw::rpc
